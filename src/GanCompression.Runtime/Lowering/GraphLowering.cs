namespace GanCompression.Runtime;

/// <summary>
/// Turns a layer graph into stages. Everything here is exact: batch normalisations are folded into convolutions, biases that an
/// instance normalisation cancels are dropped, operations on single pixels join the stage whose only reader they are, and the
/// normalisation between a convolution and a following 1×1 convolution moves into the latter's weights.
/// </summary>
internal sealed class GraphLowering
{
    private readonly Network _network;
    private readonly Dictionary<string, int> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ValueReference> _values = new(StringComparer.Ordinal);
    private readonly List<Stage> _stages = [];
    private readonly Dictionary<Stage, int> _order = [];
    private int _position;

    private GraphLowering(Network network) => _network = network;

    /// <summary>Lowers a network.</summary>
    /// <param name="network">The network; one input.</param>
    /// <param name="hasManyRegisters">Which tile kernels the weights are packed for.</param>
    /// <exception cref="GraphException">The network has several inputs.</exception>
    /// <exception cref="NotSupportedException">The engine lacks a layer; the message names it.</exception>
    public static NetworkProgram Lower(Network network, bool hasManyRegisters)
    {
        LayerGraph graph = network.Graph;
        if (graph.Inputs.Length != 1)
            throw new GraphException(FormattableString.Invariant($"The inference engine runs networks with one input, but '{graph.Architecture}' has {graph.Inputs.Length}."));
        return new GraphLowering(network).Lower(hasManyRegisters);
    }

    private NetworkProgram Lower(bool hasManyRegisters)
    {
        LayerGraph graph = _network.Graph;
        HashSet<string> live = FindLiveNodes(graph);
        foreach (LayerNode node in graph.Nodes.Where(node => live.Contains(node.Name)))
        {
            foreach (string input in node.Inputs)
                _readers[input] = _readers.GetValueOrDefault(input) + 1;
        }

        _readers[graph.Output] = _readers.GetValueOrDefault(graph.Output) + 1;
        GraphInput image = graph.Inputs[0];
        Define(image.Name, new Stage(image.Name, image.Channels, new InputProducer()));
        foreach (LayerNode node in graph.Nodes.Where(node => live.Contains(node.Name)))
        {
            _position++;
            Visit(node);
            Stage stage = _values[node.Name].Stage;
            (stage.Operations.Count > 0 ? stage.PixelNodes : stage.ProducerNodes).Add(node.Name);
        }

        Stage output = Plain(_values[graph.Output], graph.Output).Stage;
        Stage[] stages = [.. _stages.OrderBy(stage => _order[stage])];
        foreach (Stage stage in stages)
            FilterPacking.Pack(stage.Producer, hasManyRegisters);
        return new NetworkProgram(graph, stages, output);
    }

    private static HashSet<string> FindLiveNodes(LayerGraph graph)
    {
        var live = new HashSet<string>(StringComparer.Ordinal) { graph.Output };
        for (int i = graph.Nodes.Length - 1; i >= 0; i--)
        {
            if (live.Contains(graph.Nodes[i].Name))
                live.UnionWith(graph.Nodes[i].Inputs);
        }

        return live;
    }

