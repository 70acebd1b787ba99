using GanCompression.Training;

namespace GanCompression.Tool.Commands;

/// <summary>What a search found, in a result.</summary>
/// <param name="PlansJudged">Sub-networks that ran.</param>
/// <param name="PlansPriced">Plans whose price was compared with the budget.</param>
/// <param name="GeneratorRuns">Images that sub-networks made.</param>
/// <param name="Scorer">What chose among them.</param>
/// <param name="RankCorrelation">Spearman's rank correlation between quick ranking and scores, over the plans that have both; null if there are too few.</param>
/// <param name="Best">The chosen one.</param>
/// <param name="Files">Where all of them are listed; null if that was not asked for.</param>
internal sealed record SearchView(int PlansJudged, long PlansPriced, long GeneratorRuns, string Scorer, double? RankCorrelation, PlanView Best, FrontierFiles? Files)
{
    /// <summary>Describes what was found.</summary>
    public static SearchView? Of(CompressionFrontier? frontier, FrontierFiles? files) =>
        frontier is null ? null : new SearchView(frontier.Points.Length, frontier.PlansPriced, frontier.GeneratorRuns, frontier.Scorer, frontier.RankCorrelation, PlanView.Of(frontier.Best), files);
}
