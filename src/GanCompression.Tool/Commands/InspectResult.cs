using System.Collections.Immutable;

namespace GanCompression.Tool.Commands;

/// <summary>What <c>inspect --json</c> prints.</summary>
/// <param name="Command">The verb.</param>
/// <param name="Model">The model in figures.</param>
/// <param name="Layers">Cost of every layer, in order.</param>
internal sealed record InspectResult(string Command, ModelSummary Model, ImmutableArray<LayerCost> Layers);
