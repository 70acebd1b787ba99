namespace GanCompression;

/// <summary>Name, element type and shape of a value: <c>ValueInfoProto</c> of the ONNX schema, with the messages inside it.</summary>
/// <param name="Value">What the message says.</param>
internal sealed record OnnxValueMessage(OnnxValue Value) : IProtobufMessage
{
    /// <inheritdoc/>
    public void WriteTo(ProtobufWriter writer)
    {
        writer.Text(1, Value.Name);
        writer.Message(2, new ValueType(Value));
    }

    private sealed record ValueType(OnnxValue Value) : IProtobufMessage
    {
        public void WriteTo(ProtobufWriter writer) => writer.Message(1, new TensorType(Value));
    }

    private sealed record TensorType(OnnxValue Value) : IProtobufMessage
    {
        public void WriteTo(ProtobufWriter writer)
        {
            writer.Integer(1, OnnxElementTypes.Of(Value.ElementType));
            writer.Message(2, new Shape(Value));
        }
    }

    private sealed record Shape(OnnxValue Value) : IProtobufMessage
    {
        public void WriteTo(ProtobufWriter writer)
        {
            foreach (OnnxDimension dimension in Value.Dimensions)
                writer.Message(1, new Dimension(dimension));
        }
    }

    private sealed record Dimension(OnnxDimension Value) : IProtobufMessage
    {
        public void WriteTo(ProtobufWriter writer)
        {
            if (Value.Name is { } name)
                writer.Text(2, name);
            else
                writer.Integer(1, Value.Extent);
        }
    }
}
