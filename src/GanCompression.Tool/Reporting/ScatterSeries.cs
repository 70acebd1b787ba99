namespace GanCompression.Tool.Reporting;

/// <summary>Points of one kind in a chart.</summary>
/// <param name="Name">What the legend calls them.</param>
/// <param name="Colour">Index of their colour; taken modulo the number of colours.</param>
/// <param name="Radius">Size of a point.</param>
/// <param name="Points">The points.</param>
internal sealed record ScatterSeries(string Name, int Colour, double Radius, IReadOnlyList<NamedPoint> Points);
