namespace GanCompression.Training.Tests.Search;

/// <summary>Whether what <see cref="BudgetedSearch"/> ranks plans by in its first round says something about the rounds after it.</summary>
[TestClass]
public sealed class RankCorrelationTests
{
    public TestContext TestContext { get; set; } = null!;

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

        // By pixels and by features, against what scorers say; the random features of small images say little, so only pixels must agree.
        IPlanScorer[] scorers = [PlanScorers.KernelDistance(), PlanScorers.FrechetDistance()];
        foreach (QuickRanking distance in new[] { QuickRanking.Pixels, QuickRanking.Features })
        {
            foreach (IPlanScorer scorer in distance == QuickRanking.Pixels ? [new CountingScorer(), .. scorers] : scorers)
            {
                CompressionFrontier frontier = PlanSearch.Run(teacher, supernet, data, ComputeBudget.MultiplyAdds(1e12), new SearchOptions
                {
                    Channels = channels, Strategy = new RankComparison { Plans = 60 }, Scorer = scorer, Ranking = distance, NumberOfThreads = 1, LatencyMeter = LawMeter.OfMultiplyAdds(),
                });
                Assert.HasCount(60, frontier.Points);
                TestContext.WriteLine(FormattableString.Invariant($"{frontier.QuickScoreName} on 2 images, {frontier.Scorer} on 8: {frontier.RankCorrelation:0.00}"));
                if (scorer is CountingScorer)
                    Assert.IsGreaterThan(0.2, frontier.RankCorrelation!.Value);
            }
        }

        var both = new TwoMeasures();
        _ = PlanSearch.Run(teacher, supernet, data, ComputeBudget.MultiplyAdds(1e12), new SearchOptions { Channels = channels, Strategy = both, Scorer = new CountingScorer(), NumberOfThreads = 1 });
        Assert.IsGreaterThan(0.6, SpearmanCorrelation.Of(both.OnTwo, both.OnAll)!.Value);
    }

    private sealed class TwoMeasures : ISearchStrategy
    {
        public double[] OnTwo { get; private set; } = [];

        public double[] OnAll { get; private set; } = [];

        public void Search(PlanEvaluator plans)
        {
            IReadOnlyList<PricedPlan> some = plans.FeasiblePlans(60);
            OnTwo = plans.QuickScores(some, 2);
            OnAll = plans.QuickScores(some, plans.Images);
        }

        public void Validate()
        {
        }
    }
}
