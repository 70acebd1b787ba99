using System.Globalization;
using GanCompression.Runtime;
using GanCompression.Training;
using Spectre.Console;

namespace GanCompression.Benchmarks;

/// <summary>
/// What a search costs, in images that sub-networks make, by evolution with the published parameters and by the budgeted search, on
/// the same supernet, images and score. Weights are random and the teacher is one of the sub-networks, so that the best score is
/// known: it is near 0.
/// </summary>
internal static class SearchBenchmark
{
    private const int ImageSize = 16;
    private const int ImageCount = 64;
    private static readonly ChannelSet s_channels = ChannelSet.Uniform(8, 6, 4, 3, 2);

    /// <summary>Searches in both ways and adds what each cost.</summary>
    public static void Run(int generations)
    {
        LayerGraph graph = GeneratorNetworks.SubMobileResNet(s_channels.Largest, new ResNetGeneratorOptions { Blocks = 3 });
        var supernet = new GeneratorModel(new Network(graph, WeightInitializer.Normal(graph, seed: 1, standardDeviation: 0.2)), ImageSize);
        GeneratorModel teacher = Supernet.Export(supernet, ChannelPlan.Parse("6_4_6_3_6_4_6_4"));
        using ImagePairCache data = Images(teacher);
        var evolution = new EvolutionSearch { Generations = generations };
        (string Name, ISearchStrategy Strategy)[] strategies =
        [
            (FormattableString.Invariant($"evolution, {evolution.Population} plans, {generations} generations"), evolution),
            ("budgeted", new BudgetedSearch()),
        ];

        AnsiConsole.MarkupLineInterpolated($"Search among {s_channels.Count:#,0} plans on {ImageCount} images, for what the teacher costs.");
        var table = new Table().AddColumns("search", "plans judged", "images made", "share", "best score");
        long most = 0;
        foreach ((string name, ISearchStrategy strategy) in strategies)
        {
            CompressionFrontier frontier = PlanSearch.Run(teacher, supernet, data, ComputeBudget.Ratio(1), new SearchOptions
            {
                Channels = s_channels,
                Strategy = strategy,
                Scorer = new DifferenceScorer(),
                Seed = 0,
            });
            most = Math.Max(most, frontier.GeneratorRuns);
            _ = table.AddRow(name, Text($"{frontier.Points.Length:#,0}"), Text($"{frontier.GeneratorRuns:#,0}"), Text($"1 / {(double)most / frontier.GeneratorRuns:0.0}"), Text($"{frontier.Best.Score:0.0000}"));
        }

        AnsiConsole.Write(table);
    }

    private static ImagePairCache Images(GeneratorModel teacher)
    {
        using var session = new GeneratorSession(teacher);
        var cache = new ImagePairCache(ImageSize, ImageSize);
        var random = new SeededRandom(seed: 2);
        for (int i = 0; i < ImageCount; i++)
        {
            var pixels = new byte[3 * ImageSize * ImageSize];
            for (int p = 0; p < pixels.Length; p++)
                pixels[p] = (byte)random.NextInt(256);
            var source = new RgbImage(ImageSize, ImageSize, pixels);
            cache.Add(source, session.Translate(source));
        }

        return cache;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
