namespace GanCompression.Runtime;

/// <summary>
/// A group of layers that is computed together: one producer (a convolution, a pooling, …), followed by operations on single
/// pixels. Independent of the image size.
/// </summary>
internal sealed class Stage(string name, int channels, Producer producer)
{
    /// <summary>Name of the last node of the group so far.</summary>
    public string Name { get; set; } = name;

    public int Channels { get; } = channels;

    public Producer Producer { get; } = producer;

    /// <summary>
    /// Factor that the producer applies to negative results: 1 for none, 0 for a rectifier. Only convolutions do, and only
    /// where no pixel operation precedes.
    /// </summary>
    public float NegativeSlope { get; set; } = 1;

    /// <summary>Epsilon of the instance normalisation right behind the producer; null if there is none.</summary>
    public double? NormEpsilon { get; set; }

    /// <summary>The nodes that the producer computes, in order; those that cost nothing are with the node before.</summary>
    public List<string> ProducerNodes { get; } = [];

    /// <summary>The nodes that the operations on single pixels compute.</summary>
    public List<string> PixelNodes { get; } = [];

    /// <summary>What happens to every pixel after the producer.</summary>
    public List<PixelOperation> Operations { get; } = [];
}
