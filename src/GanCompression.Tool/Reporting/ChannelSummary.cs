using System.Globalization;

namespace GanCompression.Tool.Reporting;

/// <summary>The channels of a ResNet generator in a few characters: its base width, or its channel plan.</summary>
internal static class ChannelSummary
{
    private const int FirstBlock = 10;

    /// <summary>A width such as <c>64</c>, a plan such as <c>16_16_32_16_32_32_16_16</c>, or an empty text for another kind of network.</summary>
    public static string Of(LayerGraph graph)
    {
        int blocks = 0;
        while (graph.HasNode($"{Block(blocks)}.conv_block.0"))
            blocks++;
        string[] ends = ["model.1", "model.4", "model.7", Sequential(FirstBlock + blocks), Sequential(FirstBlock + blocks + 3)];
        if (blocks == 0 || !ends.All(graph.HasNode))
            return "";

        int[] inner = [.. Enumerable.Range(0, blocks).Select(block => graph.ChannelsOf($"{Block(block)}.conv_block.2") / 4)];
        int[] plan =
        [
            graph.ChannelsOf(ends[0]), graph.ChannelsOf(ends[1]) / 2, graph.ChannelsOf(ends[2]) / 4,
            inner[0], inner[blocks / 3], inner[2 * blocks / 3],
            graph.ChannelsOf(ends[3]) / 2, graph.ChannelsOf(ends[4]),
        ];
        return plan.Distinct().Count() == 1
            ? plan[0].ToString(CultureInfo.InvariantCulture)
            : string.Join('_', plan.Select(channels => channels.ToString(CultureInfo.InvariantCulture)));

        static string Sequential(int index) => FormattableString.Invariant($"model.{index}");

        static string Block(int index) => Sequential(FirstBlock + index);
    }
}
