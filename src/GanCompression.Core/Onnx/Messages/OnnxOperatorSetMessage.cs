namespace GanCompression;

/// <summary>A version of ONNX's own operators: <c>OperatorSetIdProto</c> of the ONNX schema.</summary>
/// <param name="Version">The version.</param>
internal sealed record OnnxOperatorSetMessage(int Version) : IProtobufMessage
{
    /// <inheritdoc/>
    public void WriteTo(ProtobufWriter writer)
    {
        writer.Text(1, "");
        writer.Integer(2, Version);
    }
}
