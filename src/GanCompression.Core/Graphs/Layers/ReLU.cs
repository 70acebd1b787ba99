namespace GanCompression;

/// <summary>Rectifier: max(x, 0).</summary>
public sealed record ReLU : Layer
{
    /// <inheritdoc/>
    public override string Kind => "relu";
}
