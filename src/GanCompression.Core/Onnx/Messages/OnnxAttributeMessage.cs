using System.Collections.Immutable;

namespace GanCompression;

/// <summary>A setting of an operator: <c>AttributeProto</c> of the ONNX schema.</summary>
internal sealed class OnnxAttributeMessage : IProtobufMessage
{
    private readonly string _name;
    private readonly Kind _kind;
    private readonly float _single;
    private readonly ImmutableArray<long> _integers = [];
    private readonly string _text = "";

    /// <summary>A setting that is a number.</summary>
    public OnnxAttributeMessage(string name, float value)
    {
        _name = name;
        _kind = Kind.Single;
        _single = value;
    }

    /// <summary>A setting that is a whole number.</summary>
    public OnnxAttributeMessage(string name, long value)
    {
        _name = name;
        _kind = Kind.Integer;
        _integers = [value];
    }

    /// <summary>A setting that is a text.</summary>
    public OnnxAttributeMessage(string name, string value)
    {
        _name = name;
        _kind = Kind.Text;
        _text = value;
    }

    /// <summary>A setting that is a list of whole numbers.</summary>
    public OnnxAttributeMessage(string name, ImmutableArray<long> values)
    {
        _name = name;
        _kind = Kind.Integers;
        _integers = values;
    }

    // Values of AttributeType in the ONNX schema.
    private enum Kind
    {
        Single = 1,
        Integer = 2,
        Text = 3,
        Integers = 7,
    }

    /// <inheritdoc/>
    public void WriteTo(ProtobufWriter writer)
    {
        writer.Text(1, _name);
        switch (_kind)
        {
            case Kind.Single:
                writer.Single(2, _single);
                break;
            case Kind.Integer:
                writer.Integer(3, _integers[0]);
                break;
            case Kind.Text:
                writer.Text(4, _text);
                break;
            default:
                foreach (long value in _integers)
                    writer.Integer(8, value);
                break;
        }

        writer.Integer(20, (int)_kind);
    }
}
