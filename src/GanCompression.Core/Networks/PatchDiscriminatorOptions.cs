namespace GanCompression;

/// <summary>Settings of the discriminators of pix2pix and CycleGAN.</summary>
public sealed record PatchDiscriminatorOptions
{
    /// <summary>Channels seen: 6 for a conditional discriminator (source and target joined), 3 for an unconditional one.</summary>
    /// <value>Default 6; at least 1.</value>
    public int InputChannels { get; init; } = 6;

    /// <summary>Channels of the first convolution.</summary>
    /// <value>Default 64; at least 1.</value>
    public int BaseWidth { get; init; } = 64;

    /// <summary>Number of convolutions with stride 2; 3 gives the 70×70 PatchGAN. Not used by the pixel discriminator.</summary>
    /// <value>Default 3; at least 1.</value>
    public int Layers { get; init; } = 3;

    /// <summary>Normalisation.</summary>
    /// <value>Default <see cref="NormKind.Instance"/>.</value>
    public NormKind Norm { get; init; } = NormKind.Instance;
}
