namespace GanCompression;

/// <summary>
/// One dimension of a cubic resize: for every target position the range of source positions that count and their weights in
/// fixed point.
/// </summary>
internal sealed class ResamplingKernel
{
    // 8 bits of value, two bits for the overshoot of the cubic, the rest of 32 bits for the fraction.
    private const int FractionBits = 22;
    private const double CubicSupport = 2;

    private readonly int _source;
    private readonly int _target;
    private readonly int _taps;
    private readonly int[] _first;
    private readonly int[] _count;
    private readonly int[] _weights;

    private ResamplingKernel(int source, int target, int taps)
    {
        _source = source;
        _target = target;
        _taps = taps;
        _first = new int[target];
        _count = new int[target];
        _weights = new int[checked(target * taps)];
    }

    public static ResamplingKernel Create(int source, int target)
    {
        double scale = (double)source / target;
        double stretch = Math.Max(scale, 1);
        double support = CubicSupport * stretch;
        var kernel = new ResamplingKernel(source, target, Math.Min(source, (int)Math.Ceiling(support) * 2 + 1));
        var weights = new double[kernel._taps];
        for (int t = 0; t < target; t++)
        {
            double center = (t + 0.5) * scale;
            int first = Math.Max(0, (int)(center - support + 0.5));
            int end = Math.Min(source, (int)(center + support + 0.5));
            int count = end - first;
            double sum = 0;
            for (int i = 0; i < count; i++)
            {
                weights[i] = Cubic((first + i - center + 0.5) / stretch);
                sum += weights[i];
            }

            kernel._first[t] = first;
            kernel._count[t] = count;
            for (int i = 0; i < count; i++)
                kernel._weights[t * kernel._taps + i] = (int)Math.Round(weights[i] / sum * (1 << FractionBits), MidpointRounding.AwayFromZero);
        }

        return kernel;
    }

    /// <summary>Resizes every row of an interleaved RGB image.</summary>
    public byte[] ApplyToRows(byte[] pixels, int rows)
    {
        var result = new byte[3 * _target * rows];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<byte> source = pixels.AsSpan(3 * _source * row, 3 * _source);
            Span<byte> target = result.AsSpan(3 * _target * row, 3 * _target);
            for (int t = 0; t < _target; t++)
            {
                int red = 1 << (FractionBits - 1);
                int green = red;
                int blue = red;
                ReadOnlySpan<byte> from = source.Slice(3 * _first[t], 3 * _count[t]);
                ReadOnlySpan<int> weights = _weights.AsSpan(t * _taps, _count[t]);
                for (int i = 0; i < weights.Length; i++)
                {
                    red += weights[i] * from[3 * i];
                    green += weights[i] * from[3 * i + 1];
                    blue += weights[i] * from[3 * i + 2];
                }

                target[3 * t] = Clip(red);
                target[3 * t + 1] = Clip(green);
                target[3 * t + 2] = Clip(blue);
            }
        }

        return result;
    }

    /// <summary>Resizes every column of an interleaved RGB image.</summary>
    public byte[] ApplyToColumns(byte[] pixels, int columns)
    {
        int stride = 3 * columns;
        var result = new byte[stride * _target];
        var sums = new int[stride];
        for (int t = 0; t < _target; t++)
        {
            sums.AsSpan().Fill(1 << (FractionBits - 1));
            for (int i = 0; i < _count[t]; i++)
            {
                int weight = _weights[t * _taps + i];
                ReadOnlySpan<byte> source = pixels.AsSpan((_first[t] + i) * stride, stride);
                for (int x = 0; x < source.Length; x++)
                    sums[x] += weight * source[x];
            }

            Span<byte> target = result.AsSpan(t * stride, stride);
            for (int x = 0; x < target.Length; x++)
                target[x] = Clip(sums[x]);
        }

        return result;
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> FractionBits, 0, 255);

    private static double Cubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        return x switch
        {
            < 1 => ((A + 2) * x - (A + 3)) * x * x + 1,
            < 2 => (((x - 5) * x + 8) * x - 4) * A,
            _ => 0,
        };
    }
}
