using GanCompression.Training;

namespace GanCompression.Tool.Commands;

/// <summary>How far a search's quick ranking of plans agrees with the scorer, in a result.</summary>
/// <param name="Plans">Random plans that both judged.</param>
/// <param name="Correlation">Spearman's rank correlation; null where one of them gives all plans the same value.</param>
/// <param name="Ranking">What the quick ranking goes by.</param>
/// <param name="Scorer">The scorer.</param>
internal sealed record RankView(int Plans, double? Correlation, string Ranking, string Scorer)
{
    /// <summary>Describes a comparison.</summary>
    public static RankView Of(CompressionFrontier frontier) => new(frontier.Points.Length, frontier.RankCorrelation, frontier.QuickScoreName, frontier.Scorer);
}
