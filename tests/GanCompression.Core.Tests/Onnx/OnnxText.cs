using System.Runtime.InteropServices;
using Google.Protobuf;

namespace GanCompression.Tests.Onnx;

/// <summary>Writes ONNX files by the field numbers of the schema, so that tests can say what no exporter would.</summary>
internal static class OnnxText
{
    /// <summary>A message: whole numbers, texts, bytes, floats and messages (bytes too) by their field numbers.</summary>
    public static byte[] Message(params (int Field, object Value)[] fields)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            foreach ((int field, object value) in fields)
            {
                switch (value)
                {
                    case int or long:
                        output.WriteTag(field, WireFormat.WireType.Varint);
                        output.WriteInt64(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                        break;
                    case float number:
                        output.WriteTag(field, WireFormat.WireType.Fixed32);
                        output.WriteFloat(number);
                        break;
                    default:
                        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
                        output.WriteBytes(value is string text ? ByteString.CopyFromUtf8(text) : ByteString.CopyFrom((byte[])value));
                        break;
                }
            }
        }

        return stream.ToArray();
    }

    /// <summary>A file.</summary>
    public static byte[] Model(long operatorSet, params (int Field, object Value)[] graph) =>
        Message((1, 8), (7, Message(graph)), (8, Message((1, ""), (2, operatorSet))));

    /// <summary>An input or output; an extent of 0 is one that the caller decides.</summary>
    public static byte[] Value(string name, params long[] shape) => TypedValue(name, 1, shape);

    /// <summary>The same of any type.</summary>
    public static byte[] TypedValue(string name, long type, params long[] shape)
    {
        byte[] dimensions = Message([.. shape.Select(extent => (1, (object)(extent == 0 ? Message((2, "open")) : Message((1, extent)))))]);
        return Message((1, name), (2, Message((1, Message((1, type), (2, dimensions))))));
    }

    /// <summary>A node with attributes; those with a name alone are of version 7 of the schema and later.</summary>
    public static byte[] Node(string operatorName, string inputs, string output, params byte[][] attributes) => Message(
        [.. inputs.Split(',').Select(input => (1, (object)input)), (2, output), (3, $"node of {output}"), (4, operatorName), .. attributes.Select(attribute => (5, (object)attribute))]);

    /// <summary>An attribute that is a whole number.</summary>
    public static byte[] Integer(string name, long value) => Message((1, name), (3, value), (20, 2));

    /// <summary>An attribute that is a text.</summary>
    public static byte[] Text(string name, string value) => Message((1, name), (4, value), (20, 3));

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static byte[] Integers(string name, params long[] values) => Message([(1, name), .. values.Select(value => (8, (object)value)), (20, 7)]);

    /// <summary>A stored tensor of floats.</summary>
    public static byte[] Tensor(string name, float[] values, params long[] shape) =>
        Message([.. shape.Select(extent => (1, (object)extent)), (2, 1), (8, name), (9, MemoryMarshal.AsBytes<float>(values).ToArray())]);
}
