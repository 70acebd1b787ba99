using GanCompression.Tool.Benchmarking;

namespace GanCompression.Tool.Commands;

/// <summary>What <c>benchmark --json</c> prints.</summary>
/// <param name="Command">The verb.</param>
/// <param name="Report">The results.</param>
internal sealed record BenchmarkResult(string Command, InferenceReport Report);
