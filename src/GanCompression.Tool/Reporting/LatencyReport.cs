using GanCompression.Runtime;

namespace GanCompression.Tool.Reporting;

/// <summary>How long a generator takes for one image on one thread, in milliseconds.</summary>
/// <param name="MedianMilliseconds">Median over the runs, by the clock.</param>
/// <param name="LowMilliseconds">Tenth percentile, by the clock.</param>
/// <param name="HighMilliseconds">Ninetieth percentile, by the clock.</param>
/// <param name="ProcessorMilliseconds">Mean processor time: what other work on the machine does not touch.</param>
/// <param name="Runs">Number of timed runs.</param>
internal sealed record LatencyReport(double MedianMilliseconds, double LowMilliseconds, double HighMilliseconds, double ProcessorMilliseconds, int Runs)
{
    /// <summary>Measures a model on an image of its own size.</summary>
    public static LatencyReport Measure(GeneratorModel model, CancellationToken cancellationToken)
    {
        LatencyMeasurement latency = LatencyMeasurement.Measure(model, options: null, cancellationToken);
        return new LatencyReport(
            latency.Median.TotalMilliseconds, latency.Percentile10.TotalMilliseconds, latency.Percentile90.TotalMilliseconds, latency.ProcessorTime!.Value.TotalMilliseconds, latency.Runs);
    }
}
