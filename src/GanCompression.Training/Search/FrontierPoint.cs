namespace GanCompression.Training;

/// <summary>A sub-network that a search judged.</summary>
/// <param name="Plan">Its channels.</param>
/// <param name="MultiplyAdds">Multiply-adds per image by the published rule; see <see cref="ComputeCost"/>.</param>
/// <param name="Parameters">Trainable parameters.</param>
/// <param name="QuickScore">
/// What the first <paramref name="Images"/> images of the search say, by <see cref="CompressionFrontier.QuickScoreName"/>, lower is
/// better; see <see cref="QuickRanking"/>. Null where not measured.
/// </param>
/// <param name="Images">Images behind <paramref name="QuickScore"/>.</param>
/// <param name="Score">What the scorer says about all images of the search, lower is better; null where it was not asked.</param>
/// <param name="Latency">
/// Time per image at the image size of the search, measured on one thread of this machine with the engine that deployed generators
/// use (<see cref="Runtime.CompiledNetwork"/>); null where the scorer was not asked.
/// </param>
public sealed record FrontierPoint(ChannelPlan Plan, long MultiplyAdds, long Parameters, double? QuickScore, int Images, double? Score, TimeSpan? Latency = null);
