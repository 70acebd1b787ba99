using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace GanCompression.Training;

/// <summary>What a search found: every plan it judged, with cost and quality. Immutable.</summary>
public sealed class CompressionFrontier
{
    private const double ChartWidth = 720;
    private const double ChartHeight = 360;
    private const double Margin = 60;

    internal CompressionFrontier(ComputeBudget budget, string scorer, IEnumerable<FrontierPoint> points)
    {
        Budget = budget;
        Scorer = scorer;
        Points = [.. points.OrderByDescending(point => point.MultiplyAdds).ThenBy(point => point.Plan.ToString(), StringComparer.Ordinal)];
        FrontierPoint[] comparable = [.. Comparable(Points)];
        ParetoSet = [.. comparable.Where(point => !comparable.Any(other => Dominates(other, point)))];
    }

    /// <summary>The budget of the search, in absolute terms.</summary>
    public ComputeBudget Budget { get; }

    /// <summary>Name of what gave the scores.</summary>
    public string Scorer { get; }

    /// <summary>Every plan that was judged, most multiply-adds first.</summary>
    public ImmutableArray<FrontierPoint> Points { get; }

    /// <summary>The scored plans that no other one beats in multiply-adds and score at once, most multiply-adds first.</summary>
    public ImmutableArray<FrontierPoint> ParetoSet { get; }

    /// <summary>The winner: the best plan under the budget of the search.</summary>
    public FrontierPoint Best => BestUnder(Budget);

    /// <summary>The plan with the lowest score within a budget; where none was scored, the one nearest to the teacher on the most images.</summary>
    /// <param name="budget">An absolute budget; see <see cref="ComputeBudget.For"/>.</param>
    /// <exception cref="InvalidOperationException">No plan within the budget was judged; the message names the cheapest one that was.</exception>
    public FrontierPoint BestUnder(ComputeBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        FrontierPoint[] within = [.. Points.Where(point => budget.Allows(point.MultiplyAdds, point.Parameters))];
        return Comparable(within).MinBy(Value) ?? throw new InvalidOperationException(FormattableString.Invariant(
            $"None of the {Points.Length} plans that were judged fits a budget of {budget}{(Points.IsEmpty ? "" : FormattableString.Invariant($"; the cheapest, {Points[^1].Plan}, needs {Points[^1].MultiplyAdds:#,0} multiply-adds and {Points[^1].Parameters:#,0} parameters"))}. Search again with that budget."));
    }

    /// <summary>All points as CSV with a header line; empty where not measured.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder("plan,multiply_adds,parameters,distance_to_teacher,images,score,is_pareto\n");
        foreach (FrontierPoint point in Points)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{point.Plan},{point.MultiplyAdds},{point.Parameters},{point.DistanceToTeacher:R},{point.Images},{point.Score:R},")
                .Append(ParetoSet.Contains(point) ? "true\n" : "false\n");
        }

        return text.ToString();
    }

    /// <summary>A page with a chart of score over multiply-adds and a table of the scored plans. Needs no other file.</summary>
    public string ToHtml()
    {
        FrontierPoint[] comparable = [.. Comparable(Points)];
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Compression frontier</title>\n");
        _ = html.Append("<style>body{font:15px sans-serif;max-width:60rem;margin:2rem auto;color:#222}td,th{padding:.2rem .8rem;text-align:right}svg{font:12px sans-serif}.pareto{font-weight:bold}</style></head><body>\n")
            .Append(CultureInfo.InvariantCulture, $"<h1>Compression frontier</h1>\n<p>{Points.Length} plans judged for {Encode(Budget.ToString())}; {comparable.Length} shown. Lower is better: {Encode(ValueName(comparable))}.</p>\n");
        if (comparable.Length > 0)
        {
            AppendChart(html, comparable);
            _ = html.Append(CultureInfo.InvariantCulture, $"<table><tr><th>Plan</th><th>Multiply-adds</th><th>Parameters</th><th>{Encode(ValueName(comparable))}</th></tr>\n");
            foreach (FrontierPoint point in comparable)
            {
                _ = html.Append(CultureInfo.InvariantCulture,
                    $"<tr{(ParetoSet.Contains(point) ? " class=\"pareto\"" : "")}><td>{point.Plan}</td><td>{point.MultiplyAdds:#,0}</td><td>{point.Parameters:#,0}</td><td>{Value(point):g5}</td></tr>\n");
            }

            _ = html.Append("</table>\n");
        }

        return html.Append("</body></html>\n").ToString();
    }

    // Scores and distances cannot be compared with each other, nor can distances on different images.
    private static IEnumerable<FrontierPoint> Comparable(IReadOnlyCollection<FrontierPoint> points)
    {
        if (points.Any(point => point.Score is not null))
            return points.Where(point => point.Score is not null);
        int images = points.Count == 0 ? 0 : points.Max(point => point.Images);
        return points.Where(point => point.Images == images && point.DistanceToTeacher is not null);
    }

    private static double Value(FrontierPoint point) => point.Score ?? point.DistanceToTeacher!.Value;

    private string ValueName(FrontierPoint[] comparable) => comparable.Any(point => point.Score is not null) ? Scorer : "distance to the teacher";

    private static bool Dominates(FrontierPoint a, FrontierPoint b) =>
        a.MultiplyAdds <= b.MultiplyAdds && Value(a) <= Value(b) && (a.MultiplyAdds < b.MultiplyAdds || Value(a) < Value(b));

    private void AppendChart(StringBuilder html, FrontierPoint[] points)
    {
        (double left, double right) = Range(points.Select(point => (double)point.MultiplyAdds));
        (double low, double high) = Range(points.Select(Value));
        _ = html.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {ChartWidth} {ChartHeight}\" role=\"img\" aria-label=\"Score over multiply-adds\">\n")
            .Append(CultureInfo.InvariantCulture, $"<path d=\"M{Margin} {Margin / 2}V{ChartHeight - Margin}H{ChartWidth - Margin / 2}\" fill=\"none\" stroke=\"#888\"/>\n")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{ChartHeight - Margin / 2}\">{left:#,0}</text><text x=\"{ChartWidth - Margin / 2}\" y=\"{ChartHeight - Margin / 2}\" text-anchor=\"end\">{right:#,0} multiply-adds</text>\n")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"4\" y=\"{ChartHeight - Margin}\">{low:g4}</text><text x=\"4\" y=\"{Margin / 2}\">{high:g4}</text>\n");
        foreach (FrontierPoint point in points)
        {
            double x = Margin + (point.MultiplyAdds - left) / (right - left) * (ChartWidth - Margin * 1.5);
            double y = ChartHeight - Margin - (Value(point) - low) / (high - low) * (ChartHeight - Margin * 1.5);
            _ = html.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\" fill=\"{(ParetoSet.Contains(point) ? "#c0392b" : "#9bb7d4")}\"><title>{point.Plan}: {Value(point):g5}</title></circle>\n");
        }

        _ = html.Append("</svg>\n");
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double low = all.Min();
        double high = all.Max();
        return high > low ? (low, high) : (low, low + Math.Max(1e-9, Math.Abs(low) * 0.1));
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
