namespace GanCompression.Runtime;

/// <summary>How a network is compiled.</summary>
public sealed record CompileOptions
{
    /// <summary>Registers to compute with.</summary>
    /// <value>Default <see cref="VectorWidth.Automatic"/>. Every width works on every processor; those it lacks are slow.</value>
    public VectorWidth VectorWidth { get; init; } = VectorWidth.Automatic;
}
