using GanCompression.MLNet;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GanCompression.Tool.Commands;

/// <summary>Makes the ML.NET context of a verb.</summary>
internal static class ToolContext
{
    /// <summary>A context whose warnings are shown, and with <c>--verbose</c> everything but the trace.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="seed">Seed of the context; null where nothing is random.</param>
    public static MLContext Create(ToolConsole console, long? seed = null)
    {
        var context = new MLContext(seed is { } value ? unchecked((int)value) : null);
        context.Log += (_, message) =>
        {
            bool isWanted = message.Kind is ChannelMessageKind.Warning or ChannelMessageKind.Error || (console.IsVerbose && message.Kind == ChannelMessageKind.Info);
            if (isWanted)
                console.Say(message.Message);
        };
        return context;
    }
}
