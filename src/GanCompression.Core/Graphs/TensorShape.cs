namespace GanCompression;

/// <summary>The shape of one image-like value in a network, without its batch dimension.</summary>
/// <param name="Channels">Number of channels, at least 1.</param>
/// <param name="Height">Height in pixels, at least 1.</param>
/// <param name="Width">Width in pixels, at least 1.</param>
public readonly record struct TensorShape(int Channels, int Height, int Width)
{
    /// <summary>Number of elements: channels × height × width.</summary>
    public long Elements => (long)Channels * Height * Width;

    /// <summary>The shape as <c>channels×height×width</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Channels}×{Height}×{Width}");
}
