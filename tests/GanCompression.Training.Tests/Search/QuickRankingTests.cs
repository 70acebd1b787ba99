namespace GanCompression.Training.Tests.Search;

/// <summary>What plans are ranked by, and that nothing is computed twice for it.</summary>
[TestClass]
public sealed class QuickRankingTests
{
    private static readonly ComputeBudget s_large = ComputeBudget.MultiplyAdds(1e12);
    private static readonly BudgetedSearch s_strategy = new() { Candidates = 40, FirstImages = 2, Reduction = 4, Finalists = 3, ProposedPart = 0 };

    [TestMethod]
    public void Features_EveryImageIsMadeAndLookedAtOnce()
    {
        using ImagePairCache data = TinySupernet.Data();
        var extractor = new CountingExtractor();
        var names = new HashSet<string>();
        SearchOptions options = Options(PlanScorers.FrechetDistance(extractor));
        options.ProgressCallback = progress => names.Add(progress.What);
        CompressionFrontier frontier = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, options);

        // 30 plans fell out after two images, 10 made all six; of these the finalists' scores need no more. And six images each of teacher and targets.
        Assert.AreEqual(30 * 2 + 10 * 6, frontier.GeneratorRuns);
        Assert.AreEqual(frontier.GeneratorRuns + 6 + 6, extractor.Calls);
        Assert.AreEqual(6561, frontier.PlansPriced);
        Assert.AreEqual("feature distance to the teacher (quarters)", frontier.QuickScoreName);
        CollectionAssert.AreEquivalent(
            new[] { "feature distance to the teacher (quarters) on 2 images", "feature distance to the teacher (quarters) on 6 images", "Fréchet distance (quarters)" }, names.ToArray());

