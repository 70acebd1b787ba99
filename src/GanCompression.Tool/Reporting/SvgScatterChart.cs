using System.Globalization;
using System.Xml.Linq;

namespace GanCompression.Tool.Reporting;

/// <summary>A chart of points as inline SVG: colours come from the page's style sheet, so it follows the reader's colour scheme.</summary>
internal sealed class SvgScatterChart
{
    private const int Width = 760;
    private const int Height = 320;
    private const int Left = 60;
    private const int Right = 16;
    private const int Top = 16;
    private const int Bottom = 38;
    private const int Ticks = 5;

    private readonly string _title;
    private readonly string _details;
    private readonly string _horizontalAxis;
    private readonly string _verticalAxis;
    private readonly IReadOnlyList<ScatterSeries> _series;

    /// <summary>Creates a chart.</summary>
    /// <param name="title">What it shows, for readers who do not see it.</param>
    /// <param name="details">What else to say under the title.</param>
    /// <param name="horizontalAxis">Name of the horizontal axis.</param>
    /// <param name="verticalAxis">Name of the vertical axis.</param>
    /// <param name="series">The points; later series are drawn over earlier ones.</param>
    public SvgScatterChart(string title, string details, string horizontalAxis, string verticalAxis, IReadOnlyList<ScatterSeries> series)
    {
        _title = title;
        _details = details;
        _horizontalAxis = horizontalAxis;
        _verticalAxis = verticalAxis;
        _series = [.. series.Where(cloud => cloud.Points.Count > 0)];
    }

    /// <summary>The chart with its legend.</summary>
    public XElement ToElement()
    {
        if (_series.Count == 0)
            return new XElement("p", $"{_title}: no values were recorded.");
        return new XElement("figure", new XAttribute("class", "chart"),
            new XElement("figcaption", _title, new XElement("small", _details)),
            Drawing(),
            Legend());
    }

    private XElement Drawing()
    {
        (double left, double right) = Range(_series.SelectMany(cloud => cloud.Points.Select(point => point.At.X)));
        (double low, double high) = Range(_series.SelectMany(cloud => cloud.Points.Select(point => point.At.Y)));
        double X(double value) => Left + ((value - left) / (right - left) * (Width - Left - Right));
        double Y(double value) => Height - Bottom - ((value - low) / (high - low) * (Height - Top - Bottom));

        var svg = new XElement("svg",
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", $"{_title}: {_verticalAxis} over {_horizontalAxis}. " + string.Join(", ", _series.Select(cloud => FormattableString.Invariant($"{cloud.Name}: {cloud.Points.Count}"))) + "."));
        for (int i = 0; i < Ticks; i++)
        {
            double y = low + ((high - low) * i / (Ticks - 1));
            double x = left + ((right - left) * i / (Ticks - 1));
            svg.Add(
                new XElement("line", new XAttribute("class", "grid"), At("x1", Left), At("x2", Width - Right), At("y1", Y(y)), At("y2", Y(y))),
                Label(Left - 6, Y(y) + 4, "end", FigureText.Number(y)),
                Label(X(x), Height - Bottom + 16, i == 0 ? "start" : i == Ticks - 1 ? "end" : "middle", FigureText.Count((long)x)));
        }

        svg.Add(
            new XElement("line", new XAttribute("class", "axis"), At("x1", Left), At("x2", Width - Right), At("y1", Height - Bottom), At("y2", Height - Bottom)),
            Label((Left + Width - Right) / 2.0, Height - 4, "middle", _horizontalAxis));
        foreach (ScatterSeries cloud in _series)
        {
            svg.Add(cloud.Points.Select(point => new XElement("circle",
                new XAttribute("class", Colour(cloud)), At("cx", X(point.At.X)), At("cy", Y(point.At.Y)), At("r", cloud.Radius), new XElement("title", point.Name))));
        }

        return svg;
    }

    private XElement Legend() => new("ul", new XAttribute("class", "legend"),
        _series.Select(cloud => new XElement("li", new XElement("span", new XAttribute("class", "key " + Colour(cloud)), new XAttribute("aria-hidden", "true"), "\u00a0"), cloud.Name)));

    private static string Colour(ScatterSeries cloud) => FormattableString.Invariant($"c{cloud.Colour % HtmlReport.SeriesColours}");

    // A margin on both sides keeps points off the edges, and a single value in the middle.
    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        List<double> all = [.. values];
        double low = all.Min();
        double high = all.Max();
        double margin = high > low ? 0.04 * (high - low) : Math.Max(1e-9, 0.1 * Math.Abs(low));
        return (low - margin, high + margin);
    }

    private static XElement Label(double x, double y, string anchor, string text) =>
        new("text", At("x", x), At("y", y), new XAttribute("text-anchor", anchor), text);

    private static XAttribute At(string name, double value) => new(name, value.ToString("0.##", CultureInfo.InvariantCulture));
}
