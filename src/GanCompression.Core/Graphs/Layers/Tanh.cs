namespace GanCompression;

/// <summary>Hyperbolic tangent.</summary>
public sealed record Tanh : Layer
{
    /// <inheritdoc/>
    public override string Kind => "tanh";
}
