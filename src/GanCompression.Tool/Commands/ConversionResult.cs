namespace GanCompression.Tool.Commands;

/// <summary>What <c>import --json</c> and <c>export --json</c> print.</summary>
/// <param name="Command">The verb.</param>
/// <param name="Output">The file that was written.</param>
/// <param name="Model">The model in figures.</param>
internal sealed record ConversionResult(string Command, string Output, ModelSummary Model);
