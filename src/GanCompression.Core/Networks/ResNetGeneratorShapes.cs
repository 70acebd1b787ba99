using System.Collections.Immutable;
using System.Globalization;

namespace GanCompression;

/// <summary>
/// What the names and shapes of a table of weights say about a generator of the ResNet family, and the graphs of
/// <see cref="GeneratorNetworks"/> that they fit.
/// </summary>
internal sealed class ResNetGeneratorShapes
{
    private const int FirstBlock = 10;

    private readonly ResNetGeneratorOptions _options;
    private readonly int[] _inner;

    private ResNetGeneratorShapes(ResNetGeneratorOptions options, bool isSeparable, int stem, int down1, int trunk, int up1, int up2, int[] inner)
    {
        _options = options;
        _inner = inner;
        IsSeparable = isSeparable;
        Widths = [stem, down1, trunk, .. inner, up1, up2];
    }

    /// <summary>Whether the residual blocks have separable convolutions.</summary>
    public bool IsSeparable { get; }

    /// <summary>Real channel counts: stem, first and second down-sampling, inner widths of the blocks, first and second up-sampling.</summary>
    public ImmutableArray<int> Widths { get; }

    /// <summary>Reads the shapes; null if something that every generator of the family has is missing.</summary>
    /// <param name="shapeOf">The shape of a parameter, or null.</param>
    public static ResNetGeneratorShapes? TryRead(Func<string, ImmutableArray<int>?> shapeOf)
    {
        int blocks = 0;
        while (Block(blocks) is not null)
            blocks++;
        int up = FirstBlock + blocks;
        if (blocks == 0 || Weight(Name(1)) is not { } stem || Weight(Name(4)) is not { } down1 || Weight(Name(7)) is not { } down2
            || Weight(Name(up)) is not { } up1 || Weight(Name(up + 3)) is not { } up2 || Weight(Name(up + 7)) is not { } last)
        {
            return null;
        }

        var options = new ResNetGeneratorOptions
        {
            InputChannels = stem[1],
            OutputChannels = last[0],
            BaseWidth = stem[0],
            Blocks = blocks,
            Norm = shapeOf($"{Name(2)}.weight") is not null ? NormKind.Batch : shapeOf($"{Name(1)}.bias") is not null ? NormKind.Instance : NormKind.None,
        };
        int[] inner = [.. Enumerable.Range(0, blocks).Select(block => Block(block)!.Value[0])];
        return new ResNetGeneratorShapes(options, shapeOf($"{Name(FirstBlock)}.conv_block.1.conv.2.weight") is not null, stem[0], down1[0], down2[0], up1[1], up2[1], inner);

        ImmutableArray<int>? Weight(string node) => shapeOf($"{node}.weight") is { Length: 4 } shape ? shape : null;

        ImmutableArray<int>? Block(int block) =>
            Weight($"{Name(FirstBlock + block)}.conv_block.1") ?? Weight($"{Name(FirstBlock + block)}.conv_block.1.conv.2");

        static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"model.{index}");
    }

    /// <summary>The graphs of the family with these widths, the preferred one first; none if no builder makes such widths.</summary>
    public IEnumerable<(LayerGraph Graph, ChannelPlan Plan)> Candidates()
    {
        int width = _options.BaseWidth;
        if (width is < 1 or > ChannelPlan.MaxChannels)
            yield break;
        if (Widths.SequenceEqual([width, 2 * width, .. Enumerable.Repeat(4 * width, _options.Blocks + 1), 2 * width, width]))
            yield return (IsSeparable ? GeneratorNetworks.MobileResNet(_options) : GeneratorNetworks.ResNet(_options), ChannelPlan.Uniform(width));
        if (!IsSeparable)
            yield break;
        if (Plan(block => _inner[block]) is { } plan)
            yield return (GeneratorNetworks.SubMobileResNet(plan, _options), plan);
        if (_inner.Where((inner, block) => block % 3 != 0 && inner != Widths[2]).Any())
            yield break;
        if (Plan(block => block % 3 == 0 ? _inner[block] : null) is { } legacy)
            yield return (GeneratorNetworks.LegacySubMobileResNet(legacy, _options), legacy);
    }

    // The plan of eight entries with the given inner widths; blocks that say nothing take any.
    private ChannelPlan? Plan(Func<int, int?> innerWidth)
    {
        int blocks = _options.Blocks;
        var thirds = new int?[3];
        for (int block = 0; block < blocks; block++)
        {
            if (innerWidth(block) is not int inner)
                continue;
            ref int? third = ref thirds[block * 3 / blocks];
            third ??= inner;
            if (third != inner)
                return null;
        }

        // With fewer than three blocks some entries belong to no block.
        int first = thirds[0] ?? Widths[2];
        int second = thirds[1] ?? first;
        int[] real = [Widths[0], Widths[1], Widths[2], first, second, thirds[2] ?? second, Widths[^2], Widths[^1]];
        int[] units = [1, 2, 4, 4, 4, 4, 2, 1];
        var channels = new int[real.Length];
        for (int i = 0; i < real.Length; i++)
        {
            channels[i] = real[i] / units[i];
            if (real[i] % units[i] != 0 || channels[i] is < 1 or > ChannelPlan.MaxChannels)
                return null;
        }

        return new ChannelPlan(channels);
    }
}
