namespace GanCompression.Tool.Reporting;

/// <summary>How long a generator takes for one image on one thread, in milliseconds.</summary>
/// <param name="MedianMilliseconds">Median over the runs.</param>
/// <param name="LowMilliseconds">Tenth percentile.</param>
/// <param name="HighMilliseconds">Ninetieth percentile.</param>
/// <param name="Runs">Number of timed runs.</param>
internal sealed record LatencyReport(double MedianMilliseconds, double LowMilliseconds, double HighMilliseconds, int Runs);
