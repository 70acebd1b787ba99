namespace GanCompression.Runtime;

/// <summary>x · scale + shift per channel, then a factor for negative results.</summary>
/// <param name="Scale">Factor per channel; null for the stage's own instance normalisation.</param>
/// <param name="Shift">What is added per channel; null with <paramref name="Scale"/>.</param>
internal sealed record AffineMap(float[]? Scale, float[]? Shift) : PixelOperation
{
    /// <summary>Factor of negative results: 1 for none, 0 for a rectifier; at most 1.</summary>
    public float NegativeSlope { get; set; } = 1;
}
