namespace GanCompression;

/// <summary>A layer graph together with weights that fit it.</summary>
public sealed class Network
{
    /// <summary>Joins a graph and its weights.</summary>
    /// <param name="graph">The description.</param>
    /// <param name="weights">The weights; reordered to the graph's order.</param>
    /// <exception cref="FormatException">The weights do not fit; the message lists every difference.</exception>
    public Network(LayerGraph graph, WeightTable weights)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(weights);
        Graph = graph;
        Weights = weights.For(graph);
    }

    /// <summary>The description.</summary>
    public LayerGraph Graph { get; }

    /// <summary>The weights, in the graph's order, float32.</summary>
    public WeightTable Weights { get; }
}
