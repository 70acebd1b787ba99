namespace GanCompression;

/// <summary>Adds the repeating groups of a Sequential (convolution, norm, activation) under the indices of the PyTorch reference.</summary>
internal sealed class ConvStack(LayerGraphBuilder graph, NormKind norm)
{
    public LayerGraphBuilder Graph { get; } = graph;

    public NormKind NormKind { get; } = norm;

    /// <summary>Adds a normalisation under the given name; without one the value passes through and the index stays free.</summary>
    public string Norm(string name, int channels, string input) => NormKind switch
    {
        NormKind.Instance => Graph.Add(name, new InstanceNorm2d(channels), input),
        NormKind.Batch => Graph.Add(name, new BatchNorm2d(channels), input),
        _ => input,
    };

    public string ConvNormReLU(string sequential, int index, Layer convolution, int channels, string input) =>
        ConvNorm(sequential, index, convolution, channels, new ReLU(), input);

    public string ConvNorm(string sequential, int index, Layer convolution, int channels, Layer activation, string input)
    {
        string x = Graph.Add(FormattableString.Invariant($"{sequential}.{index}"), convolution, input);
        x = Norm(FormattableString.Invariant($"{sequential}.{index + 1}"), channels, x);
        return Graph.Add(FormattableString.Invariant($"{sequential}.{index + 2}"), activation, x);
    }
}
