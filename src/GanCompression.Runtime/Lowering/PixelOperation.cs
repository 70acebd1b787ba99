namespace GanCompression.Runtime;

/// <summary>Something that is done to every pixel by itself.</summary>
internal abstract record PixelOperation;
