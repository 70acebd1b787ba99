namespace GanCompression.Runtime;

/// <summary>A <see cref="PixelOperation"/> with everything it needs to run.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Scale">Factor per channel of an affine map.</param>
/// <param name="Shift">What an affine map adds per channel.</param>
/// <param name="Other">The other value of a sum.</param>
internal sealed record PixelInstruction(PixelOperation Operation, float[]? Scale = null, float[]? Shift = null, ImageSource? Other = null);
