namespace GanCompression.Training;

/// <summary>The two generators of a CycleGAN, each with its discriminator.</summary>
/// <param name="Forward">Turns source images into target images.</param>
/// <param name="Backward">Turns target images into source images.</param>
public sealed record CycleGanModels(GeneratorModel Forward, GeneratorModel Backward);
