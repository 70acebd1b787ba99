using System.Diagnostics;
using GanCompression.Runtime;
using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Quickstart;

/// <summary>Times a generator on one image after another, on the calling thread alone.</summary>
internal static class LatencyMeasurement
{
    private const int WarmUpRuns = 5;
    private const int FewestRuns = 10;
    private const int MostRuns = 100;
    private static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(2);

    /// <summary>Measures a model on an image of its own size.</summary>
    public static LatencyReport Measure(GeneratorModel model, CancellationToken cancellationToken)
    {
        int size = model.ImageSize;
        var source = new float[model.Generator.Graph.Inputs[0].Channels * size * size];
        var target = new float[model.Generator.Graph.OutputChannels * size * size];
        var random = new SeededRandom(seed: 0);
        for (int i = 0; i < source.Length; i++)
            source[i] = (float)((2 * random.NextDouble()) - 1);

        using var session = new GeneratorSession(model);
        for (int i = 0; i < WarmUpRuns; i++)
            session.Run(source, target, size, size);
        var milliseconds = new List<double>(MostRuns);
        TimeSpan processorTime = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        while (milliseconds.Count < FewestRuns || (milliseconds.Count < MostRuns && Stopwatch.GetElapsedTime(start) < s_longEnough))
        {
            cancellationToken.ThrowIfCancellationRequested();
            long run = Stopwatch.GetTimestamp();
            session.Run(source, target, size, size);
            milliseconds.Add(Stopwatch.GetElapsedTime(run).TotalMilliseconds);
        }

        processorTime = Environment.CpuUsage.TotalTime - processorTime;
        milliseconds.Sort();
        return new LatencyReport(
            Percentile(milliseconds, 0.5), Percentile(milliseconds, 0.1), Percentile(milliseconds, 0.9), processorTime.TotalMilliseconds / milliseconds.Count, milliseconds.Count);
    }

    /// <summary>A percentile of sorted values, by linear interpolation.</summary>
    internal static double Percentile(IReadOnlyList<double> sorted, double fraction)
    {
        double position = fraction * (sorted.Count - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
