namespace GanCompression;

/// <summary>A weight or constant: <c>TensorProto</c> of the ONNX schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tensor">Its values.</param>
internal sealed record OnnxTensorMessage(string Name, WeightTensor Tensor) : IProtobufMessage
{
    /// <inheritdoc/>
    public void WriteTo(ProtobufWriter writer)
    {
        foreach (int extent in Tensor.Shape)
            writer.Integer(1, extent);
        writer.Integer(2, OnnxElementTypes.Of(Tensor.ElementType));
        writer.Text(8, Name);
        writer.Bytes(9, Tensor.Bytes);
    }
}
