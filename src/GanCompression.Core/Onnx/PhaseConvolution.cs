namespace GanCompression;

/// <summary>
/// Convolutions written so that each position computes a whole square of outputs, one channel per pixel of the square; a
/// DepthToSpace operator then spreads them. The same sums in another order of computation.
/// </summary>
internal sealed class PhaseConvolution
{
    /// <summary>Height and width of the square.</summary>
    public const int Block = 2;

    private PhaseConvolution(int channels, int kernelHeight, int kernelWidth, float[] weight, float[]? bias)
    {
        Weight = WeightTensor.FromFloats(weight, channels, weight.Length / (channels * kernelHeight * kernelWidth), kernelHeight, kernelWidth);
        Bias = bias is null ? null : WeightTensor.FromFloats(bias, channels);
    }

    /// <summary>The weight: [channels × square, in, kernel height, kernel width].</summary>
    public WeightTensor Weight { get; }

    /// <summary>The bias, if there is one: the channel's own for every pixel of its square.</summary>
    public WeightTensor? Bias { get; }

    /// <summary>
    /// A convolution of stride 1 as one of stride 2 with a kernel larger by one: the pixel (y, x) of a square has the same weights
    /// shifted by y rows and x columns. Valid where the result's height and width are even.
    /// </summary>
    /// <param name="layer">The convolution: stride 1, one group.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="bias">Its bias, if it has one.</param>
    public static PhaseConvolution Of(Conv2d layer, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        int height = layer.KernelHeight + Block - 1;
        int width = layer.KernelWidth + Block - 1;
        int channels = layer.OutChannels * Block * Block;
        var phases = new float[channels * layer.InChannels * height * width];
        for (int channel = 0; channel < channels; channel++)
        {
            (int from, int y, int x) = Pixel(channel);
            for (int input = 0; input < layer.InChannels; input++)
            {
                for (int row = 0; row < layer.KernelHeight; row++)
                {
                    int source = ((from * layer.InChannels + input) * layer.KernelHeight + row) * layer.KernelWidth;
                    int target = ((channel * layer.InChannels + input) * height + row + y) * width + x;
                    weight.Slice(source, layer.KernelWidth).CopyTo(phases.AsSpan(target));
                }
            }
        }

        return new PhaseConvolution(channels, height, width, phases, Repeat(bias));
    }

    private static (int Channel, int Y, int X) Pixel(int phase) => (phase / (Block * Block), phase / Block % Block, phase % Block);

    private static float[]? Repeat(ReadOnlySpan<float> bias)
    {
        if (bias.IsEmpty)
            return null;
        var repeated = new float[bias.Length * Block * Block];
        for (int i = 0; i < repeated.Length; i++)
            repeated[i] = bias[Pixel(i).Channel];
        return repeated;
    }
}
