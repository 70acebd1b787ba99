namespace GanCompression.Runtime;

/// <summary>The value of another stage.</summary>
internal sealed class IdentityProducer(ValueReference source) : Producer
{
    public override IReadOnlyList<ValueReference> Sources => [source];
}
