namespace GanCompression.Runtime;

/// <summary>Several values, one after the other along the channels.</summary>
internal sealed class ConcatProducer(IReadOnlyList<ValueReference> sources) : Producer
{
    public override IReadOnlyList<ValueReference> Sources => sources;
}
