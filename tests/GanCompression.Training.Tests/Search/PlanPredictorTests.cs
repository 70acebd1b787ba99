namespace GanCompression.Training.Tests.Search;

[TestClass]
public sealed class PlanPredictorTests
{
    private static readonly ChannelSet s_channels = ChannelSet.Uniform(16, 12, 8, 6, 4);

    [TestMethod]
    public void BestOf_AfterFewMeasurements_FindsPlansThatWereNotMeasured()
    {
        var random = new SeededRandom(1);
        PricedPlan[] all = [.. Enumerable.Range(0, 3000).Select(_ => new PricedPlan(s_channels.Sample(ref random), 0, 0)).DistinctBy(plan => plan.Plan)];
        var predictor = new PlanPredictor(s_channels);
        Assert.IsEmpty(predictor.BestOf(all, 5));
        foreach (PricedPlan plan in all.Take(150))
            predictor.Learn(plan.Plan, ScoreOf(plan.Plan), 8);

        IReadOnlyList<PricedPlan> proposed = predictor.BestOf(all.Skip(150), 10);

        double[] others = [.. all.Skip(150).Select(plan => ScoreOf(plan.Plan)).Order()];
        Assert.HasCount(10, proposed);
        Assert.IsLessThan(others[60], proposed.Average(plan => ScoreOf(plan.Plan)));
    }

    /// <summary>Scores of few images are all higher here; that must not speak against the plans that were only seen on few.</summary>
    [TestMethod]
    public void BestOf_ScoresOfSeveralNumbersOfImages_DoesNotMixThemUp()
    {
        var random = new SeededRandom(2);
        PricedPlan[] all = [.. Enumerable.Range(0, 1000).Select(_ => new PricedPlan(s_channels.Sample(ref random), 0, 0)).DistinctBy(plan => plan.Plan)];
        var predictor = new PlanPredictor(s_channels);
        foreach (PricedPlan plan in all.Take(200))
            predictor.Learn(plan.Plan, ScoreOf(plan.Plan) + 5, 8);

        // The worst plans are looked at again, on more images.
        foreach (PricedPlan plan in all.Take(200).OrderByDescending(plan => ScoreOf(plan.Plan)).Take(50))
            predictor.Learn(plan.Plan, ScoreOf(plan.Plan), 32);
        double[] ordered = [.. all.Select(plan => ScoreOf(plan.Plan)).Order()];
        Assert.IsLessThan(ordered[50], predictor.BestOf(all, 10).Average(plan => ScoreOf(plan.Plan)));
    }

    [TestMethod]
    public void Ridge_NoPenaltyToSpeakOf_FindsTheCoefficients()
    {
        var random = new SeededRandom(3);
        double[] expected = [2, -1, 0.5];
        var rows = new double[20][];
        var targets = new double[20];
        for (int r = 0; r < rows.Length; r++)
        {
            rows[r] = [random.NextGaussian(), random.NextGaussian(), random.NextGaussian()];
            targets[r] = rows[r].Zip(expected).Sum(pair => pair.First * pair.Second);
        }

        Assert.IsLessThan(1e-12, RidgeRegression.Fit(rows, targets, 1e-9, out double[] coefficients));
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], coefficients[i], 1e-6);
    }

    [TestMethod]
    public void Ridge_LeaveOneOutError_IsThatOfFitsWithoutTheObservation()
    {
        var random = new SeededRandom(4);
        var rows = new double[8][];
        var targets = new double[8];
        for (int r = 0; r < rows.Length; r++)
            (rows[r], targets[r]) = ([random.NextGaussian(), random.NextGaussian(), 1], random.NextGaussian());
        double expected = 0;
        for (int left = 0; left < rows.Length; left++)
        {
            int own = left;
            _ = RidgeRegression.Fit([.. rows.Where((_, r) => r != own)], [.. targets.Where((_, r) => r != own)], 0.7, out double[] others);
            double error = targets[own] - rows[own].Zip(others).Sum(pair => pair.First * pair.Second);
            expected += error * error / rows.Length;
        }

        Assert.AreEqual(expected, RidgeRegression.Fit(rows, targets, 0.7, out _), 1e-9);
    }

    // Sums and products of entries.
    private static double ScoreOf(ChannelPlan plan)
    {
        double sum = 0;
        for (int i = 0; i < plan.Channels.Length; i++)
            sum += Math.Abs(plan.Channels[i] - 4 - i) * (1 + i % 3) / 10.0;
        return sum - plan.Channels[0] * plan.Channels[3] / 100.0 + plan.Channels[5] * plan.Channels[7] / 200.0;
    }
}
