namespace GanCompression.Runtime;

/// <summary>The sum with another value.</summary>
/// <param name="Other">The other value.</param>
internal sealed record AddValue(ValueReference Other) : PixelOperation;
