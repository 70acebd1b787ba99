namespace GanCompression.Tool.Benchmarking;

/// <summary>A generator to run, and the size to run it at.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Network">The generator.</param>
/// <param name="ImageSize">Height and width of the image, in pixels.</param>
internal sealed record BenchmarkedModel(string Name, Network Network, int ImageSize);
