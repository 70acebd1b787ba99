using System.Collections.Immutable;
using GanCompression.OnnxSchema;
using Google.Protobuf;

namespace GanCompression;

/// <summary>A layer graph in the words of ONNX: walks its nodes once, one translation per kind of layer.</summary>
internal sealed class OnnxTranslation
{
    // The version of the file format that came with the set of operators.
    private const int OperatorSet = 17;
    private const int IrVersion = 8;
    private const string Producer = "GanCompression.MLNet";

    private const string BatchName = "batch";
    private const string HeightName = "height";
    private const string WidthName = "width";

    // Above these a convolution fills a processor's registers as it is.
    private const int MostChannelsOfPhases = 4;
    private const int SmallestKernelOfPhases = 5;

    // Bytes beside those of the tensors, generously.
    private const long RoomForTheGraph = 16 << 20;

    // Makes an image that is large enough for every layer.
    private const int SampleMultiples = 512;

    private readonly Network _network;
    private readonly LayerGraph _graph;
    private readonly OnnxExportOptions _options;
    private readonly OnnxGraphBuilder _onnx;
    private readonly ModelProto _model;
    private readonly IReadOnlyDictionary<string, TensorShape>? _shapes;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _evenSized = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string>.Builder _rewrites = ImmutableArray.CreateBuilder<string>();

