using System.Collections.Immutable;
using System.Globalization;

namespace GanCompression;

/// <summary>The channel plans that a supernet is trained for: a list of choices for each entry of a <see cref="ChannelPlan"/>.</summary>
public sealed class ChannelSet
{
    /// <summary>Creates a set.</summary>
    /// <param name="choices">Choices per entry: six or eight lists, each with one to 64 different values from 1 to <see cref="ChannelPlan.MaxChannels"/>.</param>
    /// <exception cref="FormatException">The number of lists or a value is out of range, or a value comes twice.</exception>
    public ChannelSet(params ReadOnlySpan<ImmutableArray<int>> choices)
    {
        if (choices.Length is not (6 or 8))
            throw new FormatException(FormattableString.Invariant($"A channel set has {choices.Length} lists of choices; expected 8 (stem, down, down, blocks 0-2, blocks 3-5, blocks 6-8, up, up) or 6 (one list for all blocks)."));
        for (int i = 0; i < choices.Length; i++)
        {
            ImmutableArray<int> list = choices[i];
            if (list.IsDefaultOrEmpty || list.Length > 64)
                throw new FormatException(FormattableString.Invariant($"List {i + 1} of the channel set has {(list.IsDefault ? 0 : list.Length)} choices; expected 1 to 64."));
            foreach (int value in list)
            {
                if (value is < 1 or > ChannelPlan.MaxChannels)
                    throw new FormatException(FormattableString.Invariant($"List {i + 1} of the channel set offers {value} channels; expected 1 to {ChannelPlan.MaxChannels}."));
            }

            if (list.Distinct().Count() != list.Length)
                throw new FormatException(FormattableString.Invariant($"List {i + 1} of the channel set, {string.Join(", ", list)}, offers a value twice."));
        }

        Choices = [.. choices];
    }

    /// <summary>Choices per entry.</summary>
    public ImmutableArray<ImmutableArray<int>> Choices { get; }

    /// <summary>Number of plans; saturates at <see cref="long.MaxValue"/>.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (ImmutableArray<int> list in Choices)
                count = count > long.MaxValue / list.Length ? long.MaxValue : count * list.Length;
            return count;
        }
    }

    /// <summary>The widest plan: the weights that a supernet has.</summary>
    public ChannelPlan Largest => new([.. Choices.Select(list => list.Max())]);

    /// <summary>The narrowest plan.</summary>
    public ChannelPlan Smallest => new([.. Choices.Select(list => list.Min())]);

    /// <summary>The same choices for every entry, for example 64, 48, 32, 24, 16: the published set for CycleGAN.</summary>
    /// <param name="choices">Different values.</param>
    public static ChannelSet Uniform(params ReadOnlySpan<int> choices)
    {
        ImmutableArray<int> list = [.. choices];
        return new ChannelSet(list, list, list, list, list, list, list, list);
    }

    /// <summary>Names of the published sets for generators of the ResNet family (GAN Compression, TPAMI 2022, §4.1 and its code).</summary>
    public static ImmutableArray<string> PublishedNames { get; } = ["channels-32", "channels-48", "channels-64-cycleGAN", "channels-64-pix2pix"];

    /// <summary>A published set by its name: 6 561, 5 184, 390 625 or 5 764 801 plans.</summary>
    /// <param name="name">One of <see cref="PublishedNames"/>.</param>
    /// <exception cref="FormatException">There is no such set.</exception>
    public static ChannelSet Published(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            "channels-32" => Uniform(32, 24, 16),
            "channels-48" => new ChannelSet([48, 32], [48, 32], [48, 40, 32], [48, 40, 32], [48, 40, 32], [48, 40, 32], [48, 32, 24, 16], [48, 32, 24, 16]),
            "channels-64-cycleGAN" => Uniform(64, 48, 32, 24, 16),
            "channels-64-pix2pix" => Uniform(64, 56, 48, 40, 32, 24, 16),
            _ => throw new FormatException($"There is no published channel set '{name}'; expected {string.Join(", ", PublishedNames)}. Create other sets with new ChannelSet(...) or ChannelSet.Uniform(...)."),
        };
    }

    /// <summary>Reads a set as <see cref="ToString"/> writes it, for example <c>64,48_64,48_32_32_32_32_64,48_64,48</c>.</summary>
    /// <param name="text">Lists joined by underscores; the choices of a list joined by commas.</param>
    /// <exception cref="FormatException">The text is not a channel set.</exception>
    public static ChannelSet Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ChannelSet([.. text.Split('_').Select(list => list.Split(',').Select(Choice).ToImmutableArray())]);

        int Choice(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int channels)
            ? channels
            : throw new FormatException($"Channel set '{text}': '{part}' is not a whole number. Expected lists such as 64,48,32 joined by underscores.");
    }

    /// <summary>A plan at random: each entry by itself, every choice as likely (GAN Compression, TPAMI 2022, §3.3).</summary>
    /// <param name="random">The random numbers.</param>
    public ChannelPlan Sample(ref SeededRandom random)
    {
        var channels = new int[Choices.Length];
        for (int i = 0; i < channels.Length; i++)
            channels[i] = Choices[i][random.NextInt(Choices[i].Length)];
        return new ChannelPlan(channels);
    }

    /// <summary>The lists, as in <c>64,48,32_64,48,32_…</c>.</summary>
    public override string ToString() => string.Join('_', Choices.Select(list => string.Join(',', list.Select(value => value.ToString(CultureInfo.InvariantCulture)))));
}
