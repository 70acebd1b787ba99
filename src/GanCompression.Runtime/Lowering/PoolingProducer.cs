namespace GanCompression.Runtime;

/// <summary>Maximum or mean over windows.</summary>
internal sealed class PoolingProducer(ValueReference source, int kernel, int stride, int padding, PoolingKind kind) : Producer
{
    public int Kernel { get; } = kernel;

    public int Stride { get; } = stride;

    public int Padding { get; } = padding;

    public PoolingKind Kind { get; } = kind;

    public override IReadOnlyList<ValueReference> Sources => [source];
}