    /// <summary>Translates a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Settings, with a size unless it is dynamic.</param>
    /// <param name="metadata">What the file says about itself.</param>
    public OnnxTranslation(Network network, OnnxExportOptions options, IEnumerable<StringStringEntryProto> metadata)
    {
        _network = network;
        _graph = network.Graph;
        _options = options;
        _onnx = new OnnxGraphBuilder(_graph.Architecture);
        _shapes = CheckedShapes();
        ImmutableArray<OnnxValue> inputs = [.. _graph.Inputs.Select(Input)];
        foreach (LayerNode node in _graph.Nodes)
        {
            if (HasEvenSize(node))
                _evenSized.Add(node.Name);
            Translate(node);
        }

        OnnxValue output = Output();
        _model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = Producer,
            ProducerVersion = typeof(OnnxTranslation).Assembly.GetName().Version!.ToString(3),
            DocString = $"{_graph.Architecture}, exported by {Producer}",
            Graph = _onnx.Build(output),
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } },
            MetadataProps = { metadata },
        };
        Summary = new OnnxExportSummary(inputs, output, OperatorSet, _rewrites.ToImmutable());
    }

    /// <summary>What a caller needs to know about the file.</summary>
    public OnnxExportSummary Summary { get; }

    /// <summary>Writes the file.</summary>
    /// <exception cref="NotSupportedException">It would be too large.</exception>
    public void WriteTo(Stream stream)
    {
        long length = _onnx.Bytes + RoomForTheGraph;
        if (length > OnnxExport.MaxBytes)
        {
            throw new NotSupportedException(FormattableString.Invariant(
                $"'{_graph.Architecture}' needs an ONNX file of some {length} bytes, but one holds at most {OnnxExport.MaxBytes}. Compress the network first, or export its weights as safetensors."));
        }

        _model.WriteTo(stream);
    }

    private IReadOnlyDictionary<string, TensorShape>? CheckedShapes()
    {
        if (_options.UseDynamicSize)
        {
            return _options is { Height: null, Width: null }
                ? null
                : throw new ArgumentException("A dynamic image size goes without Height and Width; leave either out.", nameof(_options.UseDynamicSize));
        }

        if (_options is not { Height: { } height, Width: { } width })
            throw new ArgumentException($"'{_graph.Architecture}' is exported for images of one size; give Height and Width, or UseDynamicSize.", nameof(_options.Height));
        return _graph.InferShapes(height, width);
    }

    private OnnxValue Input(GraphInput input)
    {
        OnnxValue planes = ValueOf(input.Name, input.Name, HeightName, WidthName);
        if (!_options.HasImageProcessing)
        {
            _onnx.Input(planes);
            _values.Add(input.Name, input.Name);
            return planes;
        }

        OnnxValue image = ImageOf(planes);
        _onnx.Input(image);
        string x = Step($"{input.Name}.planes", "Transpose", [image.Name], OnnxAttribute.Of("perm", [0, 3, 1, 2]));
        x = Step($"{input.Name}.number", "Cast", [x], OnnxAttribute.Of("to", OnnxElementTypes.Of(ElementType.Float32)));
        x = Step($"{input.Name}.unit", "Div", [x, _onnx.Scalar(255)]);
        x = Step($"{input.Name}.centred", "Sub", [x, _onnx.Scalar(0.5f)]);
        _values.Add(input.Name, Step($"{input.Name}.signed", "Div", [x, _onnx.Scalar(0.5f)]));
        return image;
    }

    private OnnxValue Output()
    {
        // A network that keeps the size of its input says so; the size of another result has names of its own.
        bool keepsSize = _shapes is null && KeepsSize();
        OnnxValue planes = ValueOf(_graph.Output, OnnxExport.OutputName, keepsSize ? HeightName : $"output_{HeightName}", keepsSize ? WidthName : $"output_{WidthName}");
        if (!_options.HasImageProcessing)
            return planes;

        // A comparison with NaN is false, so that NaN becomes 0; the conversion to whole numbers truncates.
        string x = Step("image.shifted", "Add", [_values[_graph.Output], _onnx.Scalar(1)]);
        x = Step("image.unit", "Div", [x, _onnx.Scalar(2)]);
        x = Step("image.scaled", "Mul", [x, _onnx.Scalar(255)]);
        string isPositive = Step("image.is_positive", "Greater", [x, _onnx.Scalar(0)]);
        x = Step("image.positive", "Where", [isPositive, x, _onnx.Scalar(0)]);
        x = Step("image.clipped", "Min", [x, _onnx.Scalar(255)]);
        x = Step("image.bytes", "Cast", [x], OnnxAttribute.Of("to", OnnxElementTypes.Of(ElementType.UInt8)));
        _onnx.Node("image.interleaved", "Transpose", OnnxExport.OutputName, [x], OnnxAttribute.Of("perm", [0, 2, 3, 1]));
        return ImageOf(planes);
    }

    private bool KeepsSize()
    {
        int size = _graph.SizeMultiple * SampleMultiples;
        return _graph.InferShapes(size, size)[_graph.Output] == new TensorShape(_graph.OutputChannels, size, size);
    }

    private void Translate(LayerNode node)
    {
        string x = _values[node.Inputs[0]];
        switch (node.Layer)
        {
            case Conv2d layer:
                if (IsWrittenInPhases(node, layer))
                {
                    InPhases(node, layer, x);
                    break;
                }

                Operator(node, "Conv", [x, Parameter(node, "weight"), .. Bias(node, layer.HasBias)],
                    OnnxAttribute.Of("kernel_shape", [layer.KernelHeight, layer.KernelWidth]),
                    Pair("strides", layer.Stride), Sides(layer.PaddingHeight, layer.PaddingWidth), OnnxAttribute.Of("group", layer.Groups));
                break;
            case ConvTranspose2d layer:
                Operator(node, "ConvTranspose", [x, Parameter(node, "weight"), .. Bias(node, layer.HasBias)],
                    Pair("kernel_shape", layer.Kernel), Pair("strides", layer.Stride), Sides(layer.Padding, layer.Padding), Pair("output_padding", layer.OutputPadding));
                break;
            case InstanceNorm2d layer:
                Operator(node, "InstanceNormalization", [x, _onnx.Channels(1, layer.Channels), _onnx.Channels(0, layer.Channels)], Epsilon(layer.Epsilon));
                break;
            case BatchNorm2d layer:
                string scale = layer.HasScale ? Parameter(node, "weight") : _onnx.Channels(1, layer.Channels);
                Operator(node, "BatchNormalization", [x, scale, Parameter(node, "bias"), Parameter(node, "running_mean"), Parameter(node, "running_var")], Epsilon(layer.Epsilon));
                break;
            case ReLU:
                Operator(node, "Relu", [x]);
                break;
            case LeakyReLU layer:
                Operator(node, "LeakyRelu", [x], OnnxAttribute.Of("alpha", (float)layer.NegativeSlope));
                break;
            case Tanh:
                Operator(node, "Tanh", [x]);
                break;
            case Clamp layer:
                Operator(node, "Clip", [x, _onnx.Scalar((float)layer.Min), _onnx.Scalar((float)layer.Max)]);
                break;
            case ReflectionPad2d { Padding: var padding }:
                Operator(node, "Pad", [x, _onnx.Integers(0, 0, padding, padding, 0, 0, padding, padding)], OnnxAttribute.Of("mode", "reflect"));
                break;
            case Add:
                Operator(node, "Add", [x, _values[node.Inputs[1]]]);
                break;
            case Concat:
                Operator(node, "Concat", [.. node.Inputs.Select(input => _values[input])], OnnxAttribute.Of("axis", 1));
                break;
            case UpsampleNearest2d { Scale: var factor }:
                Operator(node, "Resize", [x, "", _onnx.Singles(1, 1, factor, factor)],
                    OnnxAttribute.Of("mode", "nearest"), OnnxAttribute.Of("coordinate_transformation_mode", "asymmetric"), OnnxAttribute.Of("nearest_mode", "floor"));
                break;
            case Dropout:
                // In use it does nothing; only a result needs an operator to carry its name.
                if (node.Name == _graph.Output)
                    Operator(node, "Identity", [x]);
                else
                    _values.Add(node.Name, x);
                break;
            case MaxPool2d layer:
                MaxPool(node, layer, x);
                break;
            case AvgPool2d layer:
                Operator(node, "AveragePool", [x],
                    Pair("kernel_shape", layer.Kernel), Pair("strides", layer.Stride), Sides(layer.Padding, layer.Padding), OnnxAttribute.Of("count_include_pad", layer.CountIncludePad ? 1 : 0));
                break;
            case GlobalAvgPool2d:
                Operator(node, "GlobalAveragePool", [x]);
                break;
            default:
                throw new NotSupportedException($"Node '{node.Name}' of '{_graph.Architecture}' cannot be exported to ONNX: there is no translation of the layer '{node.Layer.Kind}'.");
        }
    }

    private void InPhases(LayerNode node, Conv2d layer, string x)
    {
        WeightTable weights = _network.Weights;
        PhaseConvolution phases = PhaseConvolution.Of(layer, weights[node.ParameterName("weight")].Floats, layer.HasBias ? weights[node.ParameterName("bias")].Floats : []);
        ImmutableArray<string> inputs = [x, _onnx.Initializer($"{node.ParameterName("weight")}.phases", phases.Weight)];
        if (phases.Bias is { } bias)
            inputs = inputs.Add(_onnx.Initializer($"{node.ParameterName("bias")}.phases", bias));
        string joined = Step($"{node.Name}.phases", "Conv", inputs,
            OnnxAttribute.Of("kernel_shape", [phases.Weight.Shape[2], phases.Weight.Shape[3]]),
            Pair("strides", PhaseConvolution.Block),
            Sides(layer.PaddingHeight, layer.PaddingWidth));
        Operator(node, "DepthToSpace", [joined], OnnxAttribute.Of("blocksize", PhaseConvolution.Block), OnnxAttribute.Of("mode", "CRD"));
        _rewrites.Add(FormattableString.Invariant($"{node.Name}: a convolution of stride {PhaseConvolution.Block} with {phases.Weight.Shape[0]} channels, then DepthToSpace."));
    }

    private void MaxPool(LayerNode node, MaxPool2d layer, string x)
    {
        // Runtimes differ in whether a last window may lie in the padding alone; the graph's rule is that it may not. It cannot happen
        // where stride and padding together fit into the window; elsewhere the padding behind the image says which windows there are.
        int below = layer.Padding, right = layer.Padding;
        bool usesCeilMode = layer.CeilMode && layer.Stride + layer.Padding <= layer.Kernel;
        if (layer.CeilMode && !usesCeilMode)
        {
            if (_shapes is null)
                throw new NotSupportedException($"Node '{node.Name}' of '{_graph.Architecture}' cannot be exported to ONNX for a dynamic size: runtimes do not agree on its last windows. Give a size.");
            below = PaddingBehind(_shapes[node.Inputs[0]].Height, _shapes[node.Name].Height);
            right = PaddingBehind(_shapes[node.Inputs[0]].Width, _shapes[node.Name].Width);
        }

        Operator(node, "MaxPool", [x],
            Pair("kernel_shape", layer.Kernel), Pair("strides", layer.Stride),
            OnnxAttribute.Of("pads", [layer.Padding, layer.Padding, below, right]), OnnxAttribute.Of("ceil_mode", usesCeilMode ? 1 : 0));

        int PaddingBehind(int size, int windows) => Math.Max(0, (windows - 1) * layer.Stride + layer.Kernel - size - layer.Padding);
    }

    private bool IsWrittenInPhases(LayerNode node, Conv2d layer) =>
        _options.UseOnnxRuntimeRewrites
        && layer is { Stride: 1, Groups: 1, OutChannels: <= MostChannelsOfPhases, KernelHeight: >= SmallestKernelOfPhases, KernelWidth: >= SmallestKernelOfPhases }
        && _evenSized.Contains(node.Name);

    // Of sizes that are not known yet: what a layer does to an even size, or to any.
    private bool HasEvenSize(LayerNode node) => _shapes is not null
        ? int.IsEvenInteger(_shapes[node.Name].Height) && int.IsEvenInteger(_shapes[node.Name].Width)
        : node.Layer switch
        {
            ConvTranspose2d layer => int.IsEvenInteger(layer.Stride) && int.IsEvenInteger(layer.Kernel + layer.OutputPadding),
            UpsampleNearest2d layer when int.IsEvenInteger(layer.Scale) => true,
            Conv2d layer when layer.Stride > 1 || int.IsEvenInteger(layer.KernelHeight) || int.IsEvenInteger(layer.KernelWidth) => false,
            MaxPool2d or AvgPool2d or GlobalAvgPool2d => false,
            _ => node.Inputs.Any(_evenSized.Contains),
        };

    private void Operator(LayerNode node, string operatorName, ImmutableArray<string> inputs, params ImmutableArray<AttributeProto> attributes)
    {
        string output = node.Name == _graph.Output && !_options.HasImageProcessing ? OnnxExport.OutputName : node.Name;
        _onnx.Node(node.Name, operatorName, output, inputs, attributes);
        if (_shapes is not null && output == node.Name)
            _onnx.Value(ValueOf(node.Name, output, HeightName, WidthName));
        _values.Add(node.Name, output);
    }

    private string Step(string name, string operatorName, ImmutableArray<string> inputs, params ImmutableArray<AttributeProto> attributes)
    {
        _onnx.Node(name, operatorName, name, inputs, attributes);
        return name;
    }

    private string Parameter(LayerNode node, string parameter) => _onnx.Initializer(node.ParameterName(parameter), _network.Weights[node.ParameterName(parameter)]);

    private ImmutableArray<string> Bias(LayerNode node, bool hasBias) => hasBias ? [Parameter(node, "bias")] : [];

    private OnnxValue ValueOf(string value, string name, string heightName, string widthName)
    {
        OnnxDimension batch = _options.UseDynamicBatch ? new(BatchName) : new(1);
        return _shapes is null
            ? new OnnxValue(name, ElementType.Float32, [batch, new(_graph.ChannelsOf(value)), new(heightName), new(widthName)])
            : new OnnxValue(name, ElementType.Float32, [batch, new(_shapes[value].Channels), new(_shapes[value].Height), new(_shapes[value].Width)]);
    }

    private static OnnxValue ImageOf(OnnxValue planes) =>
        new(planes.Name, ElementType.UInt8, [planes.Dimensions[0], planes.Dimensions[2], planes.Dimensions[3], planes.Dimensions[1]]);

    private static AttributeProto Pair(string name, int value) => OnnxAttribute.Of(name, [value, value]);

    private static AttributeProto Sides(int vertical, int horizontal) => OnnxAttribute.Of("pads", [vertical, horizontal, vertical, horizontal]);

    private static AttributeProto Epsilon(double value) => OnnxAttribute.Of("epsilon", (float)value);
}
