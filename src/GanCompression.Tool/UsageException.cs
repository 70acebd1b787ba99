namespace GanCompression.Tool;

/// <summary>The command line is wrong in a way that only shows when its parts are seen together.</summary>
/// <param name="message">What is wrong and what to type instead.</param>
internal sealed class UsageException(string message) : Exception(message);
