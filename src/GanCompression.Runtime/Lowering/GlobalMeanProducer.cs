namespace GanCompression.Runtime;

/// <summary>Mean over the whole image.</summary>
internal sealed class GlobalMeanProducer(ValueReference source) : Producer
{
    public override IReadOnlyList<ValueReference> Sources => [source];
}
