using System.Collections.Immutable;

namespace GanCompression.Training;

/// <summary>What a training run amounted to.</summary>
/// <param name="Weights">Final weights by network.</param>
/// <param name="Losses">Means of the losses over the last epoch, by name.</param>
/// <param name="Elapsed">Time spent, earlier runs that it continued included.</param>
internal sealed record TrainingResult(IReadOnlyDictionary<string, WeightTable> Weights, ImmutableSortedDictionary<string, double> Losses, TimeSpan Elapsed);
