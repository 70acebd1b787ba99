namespace GanCompression.MLNet.Training;

/// <summary>A generator of an earlier stage.</summary>
/// <param name="Role">What it is for.</param>
/// <param name="Model">The generator.</param>
internal readonly record struct StageModel(ModelRole Role, GeneratorModel Model);
