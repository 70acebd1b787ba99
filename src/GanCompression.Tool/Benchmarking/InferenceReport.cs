namespace GanCompression.Tool.Benchmarking;

/// <summary>The results of an inference benchmark.</summary>
/// <param name="VectorWidth">Registers that the product's engine computed with.</param>
/// <param name="Processors">Processors that the process may use.</param>
/// <param name="Rounds">How often each engine got its turn.</param>
/// <param name="Peaks">The machine's peak for each number of threads.</param>
/// <param name="Models">The generators.</param>
/// <param name="PeakWorkingSetBytes">Most memory that the process occupied, peers in it included.</param>
/// <param name="ManagedBytes">Managed memory at the end.</param>
internal sealed record InferenceReport(
    string VectorWidth,
    int Processors,
    int Rounds,
    IReadOnlyList<PeakReport> Peaks,
    IReadOnlyList<ModelBenchmark> Models,
    long PeakWorkingSetBytes,
    long ManagedBytes);
