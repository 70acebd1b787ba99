using GanCompression.Training;

namespace GanCompression.Tool.Reporting;

/// <summary>What the search of a run found.</summary>
internal sealed record SearchReport
{
    /// <summary>What the student was allowed to cost.</summary>
    public required string Budget { get; init; }

    /// <summary>Channels to choose from, entry by entry.</summary>
    public required string Channels { get; init; }

    /// <summary>What chose in the end; lower is better.</summary>
    public required string Scorer { get; init; }

    /// <summary>What ranked plans before that; lower is better.</summary>
    public required string Ranking { get; init; }

    /// <summary>Plans whose price was compared with the budget.</summary>
    public required long PlansPriced { get; init; }

    /// <summary>Images that sub-networks made.</summary>
    public required long GeneratorRuns { get; init; }

    /// <summary>Wall-clock time in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The chosen plan.</summary>
    public required string Plan { get; init; }

    /// <summary>Every plan that was judged, most multiply-adds first.</summary>
    public required IReadOnlyList<SearchPointReport> Points { get; init; }

    /// <summary>The result of a search.</summary>
    /// <param name="frontier">What it found.</param>
    /// <param name="channels">The channels to choose from.</param>
    /// <param name="seconds">What it took.</param>
    public static SearchReport Of(CompressionFrontier frontier, ChannelSet channels, double seconds)
    {
        var pareto = frontier.ParetoSet.ToHashSet();
        return new SearchReport
        {
            Budget = frontier.Budget.ToString(),
            Channels = channels.ToString(),
            Scorer = frontier.Scorer,
            Ranking = frontier.QuickScoreName,
            PlansPriced = frontier.PlansPriced,
            GeneratorRuns = frontier.GeneratorRuns,
            Seconds = seconds,
            Plan = frontier.Best.Plan.ToString(),
            Points = [.. frontier.Points.Select(point => new SearchPointReport(
                point.Plan.ToString(), point.MultiplyAdds, point.Parameters, point.QuickScore, point.Images, point.Score, point.Latency?.TotalMilliseconds, pareto.Contains(point)))],
        };
    }
}
