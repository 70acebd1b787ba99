namespace GanCompression.Runtime;

/// <summary>
/// Two steps in one, channel by channel: what the first writes is still in the first-level cache when the second reads it.
/// </summary>
internal sealed unsafe class ChannelChainStep(ChannelStep first, ChannelStep second) : ChannelStep
{
    public override IEnumerable<PlaneBuffer> Buffers => first.Buffers.Concat(second.Buffers);

    public override int Channels => first.Channels;

    public override void Bind(float* arena)
    {
        first.Bind(arena);
        second.Bind(arena);
    }

    public override void RunChannel(int channel, int part)
    {
        first.RunChannel(channel, part);
        second.RunChannel(channel, part);
    }
}
