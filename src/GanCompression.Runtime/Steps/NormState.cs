namespace GanCompression.Runtime;

/// <summary>An instance normalisation while a plan runs: the moments being gathered and, afterwards, the affine map they give.</summary>
internal sealed class NormState
{
    private readonly ChannelMoments[] _moments;
    private readonly double _epsilon;

    /// <param name="channels">Number of channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="parts">How many parts of the image are gathered at the same time.</param>
    public NormState(int channels, double epsilon, int parts)
    {
        _moments = new ChannelMoments[parts];
        for (int part = 0; part < parts; part++)
            _moments[part] = new ChannelMoments(channels);
        _epsilon = epsilon;
        Scale = new float[channels];
        Shift = new float[channels];
    }

    /// <summary>Factor per channel.</summary>
    public float[] Scale { get; }

    /// <summary>What is added per channel.</summary>
    public float[] Shift { get; }

    /// <summary>The moments of one part of the image.</summary>
    public ChannelMoments Moments(int part) => _moments[part];

    /// <summary>Computes the affine map of a channel: x · scale + shift has mean 0 and variance 1.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="pixels">Pixels that were gathered in each part.</param>
    public void Complete(int channel, ReadOnlySpan<long> pixels)
    {
        // Chan, Golub and LeVeque: moments of parts, joined.
        double count = 0;
        double mean = 0;
        double squares = 0;
        for (int part = 0; part < pixels.Length; part++)
        {
            if (pixels[part] == 0)
                continue;
            _moments[part].Summarise(channel, pixels[part], out double partMean, out double partSquares);
            double distance = partMean - mean;
            double total = count + pixels[part];
            mean += distance * pixels[part] / total;
            squares += partSquares + distance * distance * count * pixels[part] / total;
            count = total;
        }

        double factor = 1 / Math.Sqrt(squares / count + _epsilon);
        Scale[channel] = (float)factor;
        Shift[channel] = (float)(-mean * factor);
    }
}
