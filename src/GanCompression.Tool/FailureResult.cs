namespace GanCompression.Tool;

/// <summary>What a failed verb prints with <c>--json</c>.</summary>
/// <param name="Command">The verb.</param>
/// <param name="Error">Why it failed, in one sentence.</param>
internal sealed record FailureResult(string Command, string Error);
