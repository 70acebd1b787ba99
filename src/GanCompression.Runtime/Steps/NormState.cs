namespace GanCompression.Runtime;

/// <summary>An instance normalisation while a plan runs: the moments being gathered and, afterwards, the affine map they give.</summary>
internal sealed unsafe class NormState(int channels, double epsilon)
{
    public ChannelMoments Moments { get; } = new(channels);

    public float[] Scale { get; } = new float[channels];

    public float[] Shift { get; } = new float[channels];

    /// <summary>Computes the affine map of a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="pixels">Pixels per channel.</param>
    public void Complete(int channel, long pixels) => Moments.Normalisation(channel, pixels, epsilon, out Scale[channel], out Shift[channel]);
}
