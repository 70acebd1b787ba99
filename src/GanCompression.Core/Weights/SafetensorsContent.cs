namespace GanCompression;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Weights">The tensors, in the order of the file's header.</param>
/// <param name="Metadata">The free text entries of <c>__metadata__</c>; empty where there are none.</param>
public sealed record SafetensorsContent(WeightTable Weights, IReadOnlyDictionary<string, string> Metadata);
