namespace GanCompression.InteractiveDemo.Tests;

/// <summary>How a test of the page's script ended.</summary>
/// <param name="Failure">What went wrong; null where nothing did.</param>
/// <param name="Skipped">Why it was not run; null where it was.</param>
internal sealed record PageOutcome(string? Failure, string? Skipped);
