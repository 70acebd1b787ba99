namespace GanCompression.Runtime;

/// <summary>A factor for negative values that no affine map takes over.</summary>
/// <param name="NegativeSlope">The factor.</param>
internal sealed record Rectify(float NegativeSlope) : PixelOperation;
