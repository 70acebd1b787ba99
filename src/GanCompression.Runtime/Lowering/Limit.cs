namespace GanCompression.Runtime;

/// <summary>Limits to a range.</summary>
/// <param name="Min">Lower bound.</param>
/// <param name="Max">Upper bound.</param>
internal sealed record Limit(float Min, float Max) : PixelOperation;
