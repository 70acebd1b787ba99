namespace GanCompression.Tool.Reporting;

/// <summary>A point of a chart, in the units of the data.</summary>
/// <param name="X">Position along the horizontal axis.</param>
/// <param name="Y">The value.</param>
internal readonly record struct ChartPoint(double X, double Y);
