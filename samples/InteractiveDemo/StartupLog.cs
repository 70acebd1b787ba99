using Microsoft.Extensions.Logging;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary>What the service says about itself.</summary>
internal static partial class StartupLog
{
    /// <summary>Where the page is.</summary>
    [LoggerMessage(Level = LogLevel.Information, Message = "Open {Addresses} to paint.")]
    public static partial void Listening(ILogger logger, ICollection<string> addresses);
}
