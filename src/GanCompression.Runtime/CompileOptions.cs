namespace GanCompression.Runtime;

/// <summary>How a network is compiled.</summary>
public sealed record CompileOptions
{
    /// <summary>Registers to compute with.</summary>
    /// <value>Default <see cref="VectorWidth.Automatic"/>. Every width works on every processor; those it lacks are slow.</value>
    public VectorWidth VectorWidth { get; init; } = VectorWidth.Automatic;

    /// <summary>Threads that work on one image: the calling one and some of the thread pool's, which sleep while there is nothing to do.</summary>
    /// <value>
    /// Default 1, which computes most images per second when a session is called from several threads; at least 1, at most 256. The
    /// result may differ in the last digits between numbers of threads; with one number it is always the same.
    /// </value>
    public int NumberOfThreads { get; init; } = 1;

    /// <summary>How many image sizes a <see cref="GeneratorSession"/> keeps compiled networks for.</summary>
    /// <value>Default 4; at least 1.</value>
    public int MaxImageSizes { get; init; } = 4;

    /// <summary>Throws unless every option is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(VectorWidth))
            throw new ArgumentOutOfRangeException(nameof(VectorWidth), VectorWidth, "VectorWidth must be Automatic, Scalar, Bits128, Bits256 or Bits512.");
        if (NumberOfThreads is < 1 or > 256)
            throw new ArgumentOutOfRangeException(nameof(NumberOfThreads), NumberOfThreads, FormattableString.Invariant($"NumberOfThreads must be from 1 to 256, but was {NumberOfThreads}."));
        if (MaxImageSizes < 1)
            throw new ArgumentOutOfRangeException(nameof(MaxImageSizes), MaxImageSizes, FormattableString.Invariant($"MaxImageSizes must be at least 1, but was {MaxImageSizes}."));
    }
}
