namespace GanCompression.Runtime;

/// <summary>A convolution, in any number of groups.</summary>
internal sealed class ConvolutionProducer(ValueReference source, Conv2d layer, float[] weights, float[]? bias) : Producer
{
    public Conv2d Layer { get; } = layer;

    /// <summary>The weights in the order of the layer; empty once they are packed.</summary>
    public float[] Weights { get; set; } = weights;

    public float[]? Bias { get; set; } = bias;

    /// <summary>The stage whose deferred normalisation the weights take over; null for none.</summary>
    public Stage? InputNorm { get; set; }

    /// <summary>The weights in the order of the kernels, one filter per group; empty for a depthwise convolution.</summary>
    public PackedFilter[] Packed { get; set; } = [];

    public override IReadOnlyList<ValueReference> Sources => [source];
}
