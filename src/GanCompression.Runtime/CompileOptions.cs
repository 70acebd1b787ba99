namespace GanCompression.Runtime;

/// <summary>How a network is compiled.</summary>
public sealed record CompileOptions
{
    /// <summary>Registers to compute with.</summary>
    /// <value>Default <see cref="VectorWidth.Automatic"/>. Every width works on every processor; those it lacks are slow.</value>
    public VectorWidth VectorWidth { get; init; } = VectorWidth.Automatic;

    /// <summary>How many image sizes a <see cref="GeneratorSession"/> keeps compiled networks for.</summary>
    /// <value>Default 4; at least 1.</value>
    public int MaxImageSizes { get; init; } = 4;

    /// <summary>Throws unless every option is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(VectorWidth))
            throw new ArgumentOutOfRangeException(nameof(VectorWidth), VectorWidth, "VectorWidth must be Automatic, Scalar, Bits128, Bits256 or Bits512.");
        if (MaxImageSizes < 1)
            throw new ArgumentOutOfRangeException(nameof(MaxImageSizes), MaxImageSizes, FormattableString.Invariant($"MaxImageSizes must be at least 1, but was {MaxImageSizes}."));
    }
}
