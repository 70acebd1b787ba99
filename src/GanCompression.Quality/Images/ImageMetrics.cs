namespace GanCompression.Quality;

/// <summary>Differences between two images of one size, pixel by pixel or window by window.</summary>
public static class ImageMetrics
{
    /// <summary>Mean absolute difference of all red, green and blue values, where full scale (255) is 1.</summary>
    /// <param name="a">One image.</param>
    /// <param name="b">The other image, of the same size.</param>
    /// <returns>A number from 0 (identical) to 1.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double L1(RgbImage a, RgbImage b)
    {
        CheckSizes(a, b);
        ReadOnlySpan<byte> x = a.Pixels;
        ReadOnlySpan<byte> y = b.Pixels;
        long sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += Math.Abs(x[i] - y[i]);
        return sum / (255.0 * x.Length);
    }

    /// <summary>
    /// Peak signal-to-noise ratio: 10·log₁₀(255² / mean squared difference), the mean taken over all red, green and blue values.
    /// </summary>
    /// <param name="a">One image.</param>
    /// <param name="b">The other image, of the same size.</param>
    /// <returns>Decibels, at least 0; positive infinity if the images are identical.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Psnr(RgbImage a, RgbImage b)
    {
        CheckSizes(a, b);
        ReadOnlySpan<byte> x = a.Pixels;
        ReadOnlySpan<byte> y = b.Pixels;
        long sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            int difference = x[i] - y[i];
            sum += difference * difference;
        }

        return sum == 0 ? double.PositiveInfinity : 10 * Math.Log10(255.0 * 255.0 * x.Length / sum);
    }

    /// <summary>
    /// Structural similarity (Wang, Bovik, Sheikh and Simoncelli 2004, equation 13): Gaussian windows of 11×11 pixels with
    /// standard deviation 1.5, K₁ = 0.01, K₂ = 0.03 and a range of 255, averaged over every window that lies wholly inside
    /// the image. Colour: red, green and blue are compared separately, and the three results averaged.
    /// </summary>
    /// <param name="a">One image, at least 11×11 pixels.</param>
    /// <param name="b">The other image, of the same size.</param>
    /// <returns>A number from −1 to 1; 1 if the images are identical.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or the images are smaller than a window.</exception>
    public static double Ssim(RgbImage a, RgbImage b)
    {
        CheckSizes(a, b);
        if (a.Width < StructuralSimilarity.WindowSize || a.Height < StructuralSimilarity.WindowSize)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Structural similarity needs images of at least {StructuralSimilarity.WindowSize}×{StructuralSimilarity.WindowSize} pixels, but got {a.Width}×{a.Height}."), nameof(a));
        }

        return StructuralSimilarity.Compute(a, b);
    }

    internal static void CheckSizes(RgbImage a, RgbImage b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Width != b.Width || a.Height != b.Height)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Images are compared at one size, but they have {a.Width}×{a.Height} and {b.Width}×{b.Height} pixels. Resize one of them first."), nameof(b));
        }
    }
}
