namespace GanCompression.Runtime;

/// <summary>
/// A network as a list of stages in the order of their computation, with weights folded and packed: everything that does not
/// depend on the image size. Immutable once built, and shared by the networks compiled from it.
/// </summary>
/// <param name="Graph">The network's description.</param>
/// <param name="Stages">The stages.</param>
/// <param name="Output">The stage whose value is the result.</param>
internal sealed record NetworkProgram(LayerGraph Graph, IReadOnlyList<Stage> Stages, Stage Output);
