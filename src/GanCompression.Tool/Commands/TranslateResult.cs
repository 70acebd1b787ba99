namespace GanCompression.Tool.Commands;

/// <summary>What <c>translate --json</c> prints.</summary>
/// <param name="Command">The verb.</param>
/// <param name="Model">The model file.</param>
/// <param name="Files">What was translated, in order.</param>
/// <param name="Seconds">Wall-clock time, reading and writing included.</param>
internal sealed record TranslateResult(string Command, string Model, IReadOnlyList<TranslatedFile> Files, double Seconds);
