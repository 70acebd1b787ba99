using System.Collections.Immutable;

namespace GanCompression.Training;

/// <summary>Options of <see cref="Supernet"/>.</summary>
public class SupernetOptions : StudentOptions
{
    /// <summary>The plans to train for.</summary>
    /// <value>
    /// Default null: every entry 1, ¾, ½, ⅜ or ¼ of the teacher's base width, which is the published set 64, 48, 32, 24, 16 for a teacher of width 64.
    /// </value>
    public ChannelSet? Channels { get; set; }

    /// <summary>Residual blocks.</summary>
    /// <value>Default 9; from 1 to 100.</value>
    public int Blocks { get; set; } = 9;

    /// <summary>
    /// A generator that the supernet starts from, for example a distilled student with separable convolutions, at least as wide
    /// as the widest plan: its channels come in the order of their importance (§3.4), so that narrow plans begin with the ones that
    /// matter. Training goes on with its discriminator, if it has one.
    /// </summary>
    /// <value>Default null: as <see cref="StudentOptions.StudentInitialization"/> says, which must be Automatic otherwise.</value>
    public GeneratorModel? InitialStudent { get; set; }

    internal override GeneratorModel? StartingPoint => InitialStudent;

    internal override WeightTable WeightsFrom(Network start, LayerGraph student) => ChannelPruning.ByImportance(start, student);

    // They are for the channels in the order that the start has them in.
    internal override ImmutableArray<FeatureAdaptor> AdaptorsFrom(GeneratorModel start) => [];

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Between(nameof(Blocks), Blocks, 1, 100);
        if (InitialStudent is not null && StudentInitialization != StudentInitialization.Automatic)
            throw Invalid(StudentInitialization, $"StudentInitialization must be Automatic where InitialStudent is set, but was {StudentInitialization}.");
    }

    internal override LayerGraph CreateGraph(int teacherWidth) => GraphOf(ChannelsFor(teacherWidth).Largest);

    internal LayerGraph GraphOf(ChannelPlan plan) => GeneratorNetworks.SubMobileResNet(plan, new ResNetGeneratorOptions { Blocks = Blocks });

    internal virtual ChannelSet ChannelsFor(int teacherWidth) => Channels ?? DefaultChannels(teacherWidth);

    /// <summary>The plans of a supernet for which none are given: every entry 1, ¾, ½, ⅜ or ¼ of a base width.</summary>
    /// <param name="width">The base width: the teacher's, or that of the student that the supernet starts from.</param>
    /// <exception cref="FormatException">The width is not from 1 to <see cref="ChannelPlan.MaxChannels"/>.</exception>
    public static ChannelSet DefaultChannels(int width)
    {
        ImmutableArray<int> eighths = [8, 6, 4, 3, 2];
        return ChannelSet.Uniform([.. eighths.Select(part => Math.Max(1, width * part / 8)).Distinct()]);
    }

    internal override SortedDictionary<string, string> Describe()
    {
        SortedDictionary<string, string> options = base.Describe();
        options[nameof(Channels)] = Channels?.ToString() ?? "default";
        options[nameof(Blocks)] = Text(Blocks);
        return options;
    }
}
