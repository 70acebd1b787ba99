namespace Microsoft.ML.Data;

/// <summary>Scales images.</summary>
internal static class ImageResampler
{
    /// <summary>Each pixel takes the value of the nearest source pixel, as ML.NET does to fill a size.</summary>
    public static MLImage Nearest(MLImage source, int width, int height)
    {
        ReadOnlySpan<byte> from = source.Pixels;
        var pixels = new byte[width * height * 4];
        for (int y = 0, to = 0; y < height; y++)
        {
            int row = (int)(((2L * y) + 1) * source.Height / (2L * height)) * source.Width;
            for (int x = 0; x < width; x++, to += 4)
            {
                int column = (int)(((2L * x) + 1) * source.Width / (2L * width));
                from.Slice((row + column) * 4, 4).CopyTo(pixels.AsSpan(to));
            }
        }

        return MLImage.FromOwnedPixels(width, height, pixels, source.PixelFormat);
    }

    /// <summary>
    /// Draws the whole source into a rectangle of a black canvas, which may lie partly outside of it: linear interpolation to enlarge,
    /// and to reduce a triangle filter as wide as the reduction, so that no source pixel is skipped.
    /// </summary>
    public static MLImage Draw(MLImage source, int width, int height, int left, int top, int drawnWidth, int drawnHeight)
    {
        var pixels = new byte[width * height * 4];
        for (int i = 3; i < pixels.Length; i += 4)
        {
            pixels[i] = 255;
        }

        int x0 = Math.Max(0, left);
        int x1 = Math.Min(width, left + drawnWidth);
        int y0 = Math.Max(0, top);
        int y1 = Math.Min(height, top + drawnHeight);
        if (x0 < x1 && y0 < y1)
        {
            (int First, float[] Weights)[] columns = Enumerable.Range(x0, x1 - x0).Select(x => Taps(x - left, drawnWidth, source.Width)).ToArray();
            var rows = new Dictionary<int, float[]>();
            for (int y = y0; y < y1; y++)
            {
                (int first, float[] weights) = Taps(y - top, drawnHeight, source.Height);
                foreach (int passed in rows.Keys.Where(row => row < first).ToArray())
                {
                    rows.Remove(passed);
                }

                var sums = new float[columns.Length * 4];
                for (int k = 0; k < weights.Length; k++)
                {
                    if (!rows.TryGetValue(first + k, out float[] row))
                    {
                        rows[first + k] = row = ScaleRow(source, first + k, columns);
                    }

                    for (int i = 0; i < sums.Length; i++)
                    {
                        sums[i] += weights[k] * row[i];
                    }
                }

                int to = ((y * width) + x0) * 4;
                for (int i = 0; i < sums.Length; i++)
                {
                    pixels[to + i] = (byte)Math.Clamp(sums[i] + 0.5f, 0f, 255f);
                }
            }
        }

        return MLImage.FromOwnedPixels(width, height, pixels, source.PixelFormat);
    }

    private static float[] ScaleRow(MLImage source, int y, (int First, float[] Weights)[] columns)
    {
        ReadOnlySpan<byte> from = source.Pixels.Slice(y * source.Width * 4, source.Width * 4);
        var row = new float[columns.Length * 4];
        for (int x = 0; x < columns.Length; x++)
        {
            (int first, float[] weights) = columns[x];
            for (int k = 0; k < weights.Length; k++)
            {
                for (int c = 0; c < 4; c++)
                {
                    row[(x * 4) + c] += weights[k] * from[((first + k) * 4) + c];
                }
            }
        }

        return row;
    }

    /// <summary>The source positions and weights of which one target position is made.</summary>
    private static (int First, float[] Weights) Taps(int position, int targetSize, int sourceSize)
    {
        double scale = (double)sourceSize / targetSize;
        double support = Math.Max(1, scale);
        double center = (position + 0.5) * scale;
        int first = Math.Max(0, (int)Math.Floor(center - support));
        int last = Math.Min(sourceSize - 1, (int)Math.Ceiling(center + support));
        var weights = new double[last - first + 1];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Max(0, 1 - (Math.Abs(first + i + 0.5 - center) / support));
        }

        double sum = weights.Sum();
        return (first, Array.ConvertAll(weights, weight => (float)(weight / sum)));
    }
}
