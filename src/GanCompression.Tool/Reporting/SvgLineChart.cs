using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace GanCompression.Tool.Reporting;

/// <summary>A line chart as inline SVG: colours come from the page's style sheet, so it follows the reader's colour scheme.</summary>
internal sealed class SvgLineChart
{
    private const int Width = 560;
    private const int Height = 260;
    private const int Left = 52;
    private const int Right = 12;
    private const int Top = 12;
    private const int Bottom = 36;
    private const int MostHorizontalTicks = 6;

    private readonly string _title;
    private readonly string _details;
    private readonly string _horizontalAxis;
    private readonly IReadOnlyList<ChartSeries> _series;

    /// <summary>Creates a chart.</summary>
    /// <param name="title">What it shows, for readers who do not see it.</param>
    /// <param name="details">What else to say under the title.</param>
    /// <param name="horizontalAxis">Name of the horizontal axis.</param>
    /// <param name="series">The lines; those without finite points are left out.</param>
    public SvgLineChart(string title, string details, string horizontalAxis, IReadOnlyList<ChartSeries> series)
    {
        _title = title;
        _details = details;
        _horizontalAxis = horizontalAxis;
        _series = [.. series.Where(line => line.Points.Any(point => double.IsFinite(point.Y)))];
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
        List<double> xs = [.. _series.SelectMany(line => line.Points.Select(point => point.X))];
        double first = xs.Min();
        double last = Math.Max(xs.Max(), first + 1e-9);
        var scale = new ChartScale(_series.SelectMany(line => line.Points.Select(point => point.Y)));
        double X(double value) => Left + ((value - first) / (last - first) * (Width - Left - Right));
        double Y(double value) => Height - Bottom - (scale.Position(value) * (Height - Top - Bottom));

        var svg = new XElement("svg",
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", Description()));
        foreach (double tick in scale.Ticks())
        {
            svg.Add(
                new XElement("line", new XAttribute("class", "grid"), At("x1", Left), At("x2", Width - Right), At("y1", Y(tick)), At("y2", Y(tick))),
                Label(Left - 6, Y(tick) + 4, "end", tick.ToString("0.#####", CultureInfo.InvariantCulture)));
        }

        foreach (double tick in HorizontalTicks(first, last))
            svg.Add(Label(X(tick), Height - Bottom + 16, "middle", tick.ToString("0.##", CultureInfo.InvariantCulture)));
        svg.Add(
            new XElement("line", new XAttribute("class", "axis"), At("x1", Left), At("x2", Width - Right), At("y1", Height - Bottom), At("y2", Height - Bottom)),
            Label((Left + Width - Right) / 2.0, Height - 4, "middle", _horizontalAxis));
        foreach (ChartSeries line in _series)
            svg.Add(new XElement("path", new XAttribute("class", "line " + Colour(line)), new XAttribute("d", Path(line.Points, X, Y))));

        return svg;
    }

    private XElement Legend() => new("ul", new XAttribute("class", "legend"),
        _series.Select(line => new XElement("li",
            new XElement("span", new XAttribute("class", "key " + Colour(line)), new XAttribute("aria-hidden", "true"), "\u00a0"),
            FormattableString.Invariant($"{line.Name}: {FigureText.Number(line.Points[0].Y)} → {FigureText.Number(line.Points[^1].Y)}"))));

    private static string Colour(ChartSeries line) => FormattableString.Invariant($"c{line.Colour % HtmlReport.SeriesColours}");

    private string Description() =>
        $"{_title}. " + string.Join(", ", _series.Select(line => $"{line.Name} from {FigureText.Number(line.Points[0].Y)} to {FigureText.Number(line.Points[^1].Y)}")) + ".";

    private static string Path(IReadOnlyList<ChartPoint> points, Func<double, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        bool pen = false;
        foreach (ChartPoint point in points)
        {
            if (!double.IsFinite(point.Y))
            {
                pen = false;
                continue;
            }

            path.Append(CultureInfo.InvariantCulture, $"{(pen ? 'L' : 'M')}{x(point.X):0.##} {y(point.Y):0.##}");
            pen = true;
        }

        return path.ToString();
    }

    private static List<double> HorizontalTicks(double first, double last)
    {
        double rough = (last - first) / MostHorizontalTicks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * new[] { 1, 2, 5, 10 }.First(factor => factor * power >= rough * 0.999);
        var ticks = new List<double>();
        for (double tick = Math.Ceiling(first / step) * step; tick <= last + (1e-6 * step); tick += step)
            ticks.Add(Math.Round(tick, 9));
        return ticks;
    }

    private static XElement Label(double x, double y, string anchor, string text) =>
        new("text", At("x", x), At("y", y), new XAttribute("text-anchor", anchor), text);

    private static XAttribute At(string name, double value) => new(name, value.ToString("0.##", CultureInfo.InvariantCulture));
}
