using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using GanCompression.Runtime;

namespace GanCompression.Training;

/// <summary>
/// The time that a network needs when nothing else runs: that of the fastest eighth of some runs on a made-up image, after one that
/// does not count, or the processor time of a run where that is less. Other processes add to the one, other threads to the other,
/// and neither takes anything away. There are few runs where they agree.
/// </summary>
internal sealed class RuntimeLatencyMeter : ILatencyMeter
{
    private const int FewestRuns = 5;
    private const int MostRuns = 100;
    private const int Part = 8;
    private const double Agreement = 1.02;
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(300);

    // Processor time of less says little: Windows counts it in steps of 16 ms.
    private static readonly TimeSpan s_leastProcessorTime = TimeSpan.FromMilliseconds(OperatingSystem.IsWindows() ? 400 : 4);

    public static RuntimeLatencyMeter Instance { get; } = new();

    public string Name { get; } = FormattableString.Invariant($"one thread, {RuntimeInformation.ProcessArchitecture}, {8 * Vector<byte>.Count}-bit vectors, {Environment.ProcessorCount} processors");

    public TimeSpan Measure(ChannelPlan plan, CompiledNetwork network, CancellationToken cancellationToken)
    {
        var source = new float[network.InputShape.Elements];
        var image = new float[network.OutputShape.Elements];
        var random = new SeededRandom(seed: 0);
        for (int i = 0; i < source.Length; i++)
            source[i] = (float)(2 * random.NextDouble() - 1);
        network.Run(source, image);

        var runs = new List<TimeSpan>(MostRuns);
        TimeSpan processorTime = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        while (runs.Count < FewestRuns || (runs.Count < MostRuns && !IsEnough(runs, Stopwatch.GetElapsedTime(start))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            long run = Stopwatch.GetTimestamp();
            network.Run(source, image);
            runs.Add(Stopwatch.GetElapsedTime(run));
        }

        processorTime = Environment.CpuUsage.TotalTime - processorTime;
        runs.Sort();
        TimeSpan latency = runs[runs.Count / Part];
        if (processorTime >= s_leastProcessorTime && processorTime / runs.Count < latency)
            latency = processorTime / runs.Count;
        return latency > TimeSpan.Zero ? latency : TimeSpan.FromTicks(1);
    }

    private static bool IsEnough(List<TimeSpan> runs, TimeSpan elapsed)
    {
        if (elapsed < s_shortest || elapsed >= s_longest)
            return elapsed >= s_longest;
        TimeSpan[] fastest = [.. runs.Order().Take(2)];
        return fastest[1] <= Agreement * fastest[0];
    }
}
