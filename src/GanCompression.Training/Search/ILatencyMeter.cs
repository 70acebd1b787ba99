using GanCompression.Runtime;

namespace GanCompression.Training;

/// <summary>Measures how long a sub-network takes for an image.</summary>
internal interface ILatencyMeter
{
    /// <summary>Says in a journal what was measured, so that a figure of another kind of machine is not taken for one of this.</summary>
    string Name { get; }

    /// <summary>Measures a network on the calling thread.</summary>
    /// <returns>A time above 0.</returns>
    TimeSpan Measure(ChannelPlan plan, CompiledNetwork network, CancellationToken cancellationToken);
}
