using System.Collections.Immutable;

namespace GanCompression.Runtime;

/// <summary>What a step does, in words: for those who read a profile.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Nodes">The nodes of the graph that it covers.</param>
/// <param name="Output">Shape of what it writes.</param>
internal sealed record StepWork(string Description, ImmutableArray<string> Nodes, TensorShape Output)
{
    /// <summary>The work of a producer.</summary>
    public static StepWork Of(StagePlan plan) => new(Describe(plan.Stage.Producer), [.. plan.Stage.ProducerNodes], plan.Shape);

    /// <summary>The work of a pass over single pixels.</summary>
    public static StepWork OfPixels(StagePlan plan)
    {
        // A stage without a producing step begins with this one.
        IEnumerable<string> nodes = plan.Stage.Producer is IdentityProducer ? plan.Stage.ProducerNodes.Concat(plan.Stage.PixelNodes) : plan.Stage.PixelNodes;
        return new StepWork(plan.Stage.Operations.Count == 0 ? "copy" : string.Join(", ", plan.Stage.Operations.Select(Describe)), [.. nodes], plan.Shape);
    }

    /// <summary>Work on a value that covers no node.</summary>
    public static StepWork Extra(string description, StagePlan plan) => new(description, [], plan.Shape);

    /// <summary>This work and another one in one step.</summary>
    public StepWork Then(StepWork next) => new($"{Description} → {next.Description}", [.. Nodes, .. next.Nodes], next.Output);

    private static string Describe(Producer producer) => producer switch
    {
        ConvolutionProducer { Layer: { IsDepthwise: true } layer } => FormattableString.Invariant($"depthwise {layer.KernelHeight}×{layer.KernelWidth}{Stride(layer.Stride)}"),
        ConvolutionProducer { Layer: var layer } => FormattableString.Invariant($"conv {layer.KernelHeight}×{layer.KernelWidth}{Stride(layer.Stride)}{(layer.Groups > 1 ? $", {layer.Groups} groups" : "")}"),
        TransposedConvolutionProducer { Layer: var layer } => FormattableString.Invariant($"transposed conv {layer.Kernel}×{layer.Kernel}{Stride(layer.Stride)}"),
        PoolingProducer pooling => FormattableString.Invariant($"{(pooling.Kind == PoolingKind.Max ? "maximum" : "mean")} {pooling.Kernel}×{pooling.Kernel}{Stride(pooling.Stride)}"),
        GlobalMeanProducer => "mean of the image",
        UpsampleProducer upsample => FormattableString.Invariant($"upsample {upsample.Scale}×"),
        _ => "copy",
    };

    private static string Stride(int stride) => stride == 1 ? "" : FormattableString.Invariant($", stride {stride}");

    private static string Describe(PixelOperation operation) => operation switch
    {
        AffineMap map => (map.Scale is null ? "norm" : "scale") + (map.NegativeSlope == 1 ? "" : " + relu"),
        Rectify => "relu",
        AddValue => "add",
        Limit => "clamp",
        HyperbolicTangent => "tanh",
        _ => operation.GetType().Name,
    };
}
