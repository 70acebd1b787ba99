using System.Collections.Immutable;

namespace GanCompression;

/// <summary>Collects the nodes of a <see cref="LayerGraph"/> in order; each call returns the new node's name for the next one.</summary>
public sealed class LayerGraphBuilder
{
    private readonly string _architecture;
    private readonly ImmutableArray<GraphInput>.Builder _inputs = ImmutableArray.CreateBuilder<GraphInput>();
    private readonly ImmutableArray<LayerNode>.Builder _nodes = ImmutableArray.CreateBuilder<LayerNode>();

    /// <summary>Starts an empty graph.</summary>
    /// <param name="architecture">Name of the family, for example <c>resnet_9blocks</c>.</param>
    public LayerGraphBuilder(string architecture) => _architecture = architecture;

    /// <summary>Adds an input.</summary>
    /// <param name="name">Name of the input.</param>
    /// <param name="channels">Number of channels.</param>
    /// <returns>The input's name.</returns>
    public string Input(string name, int channels)
    {
        _inputs.Add(new GraphInput(name, channels));
        return name;
    }

    /// <summary>Adds a node.</summary>
    /// <param name="name">Unique name: the module path in PyTorch.</param>
    /// <param name="layer">What it computes.</param>
    /// <param name="inputs">Names of the values it reads.</param>
    /// <returns>The node's name.</returns>
    public string Add(string name, Layer layer, params ReadOnlySpan<string> inputs)
    {
        _nodes.Add(new LayerNode(name, layer, [.. inputs]));
        return name;
    }

    /// <summary>Finishes the graph.</summary>
    /// <param name="output">Name of the node whose value is the result.</param>
    /// <exception cref="GraphException">The nodes do not fit together.</exception>
    public LayerGraph Build(string output) => new(_architecture, _inputs.ToImmutable(), _nodes.ToImmutable(), output);
}
