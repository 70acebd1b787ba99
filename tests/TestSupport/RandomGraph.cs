namespace GanCompression.TestSupport;

/// <summary>A network of <see cref="RandomGraphs"/>.</summary>
/// <param name="Graph">The network.</param>
/// <param name="Height">Height of the images that it was drawn for.</param>
/// <param name="Width">Width of the images that it was drawn for.</param>
public sealed record RandomGraph(LayerGraph Graph, int Height, int Width)
{
    /// <summary>The size and every node, a line each.</summary>
    public override string ToString() => string.Join('\n', (IEnumerable<string>)[
        FormattableString.Invariant($"{Width}×{Height} pixels, {Graph.Inputs[0].Channels} channels:"),
        .. Graph.Nodes.Select(node => $"{node.Name}({string.Join(", ", node.Inputs)}): {node.Layer}")]);
}
