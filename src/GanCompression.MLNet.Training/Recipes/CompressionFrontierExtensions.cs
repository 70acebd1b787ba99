using GanCompression.Training;
using Microsoft.Data.Analysis;

namespace GanCompression.MLNet.Training;

/// <summary>The results of a search as a table.</summary>
public static class CompressionFrontierExtensions
{
    /// <summary>
    /// Every plan that a search judged, one row each, most multiply-adds first. Columns: Plan, MultiplyAdds, Parameters,
    /// QuickScore (null where not measured), Images, Score (null where not asked), LatencyMilliseconds (null where not measured), IsPareto.
    /// The distance is by <see cref="CompressionFrontier.QuickScoreName"/>, the score by <see cref="CompressionFrontier.Scorer"/>.
    /// </summary>
    /// <param name="frontier">What the search found.</param>
    public static DataFrame ToDataFrame(this CompressionFrontier frontier)
    {
        ArgumentNullException.ThrowIfNull(frontier);
        FrontierPoint[] points = [.. frontier.Points];
        var pareto = frontier.ParetoSet.ToHashSet();
        return new DataFrame(
            new StringDataFrameColumn("Plan", points.Select(point => point.Plan.ToString())),
            new Int64DataFrameColumn("MultiplyAdds", points.Select(point => point.MultiplyAdds)),
            new Int64DataFrameColumn("Parameters", points.Select(point => point.Parameters)),
            new DoubleDataFrameColumn("QuickScore", points.Select(point => point.QuickScore)),
            new Int32DataFrameColumn("Images", points.Select(point => point.Images)),
            new DoubleDataFrameColumn("Score", points.Select(point => point.Score)),
            new DoubleDataFrameColumn("LatencyMilliseconds", points.Select(point => point.Latency?.TotalMilliseconds)),
            new BooleanDataFrameColumn("IsPareto", points.Select(pareto.Contains)));
    }
}
