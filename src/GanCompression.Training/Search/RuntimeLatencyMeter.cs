using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using GanCompression.Runtime;

namespace GanCompression.Training;

/// <summary>
/// The time of the fastest eighth of some runs on a made-up image, after one that does not count. Other processes can only add to the
/// time of a run, so this tells more of the network, and less of them, than the median. The slower the network, the fewer runs.
/// </summary>
internal sealed class RuntimeLatencyMeter : ILatencyMeter
{
    private const int FewestRuns = 5;
    private const int MostRuns = 100;
    private const int Part = 8;
    private static readonly TimeSpan s_longEnough = TimeSpan.FromMilliseconds(60);

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
        long start = Stopwatch.GetTimestamp();
        while (runs.Count < FewestRuns || (runs.Count < MostRuns && Stopwatch.GetElapsedTime(start) < s_longEnough))
        {
            cancellationToken.ThrowIfCancellationRequested();
            long run = Stopwatch.GetTimestamp();
            network.Run(source, image);
            runs.Add(Stopwatch.GetElapsedTime(run));
        }

        runs.Sort();
        TimeSpan latency = runs[runs.Count / Part];
        return latency > TimeSpan.Zero ? latency : TimeSpan.FromTicks(1);
    }
}
