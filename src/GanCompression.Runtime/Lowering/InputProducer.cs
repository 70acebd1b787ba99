namespace GanCompression.Runtime;

/// <summary>The image that is passed to the network.</summary>
internal sealed class InputProducer : Producer
{
    public override IReadOnlyList<ValueReference> Sources => [];
}
