namespace GanCompression.Runtime;

/// <summary>What a stage starts with.</summary>
internal abstract class Producer
{
    /// <summary>What it reads.</summary>
    public abstract IReadOnlyList<ValueReference> Sources { get; }
}
