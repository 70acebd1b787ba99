using System.Collections.Immutable;
using System.Globalization;

namespace GanCompression;

/// <summary>
/// The channel counts of a sub-network, in units of the base width (GAN Compression, TPAMI 2022, §3.3):
/// stem, first and second down-sampling, inner widths of the residual blocks, first and second up-sampling.
/// Eight entries give the inner widths of blocks 0–2, 3–5 and 6–8; six entries give one for all blocks.
/// </summary>
public sealed class ChannelPlan : IEquatable<ChannelPlan>
{
    /// <summary>Largest value of an entry.</summary>
    public const int MaxChannels = 4096;

    /// <summary>Creates a plan.</summary>
    /// <param name="channels">Six or eight entries, each from 1 to <see cref="MaxChannels"/>.</param>
    /// <exception cref="FormatException">The number of entries or an entry is out of range.</exception>
    public ChannelPlan(params ReadOnlySpan<int> channels)
    {
        Channels = [.. channels];
        if (channels.Length is not (6 or 8))
            throw new FormatException(FormattableString.Invariant($"Channel plan '{this}' has {channels.Length} entries; expected 8 (stem, down, down, blocks 0-2, blocks 3-5, blocks 6-8, up, up) or 6 (one entry for all blocks)."));
        for (int i = 0; i < channels.Length; i++)
        {
            if (channels[i] is < 1 or > MaxChannels)
                throw new FormatException(FormattableString.Invariant($"Channel plan '{this}': entry {i + 1} is {channels[i]}; expected 1 to {MaxChannels}."));
        }
    }

    /// <summary>The entries.</summary>
    public ImmutableArray<int> Channels { get; }

    /// <summary>Channels of the stem.</summary>
    public int Stem => Channels[0];

    /// <summary>First down-sampling, in half its channels.</summary>
    public int Down1 => Channels[1];

    /// <summary>Second down-sampling and the trunk of the residual blocks, in a quarter of their channels.</summary>
    public int Down2 => Channels[2];

    /// <summary>First up-sampling, in half its channels.</summary>
    public int Up1 => Channels[^2];

    /// <summary>Channels of the second up-sampling.</summary>
    public int Up2 => Channels[^1];

    /// <summary>Inner width of a residual block, in a quarter of its channels.</summary>
    /// <param name="block">Index of the block, from 0.</param>
    /// <param name="blocks">Number of blocks; divided among the plan's entries in thirds.</param>
    public int Inner(int block, int blocks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(block);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(block, blocks);
        return Channels.Length == 6 ? Channels[3] : Channels[3 + block * 3 / blocks];
    }

    /// <summary>The plan with the same value everywhere: a network of that base width.</summary>
    /// <param name="width">The base width.</param>
    /// <param name="entries">Six or eight.</param>
    public static ChannelPlan Uniform(int width, int entries = 8)
    {
        if (entries is not (6 or 8))
            throw new ArgumentOutOfRangeException(nameof(entries), entries, "A channel plan has six or eight entries.");
        var channels = new int[entries];
        Array.Fill(channels, width);
        return new ChannelPlan(channels);
    }

    /// <summary>Reads a plan such as <c>16_16_32_16_32_32_16_16</c>.</summary>
    /// <param name="text">Entries joined by underscores.</param>
    /// <exception cref="FormatException">The text is not a plan.</exception>
    public static ChannelPlan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('_');
        var channels = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out channels[i]))
                throw new FormatException($"Channel plan '{text}': '{parts[i]}' is not a whole number. Expected, for example, 16_16_32_16_32_32_16_16.");
        }

        return new ChannelPlan(channels);
    }

    /// <inheritdoc/>
    public bool Equals(ChannelPlan? other) => other is not null && Channels.AsSpan().SequenceEqual(other.Channels.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ChannelPlan);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int channels in Channels)
            hash.Add(channels);
        return hash.ToHashCode();
    }

    /// <summary>The entries joined by underscores.</summary>
    public override string ToString() => string.Join('_', Channels.Select(c => c.ToString(CultureInfo.InvariantCulture)));
}
