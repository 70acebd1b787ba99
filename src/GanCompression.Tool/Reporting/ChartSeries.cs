namespace GanCompression.Tool.Reporting;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Colour">Index of its colour; taken modulo the number of colours.</param>
/// <param name="Points">Its points, by rising <c>X</c>.</param>
internal sealed record ChartSeries(string Name, int Colour, IReadOnlyList<ChartPoint> Points);
