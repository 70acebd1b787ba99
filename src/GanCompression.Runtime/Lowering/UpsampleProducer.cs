namespace GanCompression.Runtime;

/// <summary>Repetition of pixels.</summary>
internal sealed class UpsampleProducer(ValueReference source, int scale) : Producer
{
    public int Scale { get; } = scale;

    public override IReadOnlyList<ValueReference> Sources => [source];
}
