using GanCompression.Training;

namespace GanCompression.Tool.Commands;

/// <summary>What a search found, in a result.</summary>
/// <param name="PlansJudged">Sub-networks that ran.</param>
/// <param name="Scorer">What chose among them.</param>
/// <param name="Best">The chosen one.</param>
/// <param name="Files">Where all of them are listed; null if that was not asked for.</param>
internal sealed record SearchView(int PlansJudged, string Scorer, PlanView Best, FrontierFiles? Files)
{
    /// <summary>Describes what was found.</summary>
    public static SearchView? Of(CompressionFrontier? frontier, FrontierFiles? files) =>
        frontier is null ? null : new SearchView(frontier.Points.Length, frontier.Scorer, PlanView.Of(frontier.Best), files);
}
