namespace GanCompression.Training;

/// <summary>A node of a feature network whose values a <see cref="PerceptualLoss"/> compares.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Weight">How much its distance counts, above 0.</param>
public sealed record FeatureTap(string Node, double Weight = 1);
