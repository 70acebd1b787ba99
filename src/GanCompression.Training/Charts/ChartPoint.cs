namespace GanCompression.Training;

/// <summary>A point of a chart, in the units of the data.</summary>
/// <param name="X">Position along the horizontal axis.</param>
/// <param name="Y">The value; a point without a finite one is left out, and interrupts a line.</param>
/// <param name="Name">What is shown when a reader points at it; null for nothing.</param>
internal readonly record struct ChartPoint(double X, double Y, string? Name = null);
