using System.Collections.Immutable;

namespace GanCompression.Runtime;

/// <summary>What one fused step of a <see cref="CompiledNetwork"/> does and how long it takes.</summary>
/// <param name="Description">What it does, in words: <c>conv 3×3, stride 2</c>.</param>
/// <param name="Nodes">
/// The nodes of the graph that it covers. A node that costs nothing (a dropout, a concatenation in place) may be in none; the statistics of
/// a normalisation are gathered by the step that writes its input, and the node is where they are applied.
/// </param>
/// <param name="Output">Shape of what it writes.</param>
/// <param name="MultiplyAdds">Exact multiply-adds of the convolutions among its nodes.</param>
/// <param name="Time">Time of one run when nothing else runs; see <see cref="LatencyMeasurement.Undisturbed"/>.</param>
public sealed record StepProfile(string Description, ImmutableArray<string> Nodes, TensorShape Output, long MultiplyAdds, TimeSpan Time)
{
    /// <summary>Billions of floating-point operations per second, two for a multiply-add; 0 for a step without any.</summary>
    public double GigaflopsPerSecond => MultiplyAdds == 0 ? 0 : 2e-9 * MultiplyAdds / Math.Max(Time.TotalSeconds, 1e-9);
}
