namespace GanCompression.Runtime;

/// <summary>A step that computes every channel by itself.</summary>
internal abstract class ChannelStep : Step
{
    /// <summary>Number of channels.</summary>
    public abstract int Channels { get; }

    /// <inheritdoc/>
    public override int MaxParts => Channels;

    /// <summary>Computes one channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="part">Which part of the step it belongs to: parts run at the same time and share no scratch memory.</param>
    public abstract void RunChannel(int channel, int part);

    /// <inheritdoc/>
    public override void RunPart(int part, int parts)
    {
        int end = (int)((long)Channels * (part + 1) / parts);
        for (int channel = (int)((long)Channels * part / parts); channel < end; channel++)
            RunChannel(channel, part);
    }
}
