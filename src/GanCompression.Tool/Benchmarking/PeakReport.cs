namespace GanCompression.Tool.Benchmarking;

/// <summary>The most that the machine computes.</summary>
/// <param name="Threads">Threads that compute at the same time.</param>
/// <param name="GigaflopsPerSecond">Billions of floating-point operations per second, two for a multiply-add.</param>
internal sealed record PeakReport(int Threads, double GigaflopsPerSecond);
