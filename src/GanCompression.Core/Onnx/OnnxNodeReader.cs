using System.Collections.Immutable;
using System.Globalization;
using GanCompression.OnnxSchema;

namespace GanCompression;

/// <summary>One node of an ONNX file: its inputs and settings with their checks, and errors that name it.</summary>
internal sealed class OnnxNodeReader(OnnxGraphReader graph, NodeProto message)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>Version of the operators.</summary>
    public int OperatorSet => graph.OperatorSet;

    /// <summary>Number of inputs, left-out ones in between included.</summary>
    public int Inputs => message.Input.Count;

    /// <summary>Whether a domain is that of ONNX's own operators.</summary>
    public static bool IsOnnx(string domain) => domain is "" or "ai.onnx";

    /// <summary>Looks up what the operator becomes, and lets it become that.</summary>
    public void Translate()
    {
        if (!IsOnnx(message.Domain))
            throw Unsupported($"is an operator of '{message.Domain}', but operators of ONNX itself are expected.");
        if (!OnnxOperators.TryFind(message.OpType, out Action<OnnxNodeReader>? translate))
            throw Unsupported($"is no operator that is read. Expected one of: {string.Join(", ", OnnxOperators.Names)}.");
        if (message.Output.Count == 0 || string.IsNullOrWhiteSpace(message.Output[0]))
            throw Damaged("computes no value.");
        translate(this);
        if (message.Attribute.FirstOrDefault(attribute => !_read.Contains(attribute.Name)) is { } unread)
            throw Unsupported($"has the setting '{unread.Name}', which is not read.");
    }

    /// <summary>An input that is computed from the inputs of the network.</summary>
    public OnnxImage Image(int index)
    {
        string value = Input(index) ?? throw Damaged(FormattableString.Invariant($"lacks input {index}."));
        if (graph.TryGetImage(value, out OnnxImage image))
            return image;
        throw graph.FindConstant(value) is null
            ? Damaged($"reads '{value}', which no node before it computes.")
            : Unsupported($"reads the stored tensor '{value}' where a value computed from the image is expected.");
    }

    /// <summary>An input that is stored in the file; null if it is left out.</summary>
    public WeightTensor? Constant(int index)
    {
        if (Input(index) is not { } value)
            return null;
        if (graph.FindConstant(value) is { } constant)
            return constant;
        throw graph.TryGetImage(value, out _)
            ? Unsupported($"reads '{value}', which is computed from the image, where a stored tensor is expected.")
            : Damaged($"reads '{value}', which is neither stored nor computed before it.");
    }

    /// <summary>An input that is stored in the file as float32.</summary>
    /// <param name="index">Number of the input.</param>
    /// <param name="what">What it is, for errors.</param>
    /// <param name="dimensions">How many it has.</param>
    public WeightTensor Weight(int index, string what, int dimensions)
    {
        WeightTensor tensor = Constant(index) ?? throw Damaged($"lacks its {what}.");
        if (tensor.ElementType != ElementType.Float32)
            throw Unsupported($"has a {what} of {tensor}, but Float32 is expected.");
        return tensor.Shape.Length == dimensions ? tensor : throw Unsupported(FormattableString.Invariant($"has a {what} of {tensor}, but {dimensions} dimensions are expected."));
    }

    /// <summary>An optional input that is a single stored number.</summary>
    public double? Number(int index) => Constant(index) is not { } tensor ? null : tensor.Elements == 1
        ? Widen(tensor.ToFloat32().Floats[0])
        : throw Damaged($"expects one number as '{message.Input[index]}', but gets {tensor}.");

    /// <summary>A setting that is a whole number.</summary>
    public int Integer(string name, int standard) => Setting(name, AttributeProto.Types.AttributeType.Int) is { } setting ? Whole(name, setting.I) : standard;

    /// <summary>A setting that is a number: the shortest decimal that stands for it, since files store 1e-5 as float32.</summary>
    public double Number(string name, double standard) => Setting(name, AttributeProto.Types.AttributeType.Float) is { } setting ? Widen(setting.F) : standard;

    /// <summary>A setting that is a text.</summary>
    public string Text(string name, string standard) => Setting(name, AttributeProto.Types.AttributeType.String)?.S.ToStringUtf8() ?? standard;

    /// <summary>A setting that is a list of whole numbers; empty if it is left out.</summary>
    public ImmutableArray<int> Integers(string name) => Setting(name, AttributeProto.Types.AttributeType.Ints) is { } setting ? [.. setting.Ints.Select(value => Whole(name, value))] : [];

    /// <summary>A setting that is a list of numbers; empty if it is left out.</summary>
    public ImmutableArray<float> Numbers(string name) => Setting(name, AttributeProto.Types.AttributeType.Floats) is { } setting ? [.. setting.Floats] : [];

    /// <summary>A setting that is a tensor.</summary>
    public WeightTensor? Tensor(string name) => Setting(name, AttributeProto.Types.AttributeType.Tensor) is { T: { } tensor } ? OnnxTensors.Read(tensor, graph.Source, message.Output[0]) : null;

    /// <summary>Takes note of settings that change nothing here.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            _read.Add(name);
    }

    /// <summary>Throws unless a setting has the one value that is supported.</summary>
    public void Require(string name, int expected)
    {
        int value = Integer(name, expected);
        if (value != expected)
            throw Unsupported(FormattableString.Invariant($"has {name} = {value}, but {expected} is expected."));
    }

    /// <summary>Throws if an input is given.</summary>
    public void RequireAbsent(int index, string what)
    {
        if (Input(index) is { } value)
            throw Unsupported($"has a {what} ('{value}'), but none is expected.");
    }

    /// <summary>Checks a layer before its extents are asked for.</summary>
    public T Valid<T>(T layer)
        where T : Layer
    {
        try
        {
            layer.Validate();
            return layer;
        }
        catch (GraphException e)
        {
            throw Unsupported($"{e.Message}.");
        }
    }

    /// <summary>Becomes a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Values that it reads.</param>
    /// <param name="weights">Its weights by their local names.</param>
    public void Become(Layer layer, ImmutableArray<OnnxImage> inputs, params ReadOnlySpan<KeyValuePair<string, WeightTensor>> weights)
    {
        _ = Valid(layer);
        int? height;
        int? width;
        try
        {
            height = inputs[0].Height is { } h ? layer.InferExtent(h, isHeight: true) : null;
            width = inputs[0].Width is { } w ? layer.InferExtent(w, isHeight: false) : null;
        }
        catch (GraphException e)
        {
            throw Damaged($"{e.Message}.");
        }

        if (Math.Max(height ?? 0, width ?? 0) > LayerGraph.MaxExtent)
            throw Unsupported(FormattableString.Invariant($"would compute {width}×{height} pixels; at most {LayerGraph.MaxExtent} each way are supported."));
        string name = graph.Add(message.Name, message.Output[0], layer, [.. inputs.Select(input => input.Name)], weights);
        graph.Define(message.Output[0], new OnnxImage(name, height, width));
    }

    /// <summary>Becomes nothing: its value is that of its first input, whatever it is.</summary>
    public void Vanish()
    {
        if (Input(0) is { } value && graph.FindConstant(value) is { } constant)
            graph.Define(message.Output[0], constant);
        else
            graph.Define(message.Output[0], Image(0));
    }

    /// <summary>Becomes a stored tensor.</summary>
    public void Become(WeightTensor constant) => graph.Define(message.Output[0], constant);

    public FormatException Damaged(string problem) => graph.Damaged($"node {Name} {problem}");

    public NotSupportedException Unsupported(string problem) => graph.Unsupported($"node {Name} {problem}");

    private string Name => $"'{(string.IsNullOrWhiteSpace(message.Name) ? string.Join(", ", message.Output) : message.Name)}' ({message.OpType})";

    private string? Input(int index) => index < message.Input.Count && message.Input[index] is { Length: > 0 } value ? value : null;

    private AttributeProto? Setting(string name, AttributeProto.Types.AttributeType type)
    {
        _read.Add(name);
        AttributeProto? setting = message.Attribute.FirstOrDefault(attribute => attribute.Name == name);
        return setting is null || setting.Type == type ? setting : throw Damaged($"has a setting '{name}' of the kind {setting.Type}, but {type} is expected.");
    }

    private int Whole(string name, long value) => value is >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw Damaged(FormattableString.Invariant($"has {name} = {value}, which is out of range."));

    private static double Widen(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

/// <summary>A value of an ONNX file that a layer graph knows: batch × channels × height × width.</summary>
/// <param name="Name">Name of the input or node in the layer graph.</param>
/// <param name="Height">Height in pixels; null where the caller decides.</param>
/// <param name="Width">Width in pixels; null where the caller decides.</param>
internal readonly record struct OnnxImage(string Name, int? Height, int? Width);
