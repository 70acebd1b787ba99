namespace GanCompression.Runtime;

/// <summary>A network ready to run on images of one size.</summary>
/// <param name="Input">Where the caller's image is read from.</param>
/// <param name="Output">Where the result is written to.</param>
/// <param name="Steps">What is done, in order.</param>
/// <param name="Arena">The memory that the steps work in; keeps it alive.</param>
internal sealed record Plan(ExternalImage Input, ExternalImage Output, Step[] Steps, Arena Arena);
