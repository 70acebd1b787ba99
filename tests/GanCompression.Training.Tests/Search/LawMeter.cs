using GanCompression.Runtime;

namespace GanCompression.Training.Tests.Search;

/// <summary>Latencies that follow a law, and how often one was asked for.</summary>
internal sealed class LawMeter(Func<ChannelPlan, double> milliseconds) : ILatencyMeter
{
    public int Calls { get; private set; }

    public string Name { get; init; } = "law";

    /// <summary>Multiply-adds of a plan of the tiny supernet at 10 M a second, and a constant.</summary>
    public static LawMeter OfMultiplyAdds() => new(plan => 0.05 + Cost(plan).MultiplyAdds / 1e7);

    public static ComputeCost Cost(ChannelPlan plan) => ComputeCost.Of(GeneratorNetworks.SubMobileResNet(plan, new() { Blocks = 3 }), 16, 16);

    public TimeSpan Measure(ChannelPlan plan, CompiledNetwork network, CancellationToken cancellationToken)
    {
        Calls++;
        return TimeSpan.FromMilliseconds(milliseconds(plan));
    }
}
