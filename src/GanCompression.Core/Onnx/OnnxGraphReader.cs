using System.Collections.Immutable;
using GanCompression.OnnxSchema;

namespace GanCompression;

/// <summary>An ONNX graph in the words of a layer graph: walks its nodes once; what each of them becomes is said in <see cref="OnnxOperators"/>.</summary>
internal sealed class OnnxGraphReader
{
    // Before 7, operators broadcast by settings of their own; after 23, nobody has compared them with this reader.
    private const int FirstOperatorSet = 7;
    private const int LastOperatorSet = 23;

    private static readonly ImmutableArray<string> s_axes = ["batch", "channels", "height", "width"];

    private readonly GraphProto _message;
    private readonly string _architecture;
    private readonly ImmutableArray<GraphInput>.Builder _inputs = ImmutableArray.CreateBuilder<GraphInput>();
    private readonly ImmutableArray<LayerNode>.Builder _nodes = ImmutableArray.CreateBuilder<LayerNode>();
    private readonly List<KeyValuePair<string, WeightTensor>> _weights = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxImage> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WeightTensor> _constants = new(StringComparer.Ordinal);

    public OnnxGraphReader(ModelProto model, string source)
    {
        _message = model.Graph;
        Source = source;
        string? architecture = model.MetadataProps.FirstOrDefault(entry => entry.Key == "architecture")?.Value;
        _architecture = new[] { architecture, _message.Name }.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name)) ?? "onnx";
        OperatorSet = OperatorSetOf(model);
        if (_message.SparseInitializer.Count > 0)
            throw Unsupported($"it stores sparse tensors ('{_message.SparseInitializer[0].Values?.Name}'), but dense ones are expected.");
        foreach (TensorProto tensor in _message.Initializer)
        {
            if (!_stored.TryAdd(tensor.Name, tensor))
                throw Damaged($"two of its tensors are called '{tensor.Name}'.");
        }
    }

    /// <summary>Name of the file, for errors.</summary>
    public string Source { get; }

    /// <summary>Version of the operators.</summary>
    public int OperatorSet { get; }

    /// <summary>Translates the whole graph.</summary>
    public OnnxNetwork Read()
    {
        // Up to version 3 of the format, stored tensors are listed among the inputs too.
        ImmutableArray<OnnxValue> inputs = [.. _message.Input.Where(input => !_stored.ContainsKey(input.Name)).Select(Input)];
        if (inputs.IsEmpty)
            throw Damaged("its graph has no inputs.");
        foreach (NodeProto node in _message.Node)
            new OnnxNodeReader(this, node).Translate();
        if (_message.Output.Count != 1)
            throw Unsupported(FormattableString.Invariant($"it has {_message.Output.Count} outputs, but networks with one are expected. Export it with a single output."));
        if (_nodes.Count == 0)
            throw Damaged("its graph has no nodes that compute anything.");

        OnnxValue output = Value(_message.Output[0]);
        if (!_images.TryGetValue(output.Name, out OnnxImage result) || _inputs.Any(input => input.Name == result.Name))
            throw Damaged($"its output '{output.Name}' is computed by none of its nodes.");
        try
        {
            var graph = new LayerGraph(_architecture, _inputs.ToImmutable(), _nodes.ToImmutable(), result.Name);
            CheckShapes(graph, inputs, output);
            return new OnnxNetwork(new Network(graph, new WeightTable(_weights)), inputs, output, OperatorSet);
        }
        catch (Exception e) when (e is GraphException or FormatException)
        {
            throw Damaged(e.Message, e);
        }
    }

    /// <summary>A value that is computed from the inputs.</summary>
    public bool TryGetImage(string value, out OnnxImage image) => _images.TryGetValue(value, out image);

    /// <summary>A value that is stored in the file; read once, when it is first asked for.</summary>
    public WeightTensor? FindConstant(string value)
    {
        if (_constants.TryGetValue(value, out WeightTensor? known))
            return known;
        if (!_stored.TryGetValue(value, out TensorProto? stored))
            return null;
        known = OnnxTensors.Read(stored, Source, value);
        _constants.Add(value, known);
        return known;
    }

    /// <summary>Says what a value is.</summary>
    public void Define(string value, OnnxImage image)
    {
        CheckNew(value);
        _images.Add(value, image);
    }

    /// <summary>Says what a value is.</summary>
    public void Define(string value, WeightTensor constant)
    {
        CheckNew(value);
        _constants.Add(value, constant);
    }

    /// <summary>Adds a node; its name is the first one that is free.</summary>
    /// <returns>The name.</returns>
    public string Add(string name, string value, Layer layer, ImmutableArray<string> inputs, ReadOnlySpan<KeyValuePair<string, WeightTensor>> weights)
    {
        if (string.IsNullOrWhiteSpace(name) || !_names.Add(name))
        {
            name = value;
            if (!_names.Add(name))
                throw Damaged($"two of its nodes would be called '{name}'.");
        }

        var node = new LayerNode(name, layer, inputs);
        _nodes.Add(node);
        foreach ((string parameter, WeightTensor tensor) in weights)
            _weights.Add(new(node.ParameterName(parameter), tensor));
        return name;
    }

    public FormatException Damaged(string problem, Exception? cause = null) => FileErrors.Damaged(Source, OnnxImport.Kind, problem, cause);

    public NotSupportedException Unsupported(string problem) => new($"'{Source}' cannot be read: {problem}");

    private int OperatorSetOf(ModelProto model)
    {
        OperatorSetIdProto set = model.OpsetImport.FirstOrDefault(set => OnnxNodeReader.IsOnnx(set.Domain)) ?? throw Damaged("it does not say which version of ONNX's operators it uses.");
        return set.Version is >= FirstOperatorSet and <= LastOperatorSet ? (int)set.Version : throw Unsupported(FormattableString.Invariant(
            $"it uses version {set.Version} of ONNX's operators, but {FirstOperatorSet} to {LastOperatorSet} are expected. Export it again with one of these."));
    }

    private OnnxValue Input(ValueInfoProto message)
    {
        OnnxValue input = Value(message);
        if (input.Dimensions[1].Name is not null)
            throw Unsupported($"input '{input.Name}' leaves its number of channels open, but a fixed one is expected.");
        CheckNew(input.Name);
        if (string.IsNullOrWhiteSpace(input.Name) || !_names.Add(input.Name))
            throw Damaged($"it has an input without a name, or two that are called '{input.Name}'.");
        _inputs.Add(new GraphInput(input.Name, input.Dimensions[1].Extent));
        _images.Add(input.Name, new OnnxImage(input.Name, Fixed(input.Dimensions[2]), Fixed(input.Dimensions[3])));
        return input;
    }

    private OnnxValue Value(ValueInfoProto message)
    {
        TypeProto.Types.Tensor? type = message.Type?.TensorType;
        if (type is null || OnnxElementTypes.Find(type.ElemType) != ElementType.Float32)
        {
            throw Unsupported(type is null
                ? $"'{message.Name}' is no tensor, but batches of images are expected."
                : FormattableString.Invariant($"'{message.Name}' has elements of ONNX type {type.ElemType}, but type 1 (float) is expected."));
        }

        if (type.Shape is null || type.Shape.Dim.Count != s_axes.Length)
        {
            throw Unsupported(FormattableString.Invariant(
                $"'{message.Name}' has {type.Shape?.Dim.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "an unknown number of"} dimensions, but batch, channels, height and width are expected."));
        }

        return new OnnxValue(message.Name, ElementType.Float32, [.. type.Shape.Dim.Select((dimension, axis) => Dimension(message.Name, dimension, axis))]);
    }

    // An extent of 0 or −1 is how some writers say that it is open.
    private OnnxDimension Dimension(string value, TensorShapeProto.Types.Dimension dimension, int axis) => dimension switch
    {
        { HasDimValue: true, DimValue: > LayerGraph.MaxExtent } => throw Unsupported(FormattableString.Invariant($"'{value}' has a {s_axes[axis]} of {dimension.DimValue}; at most {LayerGraph.MaxExtent} are supported.")),
        { HasDimValue: true, DimValue: > 0 } => new OnnxDimension((int)dimension.DimValue),
        _ => new OnnxDimension(string.IsNullOrWhiteSpace(dimension.DimParam) ? s_axes[axis] : dimension.DimParam),
    };

    private static int? Fixed(OnnxDimension dimension) => dimension.Name is null ? dimension.Extent : null;

    // Every size that the file states must come out of the layers; a graph without a size is checked when it meets an image.
    private void CheckShapes(LayerGraph graph, ImmutableArray<OnnxValue> inputs, OnnxValue output)
    {
        TensorShape? result = null;
        if (inputs.All(input => input.Dimensions[2] == inputs[0].Dimensions[2] && input.Dimensions[3] == inputs[0].Dimensions[3])
            && Fixed(inputs[0].Dimensions[2]) is { } height && Fixed(inputs[0].Dimensions[3]) is { } width)
        {
            result = graph.InferShapes(height, width)[graph.Output];
        }

        bool fits = Fits(1, graph.OutputChannels) && (result is not { } shape || (Fits(2, shape.Height) && Fits(3, shape.Width)));
        if (!fits)
            throw Damaged($"it says that its output is {output}, but its nodes compute {result?.ToString() ?? FormattableString.Invariant($"{graph.OutputChannels} channels")}.");

        bool Fits(int axis, int extent) => Fixed(output.Dimensions[axis]) is not { } stated || stated == extent;
    }

    private void CheckNew(string value)
    {
        if (_images.ContainsKey(value) || _constants.ContainsKey(value) || _stored.ContainsKey(value))
            throw Damaged($"two of its values are called '{value}'.");
    }
}