    private void Visit(LayerNode node)
    {
        ValueReference input = _values[node.Inputs[0]];
        switch (node.Layer)
        {
            case Dropout:
                if (Joinable(node) is { } same)
                    Extend(same, node);
                else
                    _values[node.Name] = input;
                break;
            case ReflectionPad2d pad:
                _values[node.Name] = new ValueReference(Plain(input, node.Inputs[0]).Stage, pad.Padding);
                break;
            case Conv2d convolution:
                AddConvolution(node, convolution, input);
                break;
            case ConvTranspose2d convolution:
                Define(node, convolution.OutChannels, new TransposedConvolutionProducer(Plain(input, node.Name), convolution, Weight(node, "weight"), convolution.HasBias ? Weight(node, "bias") : null));
                break;
            case InstanceNorm2d norm:
                AddInstanceNorm(node, norm, input);
                break;
            case BatchNorm2d norm:
                AddBatchNorm(node, norm);
                break;
            case ReLU:
                AddRectifier(node, 0);
                break;
            case LeakyReLU leaky:
                AddRectifier(node, (float)leaky.NegativeSlope);
                break;
            case Tanh:
                Open(node).Operations.Add(new HyperbolicTangent());
                break;
            case Clamp clamp:
                Open(node).Operations.Add(new Limit((float)clamp.Min, (float)clamp.Max));
                break;
            case Add:
                AddSum(node);
                break;
            case Concat:
                Define(node, Channels(node), new ConcatProducer([.. node.Inputs.Select(name => Plain(_values[name], name))]));
                break;
            case UpsampleNearest2d upsample:
                Define(node, Channels(node), new UpsampleProducer(Plain(input, node.Name), upsample.Scale));
                break;
            case MaxPool2d pool:
                Define(node, Channels(node), new PoolingProducer(Plain(input, node.Name), pool.Kernel, pool.Stride, pool.Padding, PoolingKind.Max));
                break;
            case AvgPool2d pool:
                Define(node, Channels(node), new PoolingProducer(Plain(input, node.Name), pool.Kernel, pool.Stride, pool.Padding, pool.CountIncludePad ? PoolingKind.MeanWithPadding : PoolingKind.MeanInside));
                break;
            case GlobalAvgPool2d:
                Define(node, Channels(node), new GlobalMeanProducer(Plain(input, node.Name)));
                break;
            default:
                throw new NotSupportedException($"The inference engine has no layer '{node.Layer.Kind}', which node '{node.Name}' of '{_network.Graph.Architecture}' needs.");
        }
    }

    private void AddConvolution(LayerNode node, Conv2d layer, ValueReference input)
    {
        if (input.Reflection > 0 && (layer.PaddingHeight > 0 || layer.PaddingWidth > 0))
            input = Plain(input, node.Name);
        float[] weights = Weight(node, "weight");
        var producer = new ConvolutionProducer(input, layer, weights, layer.HasBias ? Weight(node, "bias") : null);
        Stage source = input.Stage;
        bool isPointwise = layer is { KernelHeight: 1, KernelWidth: 1, Groups: 1, PaddingHeight: 0, PaddingWidth: 0 };
        if (isPointwise && Joinable(node) == source && source is { NormEpsilon: not null, NegativeSlope: 1, Producer: ConvolutionProducer, Operations: [AffineMap { Scale: null, NegativeSlope: 1 }] })
        {
            source.Operations.Clear();
            producer.InputNorm = source;
        }

        Stage stage = Define(node, layer.OutChannels, producer);
        if (producer.InputNorm is not null)
        {
            stage.ProducerNodes.AddRange(source.PixelNodes);
            source.PixelNodes.Clear();
        }
    }

    private void AddInstanceNorm(LayerNode node, InstanceNorm2d norm, ValueReference input)
    {
        Stage? stage = Joinable(node);
        if (stage is { NormEpsilon: null, NegativeSlope: 1, Operations.Count: 0 } and { Producer: not InputProducer })
            Extend(stage, node);
        else
            stage = Define(node, norm.Channels, new IdentityProducer(input));

        stage.NormEpsilon = norm.Epsilon;
        stage.Operations.Add(new AffineMap(null, null));
        switch (stage.Producer)
        {
            case ConvolutionProducer convolution:
                convolution.Bias = null;
                break;
            case TransposedConvolutionProducer convolution:
                convolution.Bias = null;
                break;
        }
    }

