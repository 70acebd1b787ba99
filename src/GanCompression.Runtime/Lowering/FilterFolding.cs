namespace GanCompression.Runtime;

/// <summary>Multiplies a map of output channels into convolution weights.</summary>
internal static class FilterFolding
{
    /// <summary>Folds y = x · scale + shift into a convolution and returns its new bias.</summary>
    public static float[] Fold(Conv2d layer, float[] weights, float[]? bias, float[] scale, float[] shift)
    {
        int perOutput = weights.Length / layer.OutChannels;
        for (int i = 0; i < weights.Length; i++)
            weights[i] *= scale[i / perOutput];
        return FoldBias(bias, scale, shift);
    }

    /// <summary>Folds y = x · scale + shift into a transposed convolution and returns its new bias.</summary>
    public static float[] Fold(ConvTranspose2d layer, float[] weights, float[]? bias, float[] scale, float[] shift)
    {
        int taps = layer.Kernel * layer.Kernel;
        for (int i = 0; i < weights.Length; i++)
            weights[i] *= scale[i / taps % layer.OutChannels];
        return FoldBias(bias, scale, shift);
    }

    private static float[] FoldBias(float[]? bias, float[] scale, float[] shift)
    {
        var folded = new float[scale.Length];
        for (int c = 0; c < folded.Length; c++)
            folded[c] = (bias is null ? 0 : bias[c]) * scale[c] + shift[c];
        return folded;
    }
}
