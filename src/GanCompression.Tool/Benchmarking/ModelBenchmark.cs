namespace GanCompression.Tool.Benchmarking;

/// <summary>How fast one generator ran.</summary>
/// <param name="Model">The model.</param>
/// <param name="Architecture">Architecture of the generator.</param>
/// <param name="Channels">Base width or channel plan; empty for another kind of network.</param>
/// <param name="ImageSize">Height and width of the image, in pixels.</param>
/// <param name="MultiplyAdds">Multiply-adds per image by the published rule.</param>
/// <param name="ExactMultiplyAdds">Multiply-adds per image that the convolutions need.</param>
/// <param name="Engines">The engines, for each number of threads the product's first.</param>
/// <param name="Layers">The fused steps with the first number of threads; empty where nobody asked.</param>
internal sealed record ModelBenchmark(
    string Model, string Architecture, string Channels, int ImageSize, long MultiplyAdds, long ExactMultiplyAdds, IReadOnlyList<EngineReport> Engines, IReadOnlyList<StepReport> Layers);
