namespace GanCompression;

/// <summary>An entry of a file's metadata: <c>StringStringEntryProto</c> of the ONNX schema.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its text.</param>
internal sealed record OnnxPropertyMessage(string Key, string Value) : IProtobufMessage
{
    /// <inheritdoc/>
    public void WriteTo(ProtobufWriter writer)
    {
        writer.Text(1, Key);
        writer.Text(2, Value);
    }
}
