namespace GanCompression.Runtime;

/// <summary>Hyperbolic tangent.</summary>
internal sealed record HyperbolicTangent : PixelOperation;
