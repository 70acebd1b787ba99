namespace GanCompression.Tool.Reporting;

/// <summary>How long a generator takes for one image on one thread, in milliseconds.</summary>
/// <param name="MedianMilliseconds">Median over the runs, by the clock.</param>
/// <param name="LowMilliseconds">Tenth percentile, by the clock.</param>
/// <param name="HighMilliseconds">Ninetieth percentile, by the clock.</param>
/// <param name="ProcessorMilliseconds">Mean processor time: what other work on the machine does not touch.</param>
/// <param name="Runs">Number of timed runs.</param>
internal sealed record LatencyReport(double MedianMilliseconds, double LowMilliseconds, double HighMilliseconds, double ProcessorMilliseconds, int Runs);
