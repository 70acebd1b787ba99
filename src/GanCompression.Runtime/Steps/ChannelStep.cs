namespace GanCompression.Runtime;

/// <summary>A step that computes every channel by itself.</summary>
internal abstract class ChannelStep : Step
{
    /// <summary>Number of channels.</summary>
    public abstract int Channels { get; }

    /// <summary>Computes one channel.</summary>
    public abstract void RunChannel(int channel);

    /// <inheritdoc/>
    public override void Run()
    {
        for (int channel = 0; channel < Channels; channel++)
            RunChannel(channel);
    }
}
