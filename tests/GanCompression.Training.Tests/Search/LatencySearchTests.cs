namespace GanCompression.Training.Tests.Search;

/// <summary>Budgets of latency, with a clock that follows a law; a real one only reports.</summary>
[TestClass]
public sealed class LatencySearchTests
{
    private static readonly BudgetedSearch s_strategy = new() { Candidates = 60, FirstImages = 2, Reduction = 4, Finalists = 6 };

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Run_LatencyBudget_FindsPlansThatKeepItWhenMeasured()
    {
        using ImagePairCache data = TinySupernet.Data(3);
        double Law(ChannelPlan plan) => (0.05 + LawMeter.Cost(plan).MultiplyAdds / 1e7) * (1 + 0.08 * (Noise(plan) - 0.5));
        var meter = new LawMeter(Law);
        ComputeBudget budget = ComputeBudget.Latency(TimeSpan.FromMilliseconds(Law(ChannelPlan.Uniform(3))));
        CompressionFrontier frontier = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, budget, Options(meter, new BruteForceSearch { MaxPlans = 100 }));

        Assert.AreEqual(budget, frontier.Budget);
        Assert.IsTrue(frontier.Points.All(point => Math.Abs(point.Latency!.Value.TotalMilliseconds - Law(point.Plan)) < 1e-3));
        Assert.IsLessThanOrEqualTo(budget.Limit, frontier.Best.Latency!.Value.TotalMilliseconds);

