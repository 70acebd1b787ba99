using System.Collections.Immutable;
using System.Globalization;

namespace GanCompression.Training;

/// <summary>What a search leaves in the provenance of the sub-network that it chose.</summary>
internal static class SearchRecord
{
    /// <summary>Name of the stage.</summary>
    public const string StageName = "Search";

    /// <summary>The record, but for costs, which depend on the image size of the model.</summary>
    /// <param name="budget">The budget as it was given.</param>
    /// <param name="channels">The plans that were searched.</param>
    /// <param name="options">Options of the search.</param>
    /// <param name="frontier">What it found.</param>
    /// <param name="elapsed">How long it took.</param>
    public static StageRecord Of(ComputeBudget budget, ChannelSet channels, SearchOptions options, CompressionFrontier frontier, TimeSpan elapsed)
    {
        FrontierPoint best = frontier.Best;
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        metrics["GeneratorRuns"] = frontier.GeneratorRuns;
        metrics["PlansJudged"] = frontier.Points.Length;
        if (best.QuickScore is { } distance)
            metrics["QuickScore"] = distance;
        if (best.Score is { } score)
            metrics["Score"] = score;
        return new StageRecord
        {
            Stage = StageName,
            Options = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string>
            {
                ["Budget"] = budget.ToString(),
                ["Channels"] = channels.ToString(),
                ["Plan"] = best.Plan.ToString(),
                ["Scorer"] = frontier.Scorer,
                ["Strategy"] = Convert.ToString(options.Strategy, CultureInfo.InvariantCulture) ?? "",
            }),
            Seed = options.Seed ?? 0,
            DurationSeconds = elapsed.TotalSeconds,
            Metrics = metrics.ToImmutable(),
        };
    }
}
