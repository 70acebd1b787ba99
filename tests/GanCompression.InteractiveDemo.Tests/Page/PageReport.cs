namespace GanCompression.InteractiveDemo.Tests;

/// <summary>How the page's script ended.</summary>
/// <param name="Outcomes">Its tests by their names.</param>
/// <param name="Text">Everything that it printed.</param>
internal sealed record PageReport(IReadOnlyDictionary<string, PageOutcome> Outcomes, string Text);