    private void AddBatchNorm(LayerNode node, BatchNorm2d norm)
    {
        float[] mean = Weight(node, "running_mean");
        float[] variance = Weight(node, "running_var");
        float[] shift = Weight(node, "bias");
        float[]? gain = norm.HasScale ? Weight(node, "weight") : null;
        var scale = new float[norm.Channels];
        for (int c = 0; c < scale.Length; c++)
        {
            double factor = (gain is null ? 1 : gain[c]) / Math.Sqrt(variance[c] + norm.Epsilon);
            scale[c] = (float)factor;
            shift[c] = (float)(shift[c] - mean[c] * factor);
        }

        Stage? stage = Joinable(node);
        bool canFold = stage is { NormEpsilon: null, NegativeSlope: 1, Operations.Count: 0 };
        switch (stage?.Producer)
        {
            case ConvolutionProducer convolution when canFold:
                Extend(stage!, node);
                convolution.Bias = FilterFolding.Fold(convolution.Layer, convolution.Weights, convolution.Bias, scale, shift);
                break;
            case TransposedConvolutionProducer convolution when canFold:
                Extend(stage!, node);
                convolution.Bias = FilterFolding.Fold(convolution.Layer, convolution.Weights, convolution.Bias, scale, shift);
                break;
            default:
                Open(node).Operations.Add(new AffineMap(scale, shift));
                break;
        }
    }

    private void AddRectifier(LayerNode node, float slope)
    {
        Stage stage = Open(node);
        bool fits = slope <= 1;
        if (fits && stage is { Producer: ConvolutionProducer, NormEpsilon: null, Operations.Count: 0, NegativeSlope: 1 })
            stage.NegativeSlope = slope;
        else if (fits && stage.Operations is [.., AffineMap { NegativeSlope: 1 } map])
            map.NegativeSlope = slope;
        else
            stage.Operations.Add(new Rectify(slope));
    }

    private void AddSum(LayerNode node)
    {
        // The operand that is computed later takes the other one in.
        int first = -1;
        for (int i = 0; i < 2; i++)
        {
            if (Joinable(node, i) is { } stage && (first < 0 || _order[stage] > _order[_values[node.Inputs[first]].Stage]))
                first = i;
        }

        if (first >= 0)
        {
            Stage stage = _values[node.Inputs[first]].Stage;
            ValueReference other = _values[node.Inputs[1 - first]];
            Extend(stage, node);
            stage.Operations.Add(new AddValue(other));
        }
        else
        {
            Define(node, Channels(node), new IdentityProducer(_values[node.Inputs[0]])).Operations.Add(new AddValue(_values[node.Inputs[1]]));
        }
    }

    /// <summary>The stage whose value only this node reads and that still takes operations; null if there is none.</summary>
    private Stage? Joinable(LayerNode node, int operand = 0)
    {
        string name = node.Inputs[operand];
        ValueReference value = _values[name];
        return value.Reflection == 0 && value.Stage.Name == name && _readers[name] == 1 ? value.Stage : null;
    }

    /// <summary>The stage that a pixel operation goes to: the one whose value only it reads, or a new one.</summary>
    private Stage Open(LayerNode node)
    {
        if (Joinable(node) is not { } stage)
            return Define(node, Channels(node), new IdentityProducer(_values[node.Inputs[0]]));
        Extend(stage, node);
        return stage;
    }

    private void Extend(Stage stage, LayerNode node)
    {
        stage.Name = node.Name;
        _order[stage] = _position;
        _values[node.Name] = new ValueReference(stage, 0);
    }

    private Stage Define(LayerNode node, int channels, Producer producer) => Define(node.Name, new Stage(node.Name, channels, producer));

    private Stage Define(string name, Stage stage)
    {
        Schedule(stage);
        _values[name] = new ValueReference(stage, 0);
        return stage;
    }

    /// <summary>A value whose reflected border, if it has one, is part of the image.</summary>
    private ValueReference Plain(ValueReference value, string name)
    {
        if (value.Reflection == 0)
            return value;
        var stage = new Stage(name, value.Stage.Channels, new IdentityProducer(value));
        Schedule(stage);
        return new ValueReference(stage, 0);
    }

    private void Schedule(Stage stage)
    {
        _stages.Add(stage);
        _order.Add(stage, _position);
    }

    private int Channels(LayerNode node) => _network.Graph.ChannelsOf(node.Name);

    private float[] Weight(LayerNode node, string parameter) => _network.Weights[node.ParameterName(parameter)].Floats.ToArray();
}
