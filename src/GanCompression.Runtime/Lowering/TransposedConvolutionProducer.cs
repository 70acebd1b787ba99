namespace GanCompression.Runtime;

/// <summary>A transposed convolution.</summary>
internal sealed class TransposedConvolutionProducer(ValueReference source, ConvTranspose2d layer, float[] weights, float[]? bias) : Producer
{
    public ConvTranspose2d Layer { get; } = layer;

    /// <summary>The weights in the order of the layer; empty once they are packed.</summary>
    public float[] Weights { get; set; } = weights;

    public float[]? Bias { get; set; } = bias;

    /// <summary>The convolutions that each compute one of stride × stride interleaved parts of the result.</summary>
    public TransposedPhase[] Phases { get; set; } = [];

    public override IReadOnlyList<ValueReference> Sources => [source];
}
