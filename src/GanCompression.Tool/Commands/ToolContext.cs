using GanCompression.MLNet;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GanCompression.Tool.Commands;

/// <summary>Makes the ML.NET context of a verb.</summary>
internal static class ToolContext
{
    /// <summary>A context whose warnings are shown, and with <c>--verbose</c> everything but the trace. Errors arrive as exceptions too, so they are not said twice.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="seed">Seed of the context; null where nothing is random.</param>
    public static MLContext Create(ToolConsole console, long? seed = null)
    {
        var context = new MLContext(seed is { } value ? unchecked((int)value) : null);
        context.Log += (_, message) =>
        {
            bool isWanted = message.Kind == ChannelMessageKind.Warning || (console.IsVerbose && message.Kind != ChannelMessageKind.Trace);
            if (isWanted)
                console.Say(message.RawMessage);
        };
        return context;
    }
}
