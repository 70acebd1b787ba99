namespace GanCompression.Tool.Reporting;

/// <summary>A sub-network that a search judged.</summary>
/// <param name="Plan">Its channels.</param>
/// <param name="MultiplyAdds">Multiply-adds per image by the published rule.</param>
/// <param name="Parameters">Trainable parameters.</param>
/// <param name="QuickScore">What few of its images say; lower is better, null where not measured.</param>
/// <param name="Images">Number of images behind <paramref name="QuickScore"/>.</param>
/// <param name="Score">What the scorer says; null where it was not asked.</param>
/// <param name="LatencyMilliseconds">Time per image on one thread; null where not measured.</param>
/// <param name="IsPareto">Whether no other scored plan beats it in multiply-adds and score at once.</param>
internal sealed record SearchPointReport(string Plan, long MultiplyAdds, long Parameters, double? QuickScore, int Images, double? Score, double? LatencyMilliseconds, bool IsPareto);
