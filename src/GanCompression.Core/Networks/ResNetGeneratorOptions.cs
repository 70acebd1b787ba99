namespace GanCompression;

/// <summary>Settings of the ResNet generators of pix2pix and CycleGAN.</summary>
public sealed record ResNetGeneratorOptions
{
    /// <summary>Channels of the source image.</summary>
    /// <value>Default 3; at least 1.</value>
    public int InputChannels { get; init; } = 3;

    /// <summary>Channels of the generated image.</summary>
    /// <value>Default 3; at least 1.</value>
    public int OutputChannels { get; init; } = 3;

    /// <summary>Base width: channels of the stem; the trunk has four times as many. Ignored where a channel plan is given.</summary>
    /// <value>Default 64; at least 1.</value>
    public int BaseWidth { get; init; } = 64;

    /// <summary>Number of residual blocks.</summary>
    /// <value>Default 9; at least 1.</value>
    public int Blocks { get; init; } = 9;

    /// <summary>Normalisation.</summary>
    /// <value>Default <see cref="NormKind.Instance"/>.</value>
    public NormKind Norm { get; init; } = NormKind.Instance;

    /// <summary>Dropout inside the residual blocks.</summary>
    /// <value>Default 0; at least 0 and below 1.</value>
    public double DropoutRate { get; init; }
}
