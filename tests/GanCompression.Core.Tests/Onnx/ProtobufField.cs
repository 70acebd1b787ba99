using System.Buffers.Binary;
using System.Text;

namespace GanCompression.Tests.Onnx;

/// <summary>A field of a Protocol Buffers message as it lies in a file.</summary>
/// <param name="Number">Number of the field.</param>
/// <param name="Integer">Its value, if it is a whole number.</param>
/// <param name="Content">Its value, if it is anything else.</param>
internal sealed record ProtobufField(int Number, long Integer, ReadOnlyMemory<byte> Content)
{
    public string Text => Encoding.UTF8.GetString(Content.Span);

    public float Single => BinaryPrimitives.ReadSingleLittleEndian(Content.Span);

    public IReadOnlyList<ProtobufField> Message => Parse(Content);

    public static IReadOnlyList<ProtobufField> Parse(ReadOnlyMemory<byte> bytes)
    {
        var fields = new List<ProtobufField>();
        int at = 0;
        while (at < bytes.Length)
        {
            long tag = Varint();
            int number = (int)(tag >> 3);
            fields.Add((tag & 7) switch
            {
                0 => new ProtobufField(number, Varint(), default),
                2 => new ProtobufField(number, 0, Take((int)Varint())),
                5 => new ProtobufField(number, 0, Take(4)),
                var type => throw new FormatException($"Field {number} has the unexpected wire type {type}."),
            });
        }

        return fields;

        long Varint()
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = bytes.Span[at++];
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                    return (long)value;
            }
        }

        ReadOnlyMemory<byte> Take(int count)
        {
            at += count;
            return bytes.Slice(at - count, count);
        }
    }
}
