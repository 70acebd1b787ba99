using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>
/// An immutable, serialisable description of a network: named layers in the order in which they are computed.
/// It is the only description; training, cost, search, the inference engine and export all read it.
/// Weights are a separate <see cref="WeightTable"/>.
/// </summary>
public sealed class LayerGraph
{
    /// <summary>Largest number of nodes that a graph may have.</summary>
    public const int MaxNodes = 20_000;

    /// <summary>Largest height or width of any value, in pixels.</summary>
    public const int MaxExtent = 1 << 20;

    private readonly FrozenDictionary<string, int> _channels;
    private readonly FrozenDictionary<string, LayerNode> _nodesByName;

    /// <summary>Creates a graph and checks that its nodes fit together.</summary>
    /// <param name="architecture">Name of the family, for example <c>resnet_9blocks</c>; informational.</param>
    /// <param name="inputs">The inputs, at least one.</param>
    /// <param name="nodes">The nodes, each after the ones it reads.</param>
    /// <param name="output">Name of the node whose value is the result.</param>
    /// <exception cref="GraphException">Names clash, an input is unknown, or channels do not match.</exception>
    [JsonConstructor]
    public LayerGraph(string architecture, ImmutableArray<GraphInput> inputs, ImmutableArray<LayerNode> nodes, string output)
    {
        Architecture = string.IsNullOrWhiteSpace(architecture) ? throw new GraphException("A graph needs the name of its architecture.") : architecture;
        Inputs = inputs.IsDefaultOrEmpty ? throw new GraphException($"Graph '{architecture}' has no inputs.") : inputs;
        Nodes = nodes.IsDefaultOrEmpty ? throw new GraphException($"Graph '{architecture}' has no nodes.") : nodes;
        Output = output ?? throw new GraphException($"Graph '{architecture}' names no output.");
        if (nodes.Length > MaxNodes)
            throw new GraphException(FormattableString.Invariant($"Graph '{architecture}' has {nodes.Length} nodes; at most {MaxNodes} are allowed."));

        var channels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (GraphInput input in inputs)
        {
            if (input is null || string.IsNullOrWhiteSpace(input.Name) || input.Channels < 1)
                throw new GraphException($"Graph '{architecture}' has an input without a name or channels.");
            if (!channels.TryAdd(input.Name, input.Channels))
                throw new GraphException($"Graph '{architecture}' has two inputs named '{input.Name}'.");
        }

        foreach (LayerNode node in nodes)
            channels.Add(CheckedName(node, channels), InferChannels(node, channels));

        _channels = channels.ToFrozenDictionary(StringComparer.Ordinal);
        _nodesByName = nodes.ToFrozenDictionary(node => node.Name, StringComparer.Ordinal);
        if (!_nodesByName.ContainsKey(output))
            throw new GraphException($"Graph '{architecture}' names '{output}' as its output, but has no such node.");
        Parameters = [.. nodes.SelectMany(node => node.Layer.Parameters.Select(p => p with { Name = node.ParameterName(p.Name) }))];
        SizeMultiple = InferSizeMultiple();
    }

    /// <summary>Name of the family, for example <c>resnet_9blocks</c>; informational.</summary>
    public string Architecture { get; }

    /// <summary>The inputs.</summary>
    public ImmutableArray<GraphInput> Inputs { get; }

    /// <summary>The nodes, each after the ones it reads.</summary>
    public ImmutableArray<LayerNode> Nodes { get; }

    /// <summary>Name of the node whose value is the result.</summary>
    public string Output { get; }

    /// <summary>Everything the graph expects in its weight table, in node order, with full names.</summary>
    [JsonIgnore]
    public ImmutableArray<ParameterSpec> Parameters { get; }

    /// <summary>Heights and widths must be multiples of this, or the output would differ from the input in size.</summary>
    [JsonIgnore]
    public int SizeMultiple { get; }

    /// <summary>Channels of the result.</summary>
    [JsonIgnore]
    public int OutputChannels => _channels[Output];

