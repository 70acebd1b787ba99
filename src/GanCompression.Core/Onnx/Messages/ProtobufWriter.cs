using System.Buffers.Binary;
using System.Text;

namespace GanCompression;

/// <summary>
/// Writes the wire format of Protocol Buffers: fields of numbers, texts, bytes and messages. Without a stream it counts what it
/// would write, which is how a message learns the lengths of the messages inside it.
/// </summary>
internal sealed class ProtobufWriter(Stream? stream)
{
    private const int VarintType = 0;
    private const int LengthDelimitedType = 2;
    private const int Fixed32Type = 5;
    private const int MaxVarintBytes = 10;

    /// <summary>Bytes written, or counted, so far.</summary>
    public long Length { get; private set; }

    /// <summary>Length of a message in bytes.</summary>
    public static long LengthOf(IProtobufMessage message)
    {
        var counter = new ProtobufWriter(null);
        message.WriteTo(counter);
        return counter.Length;
    }

    /// <summary>Writes a field with a whole number.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, VarintType);
        Varint((ulong)value);
    }

    /// <summary>Writes a field with a 32-bit floating-point number.</summary>
    public void Single(int field, float value)
    {
        Tag(field, Fixed32Type);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Raw(bytes);
    }

    /// <summary>Writes a field with a text.</summary>
    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes a field with bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthDelimitedType);
        Varint((ulong)value.Length);
        Raw(value);
    }

    /// <summary>Writes a field with a message.</summary>
    public void Message(int field, IProtobufMessage message)
    {
        long length = LengthOf(message);
        Tag(field, LengthDelimitedType);
        Varint((ulong)length);
        if (stream is null)
            Length += length;
        else
            message.WriteTo(this);
    }

    private void Tag(int field, int wireType) => Varint((ulong)(field << 3 | wireType));

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[MaxVarintBytes];
        int count = 0;
        for (; value > 0x7F; value >>= 7)
            bytes[count++] = (byte)(value | 0x80);
        bytes[count++] = (byte)value;
        Raw(bytes[..count]);
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        stream?.Write(bytes);
        Length += bytes.Length;
    }
}
