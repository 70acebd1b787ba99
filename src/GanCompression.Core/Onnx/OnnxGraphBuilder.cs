using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace GanCompression;

/// <summary>Collects the nodes, weights and constants of an ONNX graph; equal constants are stored once.</summary>
internal sealed class OnnxGraphBuilder(string name)
{
    private readonly ImmutableArray<OnnxNodeMessage>.Builder _nodes = ImmutableArray.CreateBuilder<OnnxNodeMessage>();
    private readonly ImmutableArray<OnnxTensorMessage>.Builder _initializers = ImmutableArray.CreateBuilder<OnnxTensorMessage>();
    private readonly ImmutableArray<OnnxValueMessage>.Builder _inputs = ImmutableArray.CreateBuilder<OnnxValueMessage>();
    private readonly ImmutableArray<OnnxValueMessage>.Builder _values = ImmutableArray.CreateBuilder<OnnxValueMessage>();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);

    /// <summary>Adds an input.</summary>
    public void Input(OnnxValue input)
    {
        Claim(input.Name);
        _inputs.Add(new OnnxValueMessage(input));
    }

    /// <summary>Adds a node.</summary>
    /// <param name="nodeName">Name of the node.</param>
    /// <param name="operatorName">Name of the operator.</param>
    /// <param name="output">Name of the value that it computes.</param>
    /// <param name="inputs">Names of the values that it reads.</param>
    /// <param name="attributes">The operator's settings.</param>
    public void Node(string nodeName, string operatorName, string output, ImmutableArray<string> inputs, params ImmutableArray<OnnxAttributeMessage> attributes)
    {
        Claim(output);
        _nodes.Add(new OnnxNodeMessage(nodeName, operatorName, inputs, output, attributes));
    }

    /// <summary>Says the type of a value that a node computes.</summary>
    public void Value(OnnxValue value) => _values.Add(new OnnxValueMessage(value));

    /// <summary>Adds a tensor under a name of its own.</summary>
    /// <returns>The name.</returns>
    public string Initializer(string tensorName, WeightTensor tensor)
    {
        Claim(tensorName);
        _initializers.Add(new OnnxTensorMessage(tensorName, tensor));
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
    public OnnxGraphMessage Build(OnnxValue output) =>
        new(name, _nodes.ToImmutable(), _initializers.ToImmutable(), _inputs.ToImmutable(), [new OnnxValueMessage(output)], _values.ToImmutable());

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
}