    /// <summary>Finds a node by name.</summary>
    /// <param name="name">The node's name.</param>
    /// <exception cref="GraphException">There is no such node.</exception>
    public LayerNode Node(string name) =>
        _nodesByName.TryGetValue(name, out LayerNode? node) ? node : throw new GraphException($"Graph '{Architecture}' has no node '{name}'.");

    /// <summary>Whether the graph has a node of this name.</summary>
    /// <param name="name">The node's name.</param>
    public bool HasNode(string name) => _nodesByName.ContainsKey(name);

    /// <summary>Channels of the value of a node or input.</summary>
    /// <param name="name">Name of the node or input.</param>
    /// <exception cref="GraphException">There is no such node or input.</exception>
    public int ChannelsOf(string name) =>
        _channels.TryGetValue(name, out int channels) ? channels : throw new GraphException($"Graph '{Architecture}' has no node or input '{name}'.");

    /// <summary>Shapes of all inputs and nodes for an image size.</summary>
    /// <param name="height">Height of the inputs in pixels.</param>
    /// <param name="width">Width of the inputs in pixels.</param>
    /// <exception cref="GraphException">The image is too small for a layer, or sizes of joined values differ.</exception>
    public IReadOnlyDictionary<string, TensorShape> InferShapes(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxExtent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxExtent);
        var shapes = new Dictionary<string, TensorShape>(Inputs.Length + Nodes.Length, StringComparer.Ordinal);
        foreach (GraphInput input in Inputs)
            shapes[input.Name] = new TensorShape(input.Channels, height, width);
        foreach (LayerNode node in Nodes)
        {
            TensorShape first = shapes[node.Inputs[0]];
            foreach (string name in node.Inputs.AsSpan()[1..])
            {
                TensorShape other = shapes[name];
                if (other.Height != first.Height || other.Width != first.Width)
                    throw new GraphException($"Node '{node.Name}': {node.Layer.Kind} expects inputs of one size, but '{node.Inputs[0]}' is {first} and '{name}' is {other}.");
            }

            try
            {
                var shape = new TensorShape(_channels[node.Name], node.Layer.InferExtent(first.Height, isHeight: true), node.Layer.InferExtent(first.Width, isHeight: false));
                if (shape.Height > MaxExtent || shape.Width > MaxExtent)
                    throw new GraphException(FormattableString.Invariant($"its result would have {shape.Width}×{shape.Height} pixels; at most {MaxExtent} each way are supported"));
                shapes[node.Name] = shape;
            }
            catch (GraphException e)
            {
                throw new GraphException($"Node '{node.Name}' of '{Architecture}' does not accept an image of {width}×{height} pixels: {e.Message}.", e);
            }
        }

