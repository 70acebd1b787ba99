namespace GanCompression.Training.Tests.Search;

/// <summary>What a search costs: images that sub-networks make.</summary>
[TestClass]
public sealed class SearchCostTests
{
    private static readonly ChannelSet s_channels = ChannelSet.Uniform(6, 5, 4, 3, 2);

    public TestContext TestContext { get; set; } = null!;

    /// <summary>
    /// Each generation of an evolution judges some plans that none before it did, so 60 of the 500 published ones are a lower bound
    /// of what all would cost.
    /// </summary>
    [TestMethod]
    public void BudgetedSearch_NeedsATwentiethOfTheImagesThatEvolutionNeeds()
    {
        LayerGraph graph = GeneratorNetworks.SubMobileResNet(s_channels.Largest, new() { Blocks = 3 });
        var supernet = new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph)), 16);
        GeneratorModel teacher = Supernet.Export(supernet, ChannelPlan.Parse("5_3_4_3_5_4_6_4"));
        using ImagePairCache data = TinySupernet.Data(64, teacher);
        CompressionFrontier budgeted = Search(new BudgetedSearch());
        CompressionFrontier evolution = Search(new EvolutionSearch { Generations = 60 });
        TestContext.WriteLine(FormattableString.Invariant(
            $"Budgeted: {budgeted.GeneratorRuns} images, best {budgeted.Best.Score:g4} by {budgeted.Best.Plan}. Evolution, 60 of 500 generations: {evolution.Points.Length} plans, {evolution.GeneratorRuns} images, best {evolution.Best.Score:g4} by {evolution.Best.Plan}."));
        Assert.IsGreaterThanOrEqualTo(20 * budgeted.GeneratorRuns, evolution.GeneratorRuns);
        Assert.IsLessThan(1.25 * evolution.Best.Score!.Value, budgeted.Best.Score!.Value);

        CompressionFrontier Search(ISearchStrategy strategy) => PlanSearch.Run(teacher, supernet, data, ComputeBudget.Ratio(1.1), new SearchOptions
        {
            Channels = s_channels,
            Scorer = new CountingScorer(),
            Strategy = strategy,
            ImageSize = 8,
            NumberOfThreads = 2,
            Seed = 1,
            LatencyMeter = LawMeter.OfMultiplyAdds(),
        });
    }
}
