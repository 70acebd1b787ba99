using System.Collections.Immutable;
using GanCompression.Runtime;

namespace GanCompression.Tool.Benchmarking;

/// <summary>One fused step of the product's engine.</summary>
/// <param name="Step">What it does.</param>
/// <param name="Nodes">The nodes of the graph that it covers.</param>
/// <param name="Output">Shape of what it writes.</param>
/// <param name="MultiplyAdds">Exact multiply-adds.</param>
/// <param name="Milliseconds">Time when nothing else runs: the fastest eighth of some runs, or the processor time where that is less.</param>
/// <param name="Share">Share of the sum over all steps.</param>
/// <param name="GigaflopsPerSecond">Billions of floating-point operations per second; 0 for a step without multiply-adds.</param>
internal sealed record StepReport(string Step, ImmutableArray<string> Nodes, string Output, long MultiplyAdds, double Milliseconds, double Share, double GigaflopsPerSecond)
{
    /// <summary>The steps of a profile.</summary>
    public static IReadOnlyList<StepReport> Of(ImmutableArray<StepProfile> profile)
    {
        double total = profile.Sum(step => step.Time.TotalMilliseconds);
        return [.. profile.Select(step => new StepReport(
            step.Description, step.Nodes, step.Output.ToString(), step.MultiplyAdds, step.Time.TotalMilliseconds, step.Time.TotalMilliseconds / total, step.GigaflopsPerSecond))];
    }
}
