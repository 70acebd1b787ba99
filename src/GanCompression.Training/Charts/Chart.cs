using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace GanCompression.Training;

/// <summary>
/// A chart as inline SVG that needs no style sheet. A page that has one sets the colours of the series by the variables
/// <c>--c0</c> to <c>--c5</c>; all other colours are the page's ink.
/// </summary>
/// <remarks>
/// Our own, since all charts follow a page into dark mode and those of losses cross zero: OxyPlot writes fixed colours into its SVG, and has no
/// symmetric-log axis.
/// </remarks>
internal sealed class Chart
{
    private const int Width = 640;
    private const int Height = 280;
    private const int Left = 64;
    private const int Right = 16;
    private const int Top = 12;
    private const int Bottom = 38;
    private const double Margin = 0.04;

    private static readonly string[] s_colours = ["#0969da", "#bc4c00", "#1a7f37", "#8250df", "#bf3989", "#6e7781"];

    private readonly string _title;
    private readonly string _details;
    private readonly ChartAxis _horizontal;
    private readonly ChartAxis _vertical;
    private readonly IReadOnlyList<ChartSeries> _series;

    /// <summary>Creates a chart.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="details">What else to say under the title.</param>
    /// <param name="horizontal">The horizontal axis.</param>
    /// <param name="vertical">The vertical axis.</param>
    /// <param name="series">Lines and points, later ones over earlier ones; those without finite points are left out.</param>
    public Chart(string title, string details, ChartAxis horizontal, ChartAxis vertical, IReadOnlyList<ChartSeries> series)
    {
        _title = title;
        _details = details;
        _horizontal = horizontal;
        _vertical = vertical;
        _series = [.. series.Where(one => one.Points.Any(IsFinite))];
    }

    /// <summary>The chart with title and legend; a paragraph that says so where there is nothing to draw.</summary>
    public XElement ToElement()
    {
        if (_series.Count == 0)
            return new XElement("p", $"{_title}: no values were recorded.");
        return new XElement("figure", new XAttribute("class", "chart"), new XAttribute("style", "margin:0"),
            new XElement("figcaption", _title, _details.Length == 0 ? null : new XElement("small", new XAttribute("style", "display:block"), _details)),
            Drawing(),
            Legend());
    }

    private XElement Drawing()
    {
        List<ChartPoint> points = [.. _series.SelectMany(one => one.Points).Where(IsFinite)];
        // Lines run from edge to edge; circles keep clear of it.
        ChartScale horizontal = _horizontal.ScaleOf(points.Select(point => point.X), _series.All(IsLine) ? 0 : Margin);
        ChartScale vertical = _vertical.ScaleOf(points.Select(point => point.Y), Margin);
        double X(double value) => Left + (horizontal.Position(value) * (Width - Left - Right));
        double Y(double value) => Height - Bottom - (vertical.Position(value) * (Height - Top - Bottom));

        var svg = new XElement("svg",
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")),
            new XAttribute("style", FormattableString.Invariant($"display:block;width:100%;max-width:{Width}px;height:auto;font-size:11px")),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", $"{_title}: {_vertical.Name} over {_horizontal.Name}. {string.Join(", ", _series.Select(one => one.Name))}."));
        foreach (double tick in vertical.Ticks())
            svg.Add(Horizontal(Y(tick), opacity: 0.2), Label(Left - 6, Y(tick) + 4, "end", _vertical.Format(tick)));
        foreach (double tick in horizontal.Ticks())
            svg.Add(Label(X(tick), Height - Bottom + 16, X(tick) > Width - Left ? "end" : "middle", _horizontal.Format(tick)));
        svg.Add(Horizontal(Height - Bottom, opacity: 0.7), Label((Left + Width - Right) / 2.0, Height - 4, "middle", _horizontal.Name));
        foreach (ChartSeries one in _series)
            svg.Add(IsLine(one) ? Line(one, X, Y) : Circles(one, X, Y));
        return svg;
    }

    private XElement Legend() => new("ul",
        new XAttribute("class", "legend"),
        new XAttribute("style", "display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;list-style:none;padding:0;margin:.5rem 0 0;font-size:.8rem"),
        _series.Select(one => new XElement("li",
            new XElement("span", new XAttribute("style", $"color:{Colour(one)}"), new XAttribute("aria-hidden", "true"), IsLine(one) ? "━ " : "● "), one.Name)));

    private static XElement Line(ChartSeries series, Func<double, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        bool pen = false;
        foreach (ChartPoint point in series.Points)
        {
            if (!IsFinite(point))
            {
                pen = false;
                continue;
            }

            _ = path.Append(CultureInfo.InvariantCulture, $"{(pen ? 'L' : 'M')}{x(point.X):0.##} {y(point.Y):0.##}");
            pen = true;
        }

        return new XElement("path",
            new XAttribute("d", path.ToString()),
            new XAttribute("style", $"fill:none;stroke-width:1.8;stroke-linejoin:round;stroke:{Colour(series)}"));
    }

    private static XElement Circles(ChartSeries series, Func<double, double> x, Func<double, double> y) => new("g",
        new XAttribute("style", $"fill:{Colour(series)};fill-opacity:.7"),
        series.Points.Where(IsFinite).Select(point => new XElement("circle",
            At("cx", x(point.X)), At("cy", y(point.Y)), At("r", series.Radius), point.Name is null ? null : new XElement("title", point.Name))));

    private static XElement Horizontal(double y, double opacity) => new("line",
        At("x1", Left), At("x2", Width - Right), At("y1", y), At("y2", y), new XAttribute("stroke", "currentColor"), At("stroke-opacity", opacity));

    private static XElement Label(double x, double y, string anchor, string text) =>
        new("text", At("x", x), At("y", y), new XAttribute("text-anchor", anchor), new XAttribute("fill", "currentColor"), At("fill-opacity", 0.75), text);

    private static XAttribute At(string name, double value) => new(name, value.ToString("0.##", CultureInfo.InvariantCulture));

    private static string Colour(ChartSeries series)
    {
        int index = series.Colour % s_colours.Length;
        return FormattableString.Invariant($"var(--c{index},{s_colours[index]})");
    }

    private static bool IsLine(ChartSeries series) => series.Radius == 0;

    private static bool IsFinite(ChartPoint point) => double.IsFinite(point.X) && double.IsFinite(point.Y);
}
