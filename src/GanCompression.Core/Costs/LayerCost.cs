namespace GanCompression;

/// <summary>Cost of one node of a graph for one image.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Kind">Kind of its layer.</param>
/// <param name="Output">Shape of its result.</param>
/// <param name="MultiplyAdds">Multiply-adds by the published rule; see <see cref="ComputeCost"/>.</param>
/// <param name="ExactMultiplyAdds">Multiply-adds that the convolution needs.</param>
/// <param name="Parameters">Trainable parameters.</param>
public sealed record LayerCost(string Node, string Kind, TensorShape Output, long MultiplyAdds, long ExactMultiplyAdds, long Parameters);
