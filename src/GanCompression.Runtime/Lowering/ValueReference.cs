namespace GanCompression.Runtime;

/// <summary>What a stage reads: the result of another stage, possibly mirrored at its border.</summary>
/// <param name="Stage">The stage whose result it is.</param>
/// <param name="Reflection">Pixels of reflection padding on all sides.</param>
internal sealed record ValueReference(Stage Stage, int Reflection);
