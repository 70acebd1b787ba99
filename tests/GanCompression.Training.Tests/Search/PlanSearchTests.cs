namespace GanCompression.Training.Tests.Search;

[TestClass]
public sealed class PlanSearchTests
{
    private static readonly ComputeBudget s_large = ComputeBudget.MultiplyAdds(1e12);

    [TestMethod]
    public void Run_BudgetedSearch_FindsTheTeacherAmongTheSubNetworks()
    {
        var scorer = new CountingScorer();
        using ImagePairCache data = TinySupernet.Data();
        SearchOptions options = Options(scorer, new BudgetedSearch { Candidates = 1000, FirstImages = 1, Reduction = 6, Finalists = 5 });
        options.Channels = new ChannelSet([4, 3, 2], [3, 2], [4, 3], [4, 2], [4, 3], [3, 2], [4], [4, 3, 2]);
        CompressionFrontier frontier = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, options);
        Assert.AreEqual(TinySupernet.TeacherPlan, frontier.Best.Plan);
        Assert.AreEqual(0, frontier.Best.QuickScore!.Value, 1e-6);
        Assert.AreEqual(0, frontier.Best.Score!.Value, 1e-9);
        Assert.AreEqual(5, scorer.Calls);
        Assert.HasCount(288, frontier.Points);
        Assert.AreEqual(6, frontier.Best.Images);
    }

    [TestMethod]
    public void Run_BruteForce_ScoresEveryPlanWithinTheBudget()
    {
        var scorer = new CountingScorer();
        using ImagePairCache data = TinySupernet.Data(2);
        SearchOptions options = Options(scorer, new BruteForceSearch());
        options.Channels = new ChannelSet([4, 3], [2], [3, 2], [2], [3], [3], [4], [3, 2]);
        GeneratorModel teacher = TinySupernet.Teacher();
        ComputeBudget budget = ComputeBudget.MultiplyAdds(teacher.Cost().MultiplyAdds);
        CompressionFrontier frontier = PlanSearch.Run(teacher, TinySupernet.Create(), data, budget, options);
        Assert.AreEqual(TinySupernet.TeacherPlan, frontier.Best.Plan);
        ChannelPlan[] all = [.. from a in new[] { 3, 4 } from b in new[] { 2, 3 } from c in new[] { 2, 3 } select new ChannelPlan(a, 2, b, 2, 3, 3, 4, c)];
        ChannelPlan[] within = [.. all.Where(plan => Supernet.Export(TinySupernet.Create(), plan).Cost().MultiplyAdds <= teacher.Cost().MultiplyAdds)];
        Assert.IsInRange(2, 7, within.Length);
        CollectionAssert.AreEquivalent(within, frontier.Points.Select(point => point.Plan).ToArray());
        Assert.AreEqual(within.Length, scorer.Calls);
        Assert.IsTrue(frontier.Points.All(point => point.MultiplyAdds <= teacher.Cost().MultiplyAdds && point.Score is not null));
        Assert.AreEqual(teacher.Cost().Parameters, frontier.Best.Parameters);
    }

    [TestMethod]
    public void Run_Evolution_ImprovesOnItsFirstGenerationWithinTheBudget()
    {
        using ImagePairCache data = TinySupernet.Data(2);
        ComputeBudget budget = ComputeBudget.Ratio(1);
        CompressionFrontier first = Search(1);
        CompressionFrontier last = Search(8);
        Assert.HasCount(12, first.Points);
        Assert.IsLessThan(first.Best.Score!.Value, last.Best.Score!.Value);
        Assert.IsTrue(last.Points.All(point => last.Budget.Allows(point.MultiplyAdds, point.Parameters)));
        Assert.AreEqual(last.ToCsv(), Search(8).ToCsv());

        CompressionFrontier Search(int generations) => PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, budget,
            Options(new CountingScorer(), new EvolutionSearch { Population = 12, Generations = generations, MutationProbability = 0.3 }));
    }

    [TestMethod]
    public void Run_KernelDistance_IsLowestForTheTeachersPlan()
    {
        using ImagePairCache data = TinySupernet.Data();
        SearchOptions options = Options(PlanScorers.KernelDistance(), new BruteForceSearch());
        options.Channels = new ChannelSet([4, 3, 2], [2], [3], [2], [3], [3], [4], [3]);
        CompressionFrontier frontier = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, options);
        Assert.AreEqual(TinySupernet.TeacherPlan, frontier.Best.Plan);
        Assert.AreEqual("kernel distance (random network (seed 0))", frontier.Scorer);
    }

    [TestMethod]
    public void Run_CancelledAndStartedAgain_RepeatsNothingAndFindsTheSame()
    {
        using ImagePairCache data = TinySupernet.Data();
        using var folder = new TempFolder();
        var strategy = new BudgetedSearch { Candidates = 40, FirstImages = 2, Reduction = 4, Finalists = 3 };
        var whole = new CountingScorer();
        string expected = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, Options(whole, strategy)).ToCsv();

        using var cancellation = new CancellationTokenSource();
        int reports = 0;
        SearchOptions interrupted = Options(new CountingScorer(), strategy);
        interrupted.CheckpointFolder = folder.Path;
        interrupted.CancellationToken = cancellation.Token;
        interrupted.ProgressCallback = _ =>
        {
            if (++reports == 45)
                cancellation.Cancel();
        };
        Assert.ThrowsExactly<OperationCanceledException>(() => PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, interrupted));

        // What a crash in the middle of a line leaves.
        string journal = Directory.GetFiles(folder["Search"]).Single();
        File.AppendAllText(journal, "{\"plan\":\"2_2");
        int evaluations = 0;
        var rest = new CountingScorer();
        SearchOptions again = Options(rest, strategy);
        again.CheckpointFolder = folder.Path;
        again.ProgressCallback = _ => evaluations++;
        Assert.AreEqual(expected, PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, again).ToCsv());
        Assert.AreEqual(40 + 10 + 3 - 45, evaluations);
        Assert.AreEqual(whole.Calls, rest.Calls);

        // Another strategy and budget use the same evaluations.
        SearchOptions other = Options(rest, new BudgetedSearch { Candidates = 40, FirstImages = 2, Reduction = 10, Finalists = 3 });
        other.CheckpointFolder = folder.Path;
        evaluations = 0;
        other.ProgressCallback = _ => evaluations++;
        _ = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, ComputeBudget.Parameters(1e9), other);
        Assert.IsInRange(0, 4, evaluations);
    }

    [TestMethod]
    public void Run_DamagedJournal_NamesTheLine()
    {
        using ImagePairCache data = TinySupernet.Data(2);
        using var folder = new TempFolder();
        SearchOptions options = Options(new CountingScorer(), new BruteForceSearch { MaxPlans = 2 });
        options.CheckpointFolder = folder.Path;
        _ = PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, options);
        string journal = Directory.GetFiles(folder["Search"]).Single();
        string[] lines = File.ReadAllLines(journal);
        Assert.HasCount(1 + 2 + 2, lines);
        lines[1] = "{\"plan\":\"2_2_2_2_2_2_2_2\"}";
        File.WriteAllLines(journal, lines);
        _ = AssertEx.ThrowsWith<FormatException>(
            () => PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, options), "line 2 is '{\"plan\":\"2_2_2_2_2_2_2_2\"}': it has neither a score nor a quick score nor a latency. Delete the file to start again");
    }

    [TestMethod]
    public void Run_OneOrTwoThreads_FindTheSame()
    {
        using ImagePairCache data = TinySupernet.Data(3);
        var strategy = new BudgetedSearch { Candidates = 20, Finalists = 4 };
        SearchOptions two = Options(PlanScorers.FrechetDistance(), strategy);
        two.NumberOfThreads = 2;
        two.ImageSize = 12;
        SearchOptions one = Options(PlanScorers.FrechetDistance(), strategy);
        one.ImageSize = 12;
        Assert.AreEqual(
            PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, one).ToCsv(),
            PlanSearch.Run(TinySupernet.Teacher(), TinySupernet.Create(), data, s_large, two).ToCsv());
    }

    [TestMethod]
    public void Run_BadArguments_NamesThem()
    {
        using ImagePairCache data = TinySupernet.Data(2);
        GeneratorModel teacher = TinySupernet.Teacher();
        GeneratorModel supernet = TinySupernet.Create();
        var scorer = new CountingScorer();
        Throws("No plan fits a budget of at most 5 multiply-adds", ComputeBudget.MultiplyAdds(5), _ => { });
        Throws("The channel set offers 5 channels for entry 1, but the supernet has 4 there. Its widest plan is 4_4_4_4_4_4_4_4.", s_large, options => options.Channels = ChannelSet.Uniform(5, 2));
        Throws("ImageSize must be at most the size of the images, which is 16×16 pixels, but was 20.", s_large, options => options.ImageSize = 20);
        Throws("MaxImages must be at least 2, but was 1.", s_large, options => options.MaxImages = 1);
        Throws("Reduction must be at least 2, but was 1.", s_large, options => options.Strategy = new BudgetedSearch { Reduction = 1 });
        Throws("ProposedPart must be at least 0 and less than 1, but was 1.", s_large, options => options.Strategy = new BudgetedSearch { ProposedPart = 1 });
        Throws("ParentRatio must be above 0 and at most 1, but was 0.", s_large, options => options.Strategy = new EvolutionSearch { ParentRatio = 0 });
        Throws("Scorer must be a scorer", s_large, options => options.Scorer = null!);
        Throws("Ranking cannot be Features where the scorer, 'L1', has no features.", s_large, options => options.Ranking = QuickRanking.Features);
        Throws("Ranking cannot be Score where the scorer, 'L1', has no features.", s_large, options => options.Ranking = QuickRanking.Score);
        Throws("Ranking must be Automatic, Pixels, Features or Score, but was 7.", s_large, options => options.Ranking = (QuickRanking)7);
        Throws("Plans must be at least 3, but was 2.", s_large, options => options.Strategy = new RankComparison { Plans = 2 });
        Throws("Images must be at least 1, but was 0.", s_large, options => options.Strategy = new RankComparison { Images = 0 });
        Assert.AreEqual(0, scorer.Calls);

        void Throws(string message, ComputeBudget budget, Action<SearchOptions> change)
        {
            SearchOptions options = Options(scorer, new BruteForceSearch());
            change(options);
            _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => PlanSearch.Run(teacher, supernet, data, budget, options), message);
        }
    }

    private static SearchOptions Options(IPlanScorer scorer, ISearchStrategy strategy) => new()
    {
        Channels = TinySupernet.Channels,
        Scorer = scorer,
        Strategy = strategy,
        NumberOfThreads = 1,
        Seed = 3,
        LatencyMeter = LawMeter.OfMultiplyAdds(),
    };
}
