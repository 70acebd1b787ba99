using System.Globalization;

namespace GanCompression.Quality;

/// <summary>A kernel distance and how far it may be off.</summary>
/// <param name="Value">Unbiased estimate of the squared distance; may be below 0 when the sets hardly differ.</param>
/// <param name="StandardError">
/// Standard error of <paramref name="Value"/> by the jackknife, in the same units; not a number if a set has only 2 images.
/// </param>
public readonly record struct KernelDistanceResult(double Value, double StandardError)
{
    /// <summary>The value with its standard error, as many digits as that justifies: <c>12.35 ± 0.46</c>.</summary>
    public override string ToString()
    {
        if (!(StandardError > 0) || !double.IsFinite(StandardError))
            return Value.ToString("G4", CultureInfo.InvariantCulture);
        string format = "F" + Math.Clamp(1 - (int)Math.Floor(Math.Log10(StandardError)), 0, 9).ToString(CultureInfo.InvariantCulture);
        return $"{Value.ToString(format, CultureInfo.InvariantCulture)} ± {StandardError.ToString(format, CultureInfo.InvariantCulture)}";
    }
}
