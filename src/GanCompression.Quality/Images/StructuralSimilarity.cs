using System.Numerics.Tensors;

namespace GanCompression.Quality;

/// <summary>The index of Wang et al. 2004 over all windows inside an image; see <see cref="ImageMetrics.Ssim"/>.</summary>
internal static class StructuralSimilarity
{
    internal const int WindowSize = 11;
    private const double StandardDeviation = 1.5;
    private const double C1 = 0.01 * 255 * (0.01 * 255);
    private const double C2 = 0.03 * 255 * (0.03 * 255);

    // Local moments that the index is made of: means of x, y, x², y² and x·y.
    private const int Moments = 5;

    private static readonly double[] s_window = CreateWindow();

    internal static double Compute(RgbImage a, RgbImage b)
    {
        int width = a.Width;
        int columns = width - WindowSize + 1;
        int rows = a.Height - WindowSize + 1;

        // The window is separable: each image row is filtered along its columns once, and the last eleven such rows are kept.
        var ring = new double[Moments * WindowSize][];
        for (int i = 0; i < ring.Length; i++)
            ring[i] = new double[columns];
        var values = new double[Moments][];
        var means = new double[Moments][];
        for (int i = 0; i < Moments; i++)
        {
            values[i] = new double[width];
            means[i] = new double[columns];
        }

        double total = 0;
        for (int channel = 0; channel < 3; channel++)
        {
            for (int row = 0; row < a.Height; row++)
            {
                ReadMoments(a.Pixels.Slice(3 * row * width, 3 * width), b.Pixels.Slice(3 * row * width, 3 * width), channel, values);
                for (int moment = 0; moment < Moments; moment++)
                {
                    double[] filtered = ring[moment * WindowSize + row % WindowSize];
                    Array.Clear(filtered);
                    for (int tap = 0; tap < WindowSize; tap++)
                        AddScaled(values[moment].AsSpan(tap, columns), s_window[tap], filtered);
                }

                int first = row - WindowSize + 1;
                if (first < 0)
                    continue;
                for (int moment = 0; moment < Moments; moment++)
                {
                    Array.Clear(means[moment]);
                    for (int tap = 0; tap < WindowSize; tap++)
                        AddScaled(ring[moment * WindowSize + (first + tap) % WindowSize], s_window[tap], means[moment]);
                }

                total += SumOfRow(means);
            }
        }

        return total / (3.0 * rows * columns);
    }

    private static void ReadMoments(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int channel, double[][] values)
    {
        for (int column = 0, p = channel; p < a.Length; column++, p += 3)
        {
            double x = a[p];
            double y = b[p];
            values[0][column] = x;
            values[1][column] = y;
            values[2][column] = x * x;
            values[3][column] = y * y;
            values[4][column] = x * y;
        }
    }

    private static double SumOfRow(double[][] means)
    {
        double sum = 0;
        for (int i = 0; i < means[0].Length; i++)
        {
            double meanX = means[0][i];
            double meanY = means[1][i];
            double meansProduct = meanX * meanY;
            double meansSquared = meanX * meanX + meanY * meanY;
            double covariance = means[4][i] - meansProduct;
            double variances = means[2][i] + means[3][i] - meansSquared;
            sum += (2 * meansProduct + C1) * (2 * covariance + C2) / ((meansSquared + C1) * (variances + C2));
        }

        return sum;
    }

    private static void AddScaled(ReadOnlySpan<double> source, double factor, Span<double> target) =>
        TensorPrimitives.MultiplyAdd(source, factor, target, target);

    private static double[] CreateWindow()
    {
        var window = new double[WindowSize];
        double sum = 0;
        for (int i = 0; i < WindowSize; i++)
        {
            double distance = i - WindowSize / 2;
            sum += window[i] = Math.Exp(-distance * distance / (2 * StandardDeviation * StandardDeviation));
        }

        for (int i = 0; i < WindowSize; i++)
            window[i] /= sum;
        return window;
    }
}
