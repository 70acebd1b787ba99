using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using GanCompression.OnnxSchema;
using Google.Protobuf;

namespace GanCompression;

/// <summary>Collects the nodes, weights and constants of an ONNX graph; equal constants are stored once.</summary>
internal sealed class OnnxGraphBuilder(string name)
{
    private readonly GraphProto _graph = new() { Name = name };
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);

    /// <summary>Bytes that the tensors take in a file.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds an input.</summary>
    public void Input(OnnxValue input)
    {
        Claim(input.Name);
        _graph.Input.Add(Message(input));
    }

    /// <summary>Adds a node.</summary>
    /// <param name="nodeName">Name of the node.</param>
    /// <param name="operatorName">Name of the operator.</param>
    /// <param name="output">Name of the value that it computes.</param>
    /// <param name="inputs">Names of the values that it reads.</param>
    /// <param name="attributes">The operator's settings.</param>
    public void Node(string nodeName, string operatorName, string output, ImmutableArray<string> inputs, params ImmutableArray<AttributeProto> attributes)
    {
        Claim(output);
        _graph.Node.Add(new NodeProto { Name = nodeName, OpType = operatorName, Input = { inputs }, Output = { output }, Attribute = { attributes } });
    }

    /// <summary>Says the type of a value that a node computes.</summary>
    public void Value(OnnxValue value) => _graph.ValueInfo.Add(Message(value));

    /// <summary>Adds a tensor under a name of its own.</summary>
    /// <returns>The name.</returns>
    public string Initializer(string tensorName, WeightTensor tensor)
    {
        Claim(tensorName);
        var message = new TensorProto
        {
            Name = tensorName,
            DataType = OnnxElementTypes.Of(tensor.ElementType),
            Dims = { tensor.Shape.Select(extent => (long)extent) },
            RawData = UnsafeByteOperations.UnsafeWrap(tensor.Memory), // Safe: tensors never change.
        };
        _graph.Initializer.Add(message);
        Bytes += message.CalculateSize();
        return tensorName;
    }

    /// <summary>A constant with one number.</summary>
    /// <returns>Its name.</returns>
    public string Scalar(float value) => Constant(FormattableString.Invariant($"constant.scalar.{value}"), () => WeightTensor.FromFloats([value]));

    /// <summary>A constant with the same number in every channel.</summary>
    /// <returns>Its name.</returns>
    public string Channels(float value, int channels) => Constant(FormattableString.Invariant($"constant.channels.{value}.{channels}"), () =>
    {
        var values = new float[channels];
        Array.Fill(values, value);
        return WeightTensor.FromFloats(values, channels);
    });

    /// <summary>A constant with a list of numbers.</summary>
    /// <returns>Its name.</returns>
    public string Singles(params float[] values) =>
        Constant($"constant.singles.{string.Join('_', values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}", () => WeightTensor.FromFloats(values, values.Length));

    /// <summary>A constant with a list of whole numbers.</summary>
    /// <returns>Its name.</returns>
    public string Integers(params long[] values) =>
        Constant($"constant.integers.{string.Join('_', values)}", () => WeightTensor.FromBytes(ElementType.Int64, MemoryMarshal.AsBytes(values.AsSpan()), values.Length));

    /// <summary>The finished graph.</summary>
    public GraphProto Build(OnnxValue output)
    {
        _graph.Output.Add(Message(output));
        return _graph;
    }

    private string Constant(string constantName, Func<WeightTensor> create)
    {
        if (!_constants.TryGetValue(constantName, out string? known))
            _constants.Add(constantName, known = Initializer(constantName, create()));
        return known;
    }

    private void Claim(string value)
    {
        if (!_names.Add(value))
            throw new GraphException($"'{name}' cannot be exported to ONNX: two of its values would be called '{value}'. Give its nodes other names.");
    }

    private static ValueInfoProto Message(OnnxValue value)
    {
        var shape = new TensorShapeProto();
        foreach (OnnxDimension dimension in value.Dimensions)
            shape.Dim.Add(dimension.Name is null ? new TensorShapeProto.Types.Dimension { DimValue = dimension.Extent } : new TensorShapeProto.Types.Dimension { DimParam = dimension.Name });
        return new ValueInfoProto
        {
            Name = value.Name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = OnnxElementTypes.Of(value.ElementType), Shape = shape } },
        };
    }
}
