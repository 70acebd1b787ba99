namespace GanCompression.Quality;

/// <summary>
/// Bilinear interpolation between pixel centres, without smoothing when shrinking: what the Fréchet Inception distance is
/// defined with (bilinear, corners not aligned, no antialiasing). Results are not rounded to 8 bits.
/// </summary>
internal static class BilinearResize
{
    /// <summary>Writes an image in another size as three planes of values from −1 to 1.</summary>
    internal static void ToSignedPlanes(RgbImage image, int height, int width, Span<float> planes)
    {
        ReadOnlySpan<byte> pixels = image.Pixels;
        Span<Sample> columns = width <= 1024 ? stackalloc Sample[width] : new Sample[width];
        for (int x = 0; x < width; x++)
            columns[x] = Sample.At(x, width, image.Width);
        int count = height * width;
        for (int y = 0; y < height; y++)
        {
            Sample row = Sample.At(y, height, image.Height);
            ReadOnlySpan<byte> upper = pixels.Slice(3 * row.First * image.Width, 3 * image.Width);
            ReadOnlySpan<byte> lower = pixels.Slice(3 * row.Second * image.Width, 3 * image.Width);
            for (int x = 0; x < width; x++)
            {
                Sample column = columns[x];
                for (int channel = 0; channel < 3; channel++)
                {
                    int left = 3 * column.First + channel;
                    int right = 3 * column.Second + channel;
                    float above = upper[left] + column.Weight * (upper[right] - upper[left]);
                    float below = lower[left] + column.Weight * (lower[right] - lower[left]);
                    planes[channel * count + y * width + x] = (above + row.Weight * (below - above)) * (2 / 255f) - 1;
                }
            }
        }
    }

    /// <summary>The two source positions around a target position, and how much the second one counts.</summary>
    private readonly record struct Sample(int First, int Second, float Weight)
    {
        internal static Sample At(int target, int targetExtent, int sourceExtent)
        {
            float position = Math.Max(0, (target + 0.5f) * ((float)sourceExtent / targetExtent) - 0.5f);
            int first = Math.Min((int)position, sourceExtent - 1);
            return new Sample(first, Math.Min(first + 1, sourceExtent - 1), position - first);
        }
    }
}
