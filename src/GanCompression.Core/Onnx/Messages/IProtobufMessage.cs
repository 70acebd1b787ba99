namespace GanCompression;

/// <summary>A message of Protocol Buffers.</summary>
internal interface IProtobufMessage
{
    /// <summary>Writes the fields, without the message's own length.</summary>
    void WriteTo(ProtobufWriter writer);
}
