namespace GanCompression.Tool.Reporting;

/// <summary>A point of a chart with what is shown when a reader points at it.</summary>
/// <param name="Name">The text.</param>
/// <param name="At">Where it lies.</param>
internal sealed record NamedPoint(string Name, ChartPoint At);
