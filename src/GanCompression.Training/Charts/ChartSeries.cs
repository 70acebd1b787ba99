namespace GanCompression.Training;

/// <summary>Points of one kind: a line, or circles.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Colour">Index of its colour; taken modulo the number of colours.</param>
/// <param name="Points">The points; those of a line by rising <c>X</c>.</param>
/// <param name="Radius">Radius of the circles; 0 for a line.</param>
internal sealed record ChartSeries(string Name, int Colour, IReadOnlyList<ChartPoint> Points, double Radius = 0);
