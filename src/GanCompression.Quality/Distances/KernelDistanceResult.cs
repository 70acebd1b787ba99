namespace GanCompression.Quality;

/// <summary>A kernel distance and how far it may be off.</summary>
/// <param name="Value">Unbiased estimate of the squared distance; may be below 0 when the sets hardly differ.</param>
/// <param name="StandardError">
/// Standard error of <paramref name="Value"/> by the jackknife, in the same units; not a number if a set has only 2 images.
/// </param>
public readonly record struct KernelDistanceResult(double Value, double StandardError)
{
    /// <summary>The value with its standard error: <c>12.3 ± 0.4</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Value:G4} ± {StandardError:G2}");
}
