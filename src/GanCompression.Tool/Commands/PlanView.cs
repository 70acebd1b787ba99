using GanCompression.Training;

namespace GanCompression.Tool.Commands;

/// <summary>A sub-network that a search judged, in a result.</summary>
/// <param name="Plan">Its channels.</param>
/// <param name="MultiplyAdds">Multiply-adds per image by the published rule.</param>
/// <param name="Parameters">Trainable parameters.</param>
/// <param name="QuickScore">What few of its images say; lower is better, null if not measured.</param>
/// <param name="Score">What the scorer says; null if it was not asked.</param>
/// <param name="LatencyMilliseconds">Time per image on one thread; null if not measured.</param>
internal sealed record PlanView(string Plan, long MultiplyAdds, long Parameters, double? QuickScore, double? Score, double? LatencyMilliseconds)
{
    /// <summary>Describes a sub-network.</summary>
    public static PlanView Of(FrontierPoint point) => new(point.Plan.ToString(), point.MultiplyAdds, point.Parameters, point.QuickScore, point.Score, point.Latency?.TotalMilliseconds);
}
