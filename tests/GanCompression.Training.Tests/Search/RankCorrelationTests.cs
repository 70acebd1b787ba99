namespace GanCompression.Training.Tests.Search;

/// <summary>Whether what <see cref="BudgetedSearch"/> ranks plans by in its first round says something about the rounds after it.</summary>
[TestClass]
public sealed class RankCorrelationTests
{
    [TestMethod]
    public void DistanceToTeacherOnTwoImages_TrainedSupernet_RanksPlansAsMoreImagesAndTheTargetsDo()
    {
        using ImagePairCache data = SyntheticPairs.Create(8);
        Pix2PixOptions pix2Pix = TinyOptions.Pix2Pix();
        pix2Pix.MaxEpochs = 60;
        pix2Pix.LearningRate = 0.002;
        pix2Pix.UseFlip = false;
        GeneratorModel teacher = Pix2PixTeacher.Train(data, pix2Pix);
        ChannelSet channels = ChannelSet.Uniform(4, 3, 2);
        GeneratorModel supernet = Supernet.Train(teacher, data, new SupernetOptions
        {
            Channels = channels,
            Blocks = 2,
            DiscriminatorWidth = 4,
            DiscriminatorLayers = 1,
            MaxEpochs = 60,
            LearningRate = 0.002,
            BatchSize = 2,
            UseFlip = false,
            NumberOfThreads = 1,
        });

        var all = new ThreeMeasures();
        _ = PlanSearch.Run(teacher, supernet, data, ComputeBudget.MultiplyAdds(1e12), new SearchOptions { Channels = channels, Strategy = all, Scorer = new CountingScorer(), NumberOfThreads = 1 });
        Assert.HasCount(60, all.OnAll);
        double correlation = Spearman(all.OnTwo, all.OnAll);
        Assert.IsGreaterThan(0.6, correlation);
        correlation = Spearman(all.OnTwo, all.Scores);
        Assert.IsGreaterThan(0.2, correlation);
    }

    private static double Spearman(double[] a, double[] b)
    {
        double[] x = Ranks(a);
        double[] y = Ranks(b);
        double mean = (a.Length - 1) / 2.0;
        return x.Zip(y).Sum(pair => (pair.First - mean) * (pair.Second - mean)) / x.Sum(rank => (rank - mean) * (rank - mean));
    }

    private static double[] Ranks(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return [.. values.Select(value => (double)Array.IndexOf(sorted, value))];
    }

    private sealed class ThreeMeasures : ISearchStrategy
    {
        public double[] OnTwo { get; private set; } = [];

        public double[] OnAll { get; private set; } = [];

        public double[] Scores { get; private set; } = [];

        public void Search(PlanEvaluator plans)
        {
            IReadOnlyList<PricedPlan> some = plans.FeasiblePlans(60);
            OnTwo = plans.DistancesToTeacher(some, 2);
            OnAll = plans.DistancesToTeacher(some, plans.Images);
            Scores = plans.Scores(some);
        }

        public void Validate()
        {
        }
    }
}