        return shapes;
    }

    /// <summary>Throws unless the network accepts images of this size.</summary>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <exception cref="GraphException">The size is not a multiple of <see cref="SizeMultiple"/>, or too small.</exception>
    public void CheckImageSize(int height, int width)
    {
        if (height % SizeMultiple != 0 || width % SizeMultiple != 0)
        {
            throw new GraphException(FormattableString.Invariant(
                $"'{Architecture}' expects image sizes that are multiples of {SizeMultiple}, but got {width}×{height} pixels. Resize the images first."));
        }

        _ = InferShapes(height, width);
    }

    /// <summary>The part of the network that computes one value out of another; its nodes keep their names, so it takes the same weights.</summary>
    /// <param name="input">Name of the node or input whose value goes in; the only input of the part.</param>
    /// <param name="output">Name of the node whose value comes out.</param>
    /// <exception cref="GraphException">There is no such node, or the output depends on more than that value.</exception>
    public LayerGraph Between(string input, string output) => TryBetween(input, output, out LayerGraph? part)
        ? part
        : throw new GraphException($"'{output}' of '{Architecture}' cannot be computed from '{input}' alone: it also depends on other values.");

    /// <summary>The same, where the output may depend on more.</summary>
    /// <param name="input">Name of the node or input whose value goes in.</param>
    /// <param name="output">Name of the node whose value comes out.</param>
    /// <param name="part">The part; null if the output depends on more than that value.</param>
    /// <exception cref="GraphException">There is no such node.</exception>
    public bool TryBetween(string input, string output, [NotNullWhen(true)] out LayerGraph? part)
    {
        var start = new GraphInput(input, ChannelsOf(input));
        var needed = new HashSet<string>(StringComparer.Ordinal) { Node(output).Name };
        var nodes = new List<LayerNode>();
        foreach (LayerNode node in Nodes.Reverse())
        {
            if (node.Name == input || !needed.Contains(node.Name))
                continue;
            nodes.Add(node);
            needed.UnionWith(node.Inputs);
        }

        nodes.Reverse();
        part = Inputs.Any(other => other.Name != input && needed.Contains(other.Name)) ? null : new LayerGraph(Architecture, [start], [.. nodes], output);
        return part is not null;
    }

    /// <summary>The graph as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, GraphJsonContext.Default.LayerGraph);

    /// <summary>Reads a graph from JSON and checks it.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <exception cref="FormatException">The text is not a valid graph.</exception>
    public static LayerGraph FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, GraphJsonContext.Default.LayerGraph) ?? throw new FormatException("The layer graph is empty.");
        }
        catch (Exception e) when (e is JsonException or GraphException or NotSupportedException or ArgumentException)
        {
            throw new FormatException($"The layer graph cannot be read: {e.Message}", e);
        }
    }

    private string CheckedName(LayerNode node, Dictionary<string, int> known)
    {
        if (node is null || string.IsNullOrWhiteSpace(node.Name) || node.Layer is null || node.Inputs.IsDefaultOrEmpty)
            throw new GraphException($"Graph '{Architecture}' has a node without a name, a layer or inputs.");
        if (known.ContainsKey(node.Name))
            throw new GraphException($"Graph '{Architecture}' has two values named '{node.Name}'.");
        return node.Name;
    }

    private int InferChannels(LayerNode node, Dictionary<string, int> known)
    {
        try
        {
            node.Layer.Validate();
            int count = node.Inputs.Length;
            if (count < node.Layer.MinInputs || count > node.Layer.MaxInputs)
                throw new GraphException(FormattableString.Invariant($"{node.Layer.Kind} takes {node.Layer.MinInputs} to {node.Layer.MaxInputs} inputs, but gets {count}"));
            var channels = new int[count];
            for (int i = 0; i < count; i++)
            {
                if (!known.TryGetValue(node.Inputs[i], out channels[i]))
                    throw new GraphException($"input '{node.Inputs[i]}' is not computed before it");
            }

            return node.Layer.InferChannels(channels);
        }
        catch (GraphException e)
        {
            throw new GraphException($"Node '{node.Name}' of '{Architecture}': {e.Message}.", e);
        }
    }

    private int InferSizeMultiple()
    {
        // Each value's size relative to the input as a pair (numerator, denominator); the largest reduction decides.
        var reduction = Inputs.ToDictionary(input => input.Name, _ => 1.0, StringComparer.Ordinal);
        double largest = 1;
        foreach (LayerNode node in Nodes)
        {
            double factor = node.Layer switch
            {
                Conv2d conv => conv.Stride,
                MaxPool2d pool => pool.Stride,
                AvgPool2d pool => pool.Stride,
                ConvTranspose2d conv => 1.0 / conv.Stride,
                UpsampleNearest2d upsample => 1.0 / upsample.Scale,
                _ => 1,
            };
            double value = reduction[node.Inputs[0]] * factor;
            reduction[node.Name] = value;
            largest = Math.Max(largest, value);
        }

        // A network that ends smaller than it began (a discriminator, a feature extractor) takes any size it can hold.
        return reduction[Output] > 1 ? 1 : (int)Math.Round(largest);
    }
}
