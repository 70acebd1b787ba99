namespace GanCompression.Runtime;

/// <summary>
/// A network as a list of stages in the order of their computation, with weights folded and packed: everything that does not
/// depend on the image size. Immutable once built, and shared by the networks compiled from it.
/// </summary>
/// <param name="Graph">The network's description.</param>
/// <param name="Stages">The stages.</param>
/// <param name="Output">The stage whose value is the result.</param>
internal sealed record NetworkProgram(LayerGraph Graph, IReadOnlyList<Stage> Stages, Stage Output)
{
    /// <summary>Memory that the convolutions' weights take as the kernels read them, in bytes.</summary>
    public long WeightBytes { get; } = sizeof(float) * Stages.Sum(stage => stage.Producer switch
    {
        ConvolutionProducer convolution => convolution.Weights.Length + convolution.Packed.Sum(filter => (long)filter.Length),
        TransposedConvolutionProducer convolution => convolution.Phases.Sum(phase => (long)phase.Filter.Length),
        _ => 0L,
    });
}