        // Most plans that are taken for candidates are within the budget, and they use it.
        int within = frontier.Points.Count(point => point.Latency!.Value.TotalMilliseconds <= budget.Limit);
        Assert.IsGreaterThanOrEqualTo(90, within);
        Assert.IsGreaterThan(0.9 * budget.Limit, frontier.Points.Max(point => point.Latency!.Value.TotalMilliseconds));
        Assert.IsLessThanOrEqualTo(100 + 33, meter.Calls);
        Assert.IsTrue(frontier.ParetoSetOver(ComputeBudgetKind.Latency).Contains(frontier.Points.MinBy(point => point.Score)!));
    }

    [TestMethod]
    public void Run_EvolutionUnderALatencyBudget_KeepsItToo()
    {
        using ImagePairCache data = TinySupernet.Data(2);
        ComputeBudget budget = ComputeBudget.Latency(TimeSpan.FromMilliseconds(0.05 + LawMeter.Cost(ChannelPlan.Uniform(3)).MultiplyAdds / 1e7));
        CompressionFrontier frontier = PlanSearch.Run(
            TinySupernet.Teacher(), TinySupernet.Create(), data, budget, Options(LawMeter.OfMultiplyAdds(), new EvolutionSearch { Population = 10, Generations = 6 }));
        Assert.IsTrue(frontier.Points.All(point => point.Latency!.Value.TotalMilliseconds <= budget.Limit + 1e-3));
    }

    [TestMethod]
    public void Run_SetOfOnePlan_IsMeasuredOnce()
    {
        using ImagePairCache data = TinySupernet.Data(2);
        LawMeter meter = LawMeter.OfMultiplyAdds();
        SearchOptions options = Options(meter, new BudgetedSearch());
        options.Channels = ChannelSet.Uniform(3);
        CompressionFrontier frontier = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, ComputeBudget.Latency(TimeSpan.MaxValue), options);
        Assert.AreEqual(ChannelPlan.Uniform(3), frontier.Best.Plan);
        Assert.AreEqual(1, meter.Calls);
    }

    [TestMethod]
    public void Run_ImpossibleLatency_IsRefusedBeforeAnythingElse()
    {
        using ImagePairCache data = TinySupernet.Data(2);
        var scorer = new CountingScorer();
        var meter = LawMeter.OfMultiplyAdds();
        SearchOptions options = Options(meter, new BruteForceSearch());
        options.Scorer = scorer;
        options.ProgressCallback = _ => Assert.Fail("Nothing should be judged.");
        double least = 0.05 + LawMeter.Cost(ChannelPlan.Uniform(2)).MultiplyAdds / 1e7;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(
            () => PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, ComputeBudget.Latency(TimeSpan.FromMilliseconds(0.01)), options),
            FormattableString.Invariant($"No plan fits a budget of at most 0.01 ms per image: the narrowest plan of the set, 2_2_2_2_2_2_2_2, takes {Math.Floor(least * 1000) / 1000}"), "ms on one thread at 16×16 pixels");
        Assert.AreEqual(0, scorer.Calls);
        Assert.AreEqual(3, meter.Calls);
    }

    [TestMethod]
    public void Run_NarrowestPlanSlowOnce_IsMeasuredAgain()
    {
        using ImagePairCache data = TinySupernet.Data(2);
        int calls = 0;
        var meter = new LawMeter(plan => calls++ == 0 ? 1000 : 1);
        CompressionFrontier frontier = PlanSearch.Run(
            TinySupernet.Teacher(), TinySupernet.Create(), data, ComputeBudget.Latency(TimeSpan.FromMilliseconds(2)), Options(meter, new BruteForceSearch { MaxPlans = 3 }));
        Assert.HasCount(3, frontier.Points);
    }

    [TestMethod]
    public void Run_AllCandidatesSlowerThanPredicted_FallsBackOnPlansThatWereMeasured()
    {
        using ImagePairCache data = TinySupernet.Data(2);
        int calls = 0;
        var meter = new LawMeter(plan => ++calls > 32 ? 100 : 0.05 + LawMeter.Cost(plan).MultiplyAdds / 1e7);
        ComputeBudget budget = ComputeBudget.Latency(TimeSpan.FromMilliseconds(0.05 + LawMeter.Cost(ChannelPlan.Uniform(3)).MultiplyAdds / 1e7));
        CompressionFrontier frontier = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, budget, Options(meter, new BruteForceSearch { MaxPlans = 5 }));
        Assert.IsLessThanOrEqualTo(budget.Limit, frontier.Best.Latency!.Value.TotalMilliseconds);
        Assert.IsNotNull(frontier.Best.Score);
        Assert.HasCount(5 + 8, frontier.Points);
    }

    [TestMethod]
    public void Run_CancelledAndStartedAgain_MeasuresNothingTwiceAndFindsTheSame()
    {
        using ImagePairCache data = TinySupernet.Data();
        using var folder = new TempFolder();
        ComputeBudget budget = ComputeBudget.Latency(TimeSpan.FromMilliseconds(0.05 + LawMeter.Cost(ChannelPlan.Uniform(3)).MultiplyAdds / 1e7));
        LawMeter whole = LawMeter.OfMultiplyAdds();
        string expected = Search(whole, null, int.MaxValue, int.MaxValue)!;

        // Interrupted while plans are measured, while they are ranked, and after the first finalist.
        LawMeter parts = LawMeter.OfMultiplyAdds();
        Assert.IsNull(Search(parts, folder.Path, int.MaxValue, 10));
        Assert.AreEqual(10, parts.Calls);
        Assert.IsNull(Search(parts, folder.Path, 20, int.MaxValue));
        Assert.IsNull(Search(parts, folder.Path, 60 + 15 + 1 - 20, int.MaxValue));
        Assert.AreEqual(expected, Search(parts, folder.Path, int.MaxValue, int.MaxValue));
        Assert.AreEqual(whole.Calls, parts.Calls);

        // On a clock that now goes wrong, what was measured still counts; on a machine of another kind it does not.
        var wrong = new LawMeter(_ => 77);
        Assert.AreEqual(expected, Search(wrong, folder.Path, int.MaxValue, int.MaxValue));
        Assert.AreEqual(0, wrong.Calls);
        var other = new LawMeter(plan => LawMeter.Cost(plan).MultiplyAdds / 2e7) { Name = "other" };
        Assert.AreNotEqual(expected, Search(other, folder.Path, int.MaxValue, int.MaxValue));
        Assert.IsGreaterThan(32, other.Calls);

        string? Search(LawMeter meter, string? checkpoints, int lastReport, int lastMeasurement)
        {
            using var cancellation = new CancellationTokenSource();
            int reports = 0;
            int measurements = 0;
            SearchOptions options = Options(
                new LawMeterWithCallback(meter, () =>
                {
                    if (++measurements == lastMeasurement)
                        cancellation.Cancel();
                }), s_strategy);
            options.CheckpointFolder = checkpoints;
            options.CancellationToken = cancellation.Token;
            options.ProgressCallback = progress =>
            {
                if (!progress.What.StartsWith("latency", StringComparison.Ordinal) && ++reports == lastReport)
                    cancellation.Cancel();
            };
            try
            {
                return PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, budget, options).ToCsv();
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    [TestMethod]
    public void Predictor_LawOfItsOwnFamily_PredictsUnseenPlans()
    {
        (double error, double correlation) = Predict(plan => 0.3 + LawMeter.Cost(plan).ExactMultiplyAdds * 2e-7 + LawMeter.Cost(plan).Layers.Sum(layer => layer.Output.Elements) * 3e-6);
        Assert.IsLessThan(0.01, error);
        Assert.IsGreaterThan(0.999, correlation);
    }

    [TestMethod]
    public void Predictor_LawWithStepsAndNoise_StillRanksUnseenPlans()
    {
        // Vector engines pay for full registers: channels cost as if rounded up to a multiple of four.
        (double error, double correlation) = Predict(plan =>
        {
            var rounded = new ChannelPlan([.. plan.Channels.Select(channels => (channels + 3) / 4 * 4)]);
            return (0.2 + LawMeter.Cost(rounded).ExactMultiplyAdds * 2e-7) * (1 + 0.06 * (Noise(plan) - 0.5));
        });
        TestContext.WriteLine($"Mean relative error {error:p1}, rank correlation {correlation:0.000}.");
        Assert.IsLessThan(0.12, error);
        Assert.IsGreaterThan(0.9, correlation);
    }

    /// <summary>Says how well real latencies on this machine are predicted; machines are busy or not, so nothing is asked of it.</summary>
    [TestMethod]
    public void Predictor_RealClock_ReportsItsErrors()
    {
        const int Size = 64;
        ChannelSet channels = ChannelSet.Uniform(32, 24, 16, 8);
        LayerGraph widest = GeneratorNetworks.SubMobileResNet(channels.Largest, new() { Blocks = 3 });
        var supernet = new GeneratorModel(new Network(widest, DeterministicFill.Weights(widest)), Size);
        var networks = new CompiledPlans(supernet, plan => Supernet.GraphOf(supernet, plan), Size, Size);
        var random = new SeededRandom(1);
        var samples = new List<(LayerGraph Graph, TimeSpan Latency)>();
        for (int i = 0; i < 36; i++)
        {
            ChannelPlan plan = channels.Sample(ref random);
            samples.Add((Supernet.GraphOf(supernet, plan), networks.Use(plan, network => RuntimeLatencyMeter.Instance.Measure(plan, network, TestContext.CancellationToken))));
        }

        Assert.IsTrue(samples.All(sample => sample.Latency > TimeSpan.Zero));
        LatencyPredictor predictor = LatencyPredictor.Fit(widest, samples[..24], Size, Size);
        (LayerGraph Graph, TimeSpan Latency)[] unseen = [.. samples[24..]];
        double[] errors = [.. unseen.Select(sample => Math.Abs(predictor.MillisecondsOf(sample.Graph) / sample.Latency.TotalMilliseconds - 1)).Order()];
        double? correlation = SpearmanCorrelation.Of([.. unseen.Select(sample => predictor.MillisecondsOf(sample.Graph))], [.. unseen.Select(sample => sample.Latency.TotalMilliseconds)]);
        TestContext.WriteLine(FormattableString.Invariant(
            $"Real clock, {unseen.Length} unseen plans of {unseen.Min(sample => sample.Latency.TotalMilliseconds):g3} to {unseen.Max(sample => sample.Latency.TotalMilliseconds):g3} ms: median error {errors[errors.Length / 2]:p1}, largest {errors[^1]:p1}, rank correlation {correlation:0.000}, margin {predictor.Margin:0.00}."));
    }

    [TestMethod]
    public void Run_RealClock_GivesALatencyToEveryScoredPlan()
    {
        using ImagePairCache data = TinySupernet.Data(2);
        var options = new SearchOptions { Channels = TinySupernet.Channels, Scorer = new CountingScorer(), Strategy = s_strategy, NumberOfThreads = 2 };
        CompressionFrontier frontier = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, ComputeBudget.Latency(TimeSpan.FromSeconds(10)), options);
        Assert.IsTrue(frontier.Points.All(point => point.Score is null == point.Latency is null));
        Assert.IsGreaterThan(TimeSpan.Zero, frontier.Best.Latency!.Value);
    }

    private static (double Error, double Correlation) Predict(Func<ChannelPlan, double> law)
    {
        ChannelSet channels = ChannelSet.Uniform(24, 20, 16, 12, 10, 8, 6);
        var random = new SeededRandom(11);
        ChannelPlan[] plans = [.. Enumerable.Range(0, 232).Select(_ => channels.Sample(ref random))];
        LatencyPredictor predictor = LatencyPredictor.Fit(GraphOf(channels.Largest), [.. plans[..32].Select(plan => (GraphOf(plan), TimeSpan.FromMilliseconds(law(plan))))], 16, 16);
        double[] expected = [.. plans[32..].Select(law)];
        double[] predicted = [.. plans[32..].Select(plan => predictor.MillisecondsOf(GraphOf(plan)))];
        return (expected.Zip(predicted).Average(pair => Math.Abs(pair.Second / pair.First - 1)), SpearmanCorrelation.Of(expected, predicted)!.Value);

        static LayerGraph GraphOf(ChannelPlan plan) => GeneratorNetworks.SubMobileResNet(plan, new() { Blocks = 3 });
    }

    // From 0 to 1, the same for a plan whenever and wherever it is asked for.
    private static double Noise(ChannelPlan plan) => new SeededRandom(plan.Channels.Aggregate(17UL, (seed, channels) => seed * 31 + (ulong)channels)).NextDouble();

    private static SearchOptions Options(ILatencyMeter meter, ISearchStrategy strategy) => new()
    {
        Channels = TinySupernet.Channels,
        Scorer = new CountingScorer(),
        Strategy = strategy,
        NumberOfThreads = 1,
        Seed = 3,
        LatencyMeter = meter,
    };

    private sealed class LawMeterWithCallback(LawMeter meter, Action after) : ILatencyMeter
    {
        public string Name => meter.Name;

        public TimeSpan Measure(ChannelPlan plan, Runtime.CompiledNetwork network, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan latency = meter.Measure(plan, network, cancellationToken);
            after();
            return latency;
        }
    }
}
