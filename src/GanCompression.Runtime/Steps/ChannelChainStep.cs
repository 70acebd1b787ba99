namespace GanCompression.Runtime;

/// <summary>
/// Two steps in one, channel by channel: what the first writes is still in the first-level cache when the second reads it.
/// </summary>
internal sealed unsafe class ChannelChainStep(ChannelStep first, ChannelStep second) : Step
{
    public override IEnumerable<PlaneBuffer> Buffers => first.Buffers.Concat(second.Buffers);

    public override void Bind(float* arena)
    {
        first.Bind(arena);
        second.Bind(arena);
    }

    public override void Run()
    {
        for (int channel = 0; channel < first.Channels; channel++)
        {
            first.RunChannel(channel);
            second.RunChannel(channel);
        }
    }
}
