using System.Numerics;
using System.Runtime.InteropServices;
using GanCompression.Runtime;

namespace GanCompression.Training;

/// <summary>The time that a network needs when nothing else runs; see <see cref="LatencyMeasurement.Undisturbed"/>.</summary>
internal sealed class RuntimeLatencyMeter : ILatencyMeter
{
    public static RuntimeLatencyMeter Instance { get; } = new();

    public string Name { get; } = FormattableString.Invariant($"one thread, {RuntimeInformation.ProcessArchitecture}, {8 * Vector<byte>.Count}-bit vectors, {Environment.ProcessorCount} processors");

    public TimeSpan Measure(ChannelPlan plan, CompiledNetwork network, CancellationToken cancellationToken) =>
        LatencyMeasurement.Measure(network, LatencyOptions.Quick, cancellationToken).Undisturbed;
}