        // The score is that of the images themselves.
        FrontierPoint best = frontier.Best;
        var session = new Runtime.GeneratorSession(Supernet.Export(TinySupernet.Create(), best.Plan));
        using (session)
        {
            RgbImage[] made = [.. Enumerable.Range(0, 6).Select(i => session.Translate(SyntheticPairs.Source(i, 16)))];
            using var teacher = new Runtime.GeneratorSession(TinySupernet.Teacher());
            RgbImage[] targets = [.. Enumerable.Range(0, 6).Select(i => teacher.Translate(SyntheticPairs.Source(i, 16)))];
            Assert.AreEqual(PlanScorers.FrechetDistance(extractor).Score(made, targets), best.Score!.Value, 1e-9);
            double expected = made.Zip(targets).Average(pair => Distance(extractor, pair.First, pair.Second));
            Assert.AreEqual(expected, best.QuickScore!.Value, 1e-4);
        }
    }

    [TestMethod]
    public void Pixels_ScorerSeesImagesAnew()
    {
        using ImagePairCache data = TinySupernet.Data();
        CompressionFrontier frontier = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, Options(new CountingScorer()));
        Assert.AreEqual(30 * 2 + 10 * 6 + 3 * 6, frontier.GeneratorRuns);
        Assert.AreEqual("mean absolute pixel difference to the teacher", frontier.QuickScoreName);

        SearchOptions options = Options(PlanScorers.FrechetDistance(new CountingExtractor()));
        options.Ranking = QuickRanking.Pixels;
        CompressionFrontier other = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, options);
        Assert.AreEqual(frontier.QuickScoreName, other.QuickScoreName);
        CollectionAssert.AreEqual(frontier.Points.Select(point => point.QuickScore).ToArray(), other.Points.Select(point => point.QuickScore).ToArray());
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(0.5)]
    public void Features_CancelledAndStartedAgain_FindTheSameAndCountTheSame(double proposedPart)
    {
        BudgetedSearch strategy = s_strategy with { ProposedPart = proposedPart };
        using ImagePairCache data = TinySupernet.Data();
        using var folder = new TempFolder();
        CompressionFrontier whole = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, Options(PlanScorers.KernelDistance(new CountingExtractor()), strategy));

        // In the middle of the first round, among its proposals, and in the second round.
        foreach (int last in new[] { 20, 5, 20 })
        {
            using var cancellation = new CancellationTokenSource();
            int reports = 0;
            SearchOptions interrupted = Options(PlanScorers.KernelDistance(new CountingExtractor()), strategy);
            interrupted.CheckpointFolder = folder.Path;
            interrupted.CancellationToken = cancellation.Token;
            interrupted.ProgressCallback = _ =>
            {
                if (++reports == last)
                    cancellation.Cancel();
            };
            Assert.ThrowsExactly<OperationCanceledException>(() => PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, interrupted));
        }

        SearchOptions again = Options(PlanScorers.KernelDistance(new CountingExtractor()), strategy);
        again.CheckpointFolder = folder.Path;
        CompressionFrontier resumed = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, again);
        Assert.AreEqual(whole.ToCsv(), resumed.ToCsv());
        Assert.AreEqual(whole.GeneratorRuns, resumed.GeneratorRuns);
        Assert.AreEqual(whole.PlansPriced, resumed.PlansPriced);

        // Quick scores of another kind are not taken for these; scores are.
        int scores = 0;
        again.Ranking = QuickRanking.Pixels;
        again.ProgressCallback = progress => scores += progress.What == again.Scorer.Name ? 1 : 0;
        CompressionFrontier pixels = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, again);
        Assert.AreEqual(0, pixels.Points.Count(point => resumed.Points.Any(other => other.Plan.Equals(point.Plan) && other.QuickScore == point.QuickScore && point.QuickScore > 0)));
        Assert.IsInRange(0, 3, scores);
    }

    [TestMethod]
    public void Score_RanksByTheScoreOfFewImagesAndMakesEachOnce()
    {
        using ImagePairCache data = TinySupernet.Data();
        var extractor = new CountingExtractor();
        SearchOptions options = Options(PlanScorers.KernelDistance(extractor));
        CompressionFrontier frontier = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, options);
        Assert.AreEqual(frontier.Scorer, frontier.QuickScoreName, "Automatic is the score itself where it is unbiased.");
        Assert.AreEqual(30 * 2 + 10 * 6, frontier.GeneratorRuns);
        Assert.AreEqual(frontier.GeneratorRuns + 6, extractor.Calls, "The teacher is not asked.");
        foreach (FrontierPoint point in frontier.Points.Where(point => point.Score is not null))
            Assert.AreEqual(point.Score!.Value, point.QuickScore!.Value, 1e-9, "The last round saw every image.");
        Assert.AreEqual(frontier.Points.Where(point => point.Images == 6).Min(point => point.QuickScore), frontier.Best.Score);

        // One image has no unbiased estimate; two have.
        options.Strategy = s_strategy with { FirstImages = 1 };
        Assert.IsTrue(PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, options).Points.All(point => point.QuickScore is not null));
    }

    [TestMethod]
    public void Proposals_AreNewPlansInEveryRoundAndCostNoMorePlans()
    {
        using ImagePairCache data = TinySupernet.Data();
        SearchOptions options = Options(PlanScorers.KernelDistance(), s_strategy with { ProposedPart = 0.5, Finalists = 8, Candidates = 32, Reduction = 2 });
        var rounds = new Dictionary<string, int>();
        options.ProgressCallback = progress => rounds[progress.What] = rounds.GetValueOrDefault(progress.What) + 1;
        CompressionFrontier frontier = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, options);
        Assert.AreEqual(32, rounds.Single(round => round.Key.EndsWith(" on 2 images", StringComparison.Ordinal)).Value);
        Assert.AreEqual(16, rounds.Single(round => round.Key.EndsWith(" on 4 images", StringComparison.Ordinal)).Value);
        Assert.AreEqual(8, rounds.Single(round => round.Key.EndsWith(" on 6 images", StringComparison.Ordinal)).Value);
        Assert.HasCount(8, frontier.Points.Where(point => point.Score is not null).ToArray());
        Assert.IsGreaterThan(32, frontier.Points.Length, "Later rounds have plans that no earlier one had.");
    }

    [TestMethod]
    public void Proposals_ScorerWithoutFeatures_StillJudgesEveryFinalist()
    {
        using ImagePairCache data = TinySupernet.Data();
        var scorer = new CountingScorer();
        _ = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, Options(scorer, s_strategy with { ProposedPart = 0.5, Finalists = 8, Candidates = 32, Reduction = 2 }));
        Assert.AreEqual(8, scorer.Calls);
        _ = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, Options(scorer, s_strategy with { ProposedPart = 0.5, Finalists = 8, Candidates = 5 }));
        Assert.AreEqual(8 + 5, scorer.Calls);
    }

    [TestMethod]
    public void RankComparison_JudgesPlansBothWays()
    {
        using ImagePairCache data = TinySupernet.Data();
        SearchOptions options = Options(new CountingScorer());
        options.Strategy = new RankComparison { Images = 2 };
        CompressionFrontier frontier = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, options);
        Assert.HasCount(30, frontier.Points);
        Assert.IsTrue(frontier.Points.All(point => point is { Score: not null, QuickScore: not null, Images: 2, Latency: not null }));
        Assert.AreEqual(30 * (2 + 6), frontier.GeneratorRuns);

        // The targets are the teacher's images, so the score is the same difference on more images.
        Assert.IsGreaterThan(0.5, frontier.RankCorrelation!.Value);
    }

    [TestMethod]
    public void CompiledPlans_AreCompiledOnceWhileMemoryAllows()
    {
        GeneratorModel supernet = TinySupernet.Create();
        ChannelPlan[] plans = [ChannelPlan.Uniform(2), ChannelPlan.Uniform(3), ChannelPlan.Uniform(4)];
        var roomy = new CompiledPlans(supernet, plan => Supernet.GraphOf(supernet, plan), 16, 16);
        Visit(roomy);
        Assert.AreEqual(3, roomy.Compilations);
        var narrow = new CompiledPlans(supernet, plan => Supernet.GraphOf(supernet, plan), 16, 16, maxBytes: 0);
        Visit(narrow);
        Assert.AreEqual(6, narrow.Compilations);

        void Visit(CompiledPlans networks)
        {
            foreach (ChannelPlan plan in plans.Concat(plans))
                Assert.AreEqual(new TensorShape(3, 16, 16), networks.Use(plan, network => network.OutputShape));
        }
    }

    private static double Distance(CountingExtractor extractor, RgbImage a, RgbImage b)
    {
        var x = new float[extractor.Dimension];
        var y = new float[extractor.Dimension];
        extractor.Extract(a, x);
        extractor.Extract(b, y);
        return Math.Sqrt(x.Zip(y).Sum(pair => ((double)pair.First - pair.Second) * (pair.First - pair.Second)));
    }

    private static SearchOptions Options(IPlanScorer scorer, BudgetedSearch? strategy = null) => new()
    {
        Channels = TinySupernet.Channels,
        Scorer = scorer,
        Strategy = strategy ?? s_strategy,
        NumberOfThreads = 1,
        Seed = 3,
        LatencyMeter = LawMeter.OfMultiplyAdds(),
    };
}
