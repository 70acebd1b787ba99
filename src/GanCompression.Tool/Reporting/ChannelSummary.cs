using System.Globalization;

namespace GanCompression.Tool.Reporting;

/// <summary>The channels of a generator in a few characters: its base width, or its channel plan.</summary>
internal static class ChannelSummary
{
    /// <summary>A width such as <c>64</c>, a plan such as <c>16_16_32_16_32_32_16_16</c>, or an empty text for a network that is not of the ResNet family.</summary>
    public static string Of(LayerGraph graph) => GeneratorNetworks.PlanOf(graph) switch
    {
        null => "",
        { } plan when plan.Channels.Distinct().Count() == 1 => plan.Stem.ToString(CultureInfo.InvariantCulture),
        { } plan => plan.ToString(),
    };
}
