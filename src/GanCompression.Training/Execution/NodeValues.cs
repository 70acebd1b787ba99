using GanCompression.Runtime;

namespace GanCompression.Training;

/// <summary>
/// Computes values inside a network with the inference engine, which takes half of libtorch's time where no gradient is wanted. The
/// network is cut at the wanted nodes. Not thread-safe; allocates nothing per image.
/// </summary>
internal sealed class NodeValues
{
    private readonly Part[] _parts;
    private readonly int[] _partOfNode;

    /// <param name="network">A network with one input.</param>
    /// <param name="nodes">Names of the wanted nodes.</param>
    /// <param name="height">Height of the images in pixels.</param>
    /// <param name="width">Width of the images in pixels.</param>
    public NodeValues(Network network, IReadOnlyList<string> nodes, int height, int width)
    {
        LayerGraph graph = network.Graph;
        IReadOnlyDictionary<string, TensorShape> shapes = graph.InferShapes(height, width);
        string[] inOrder = [.. graph.Nodes.Select(node => node.Name).Where(nodes.Contains)];
        _partOfNode = [.. nodes.Select(name => Array.IndexOf(inOrder, name))];
        _parts = new Part[inOrder.Length];
        for (int i = 0; i < inOrder.Length; i++)
        {
            (LayerGraph part, int from) = PartOf(graph, inOrder, i);
            TensorShape input = shapes[part.Inputs[0].Name];
            var weights = new WeightTable(part.Parameters.Select(spec => KeyValuePair.Create(spec.Name, network.Weights[spec.Name])));
            CompiledNetwork compiled = CompiledNetwork.Compile(new Network(part, weights), input.Height, input.Width);
            _parts[i] = new Part(compiled, from, new float[compiled.OutputShape.Elements]);
        }

        Shapes = [.. nodes.Select(name => shapes[name])];
    }

    /// <summary>Shapes of the values.</summary>
    public TensorShape[] Shapes { get; }

    /// <summary>Computes all values for one image.</summary>
    /// <param name="image">The image: channels × height × width values.</param>
    public void Run(ReadOnlySpan<float> image)
    {
        foreach (Part part in _parts)
            part.Network.Run(part.From < 0 ? image : _parts[part.From].Values, part.Values);
    }

    /// <summary>The values of a node for the last image: channels × height × width.</summary>
    /// <param name="node">Position among the wanted nodes.</param>
    public ReadOnlySpan<float> this[int node] => _parts[_partOfNode[node]].Values;

    // From the node before where that is all it depends on, as behind every residual block; else from the image again.
    private static (LayerGraph Part, int From) PartOf(LayerGraph graph, string[] inOrder, int index)
    {
        if (index > 0 && graph.TryBetween(inOrder[index - 1], inOrder[index], out LayerGraph? part))
            return (part, index - 1);
        return (graph.Between(graph.Inputs[0].Name, inOrder[index]), -1);
    }

    /// <summary>A piece of the network, the piece whose values go in (-1: the image), and what it computes.</summary>
    private sealed record Part(CompiledNetwork Network, int From, float[] Values);
}
