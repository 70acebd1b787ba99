using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using GanCompression.Quality;

namespace GanCompression.Training;

/// <summary>What a search found: every plan it judged, with cost and quality. Immutable.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class CompressionFrontier : IHtmlView
{
    internal CompressionFrontier(
        ComputeBudget budget, string scorer, IEnumerable<FrontierPoint> points, string quickScoreName = "quick score", long generatorRuns = 0, long plansPriced = 0)
    {
        Budget = budget;
        Scorer = scorer;
        QuickScoreName = quickScoreName;
        GeneratorRuns = generatorRuns;
        PlansPriced = plansPriced;
        Points = [.. points.OrderByDescending(point => point.MultiplyAdds).ThenBy(point => point.Plan.ToString(), StringComparer.Ordinal)];
        ParetoSet = ParetoSetOver(ComputeBudgetKind.MultiplyAdds);
        RankCorrelation = Correlation();
    }

    /// <summary>The budget of the search, in absolute terms.</summary>
    public ComputeBudget Budget { get; }

    /// <summary>Name of what gave the scores.</summary>
    public string Scorer { get; }

    /// <summary>Name of what plans were ranked by, on few images, before the scorer was asked about all; see <see cref="QuickRanking"/>.</summary>
    public string QuickScoreName { get; }

    /// <summary>Every plan that was judged, most multiply-adds first.</summary>
    public ImmutableArray<FrontierPoint> Points { get; }

    /// <summary>The scored plans that no other one beats in multiply-adds and score at once, most multiply-adds first.</summary>
    public ImmutableArray<FrontierPoint> ParetoSet { get; }

    /// <summary>
    /// Spearman's rank correlation, from -1 to 1, between quick score and score: how well the quick ranking of plans agrees
    /// with the slow one. Over the plans that have both, of those on the most images; null for fewer than three, where either is
    /// the same for all, or where the quick score is of all images and so the score itself. <see cref="RankComparison"/> is the search to measure it with.
    /// </summary>
    public double? RankCorrelation { get; }

    /// <summary>
    /// Images that sub-networks made to be judged. Where an earlier search of the same journal made some of them, they count as if this
    /// one had; runs that only measure latency do not count.
    /// </summary>
    public long GeneratorRuns { get; }

    /// <summary>Plans whose price was compared with the budget, in closed form: no network ran for it.</summary>
    public long PlansPriced { get; }

    /// <summary>What goes into the provenance of the winner: how it was found.</summary>
    internal Func<StageRecord> Record { get; set; } = () => new() { Stage = SearchRecord.StageName };

    /// <summary>The winner: the best plan under the budget of the search.</summary>
    public FrontierPoint Best => BestUnder(Budget);

    /// <summary>The plan with the lowest score within a budget; where none was scored, the one with the lowest quick score on the most images.</summary>
    /// <param name="budget">An absolute budget; see <see cref="ComputeBudget.For"/>. For one of latency, plans whose latency was not measured do not count.</param>
    /// <exception cref="InvalidOperationException">No plan within the budget was judged; the message names the cheapest one that was.</exception>
    public FrontierPoint BestUnder(ComputeBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        FrontierPoint[] within = [.. Points.Where(point => Fits(point, budget))];
        return Comparable(within).MinBy(Value) ?? throw new InvalidOperationException($"None of the {Points.Length} plans that were judged fits a budget of {budget}{Cheapest(budget.Kind)}. Search again with that budget.");
    }

    /// <summary>The scored plans that no other one beats in a cost and score at once, most costly first.</summary>
    /// <param name="cost">The cost; <see cref="ComputeBudgetKind.Ratio"/> means multiply-adds. For latency, plans whose latency was not measured do not count.</param>
    public ImmutableArray<FrontierPoint> ParetoSetOver(ComputeBudgetKind cost)
    {
        (FrontierPoint Point, double Cost)[] comparable = [.. Comparable(Points).Select(point => (point, CostOf(point, cost))).Where(pair => !double.IsNaN(pair.Item2))];
        return [.. comparable.Where(pair => !comparable.Any(other => Dominates(other, pair))).OrderByDescending(pair => pair.Cost).Select(pair => pair.Point)];
    }

    /// <summary>
    /// All points as CSV with a header line; empty where not measured. The column <c>quick_score</c> is by
    /// <see cref="QuickScoreName"/>, <c>score</c> by <see cref="Scorer"/>, <c>latency_ms</c> in milliseconds per image; <c>is_pareto</c>
    /// says whether the plan belongs to <see cref="ParetoSet"/>.
    /// </summary>
    public string ToCsv()
    {
        var text = new StringBuilder("plan,multiply_adds,parameters,quick_score,images,score,latency_ms,is_pareto\n");
        foreach (FrontierPoint point in Points)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{point.Plan},{point.MultiplyAdds},{point.Parameters},{point.QuickScore:R},{point.Images},{point.Score:R},{point.Latency?.TotalMilliseconds:R},")
                .Append(ParetoSet.Contains(point) ? "true\n" : "false\n");
        }

        return text.ToString();
    }

    /// <summary>A page with a chart of score over multiply-adds and a table of the scored plans. Needs no other file.</summary>
    public string ToHtml() =>
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Compression frontier</title>\n"
        + "<style>body{font:15px sans-serif;max-width:60rem;margin:2rem auto;color:#222}</style></head><body>\n<h1>Compression frontier</h1>\n"
        + ToHtmlFragment() + "</body></html>\n";

    /// <summary>The chart and the table of <see cref="ToHtml"/> without a page around them, as notebooks show them.</summary>
    public string ToHtmlFragment()
    {
        FrontierPoint[] comparable = [.. Comparable(Points)];
        var html = new StringBuilder("<div class=\"compression-frontier\">\n");
        _ = html.Append("<style>.compression-frontier td,.compression-frontier th{padding:.2rem .8rem;text-align:right}.compression-frontier .pareto{font-weight:bold}</style>\n")
            .Append(CultureInfo.InvariantCulture, $"<p>{Points.Length} of {PlansPriced:#,0} plans judged for {Encode(Budget.ToString())}, with {GeneratorRuns:#,0} images made; {comparable.Length} shown. Lower is better: {Encode(ValueName(comparable))}.")
            .Append(RankCorrelation is { } correlation ? FormattableString.Invariant($" Rank correlation with {Encode(QuickScoreName)}: {correlation:0.00}.") : "")
            .Append("</p>\n");
        if (comparable.Length > 0)
        {
            _ = html.Append(ScoreChart(comparable)).Append('\n').Append(CultureInfo.InvariantCulture, $"<table><tr><th>Plan</th><th>Multiply-adds</th><th>Parameters</th><th>Latency (ms)</th><th>{Encode(ValueName(comparable))}</th></tr>\n");
            foreach (FrontierPoint point in comparable)
            {
                _ = html.Append(CultureInfo.InvariantCulture,
                    $"<tr{(ParetoSet.Contains(point) ? " class=\"pareto\"" : "")}><td>{point.Plan}</td><td>{point.MultiplyAdds:#,0}</td><td>{point.Parameters:#,0}</td><td>{point.Latency?.TotalMilliseconds:g4}</td><td>{Value(point):g5}</td></tr>\n");
            }

            _ = html.Append("</table>\n");
        }

        return html.Append("</div>\n").ToString();
    }

    string IHtmlView.ToHtml() => ToHtmlFragment();

    // Scores and distances cannot be compared with each other, nor can distances on different images.
    private static IEnumerable<FrontierPoint> Comparable(IReadOnlyCollection<FrontierPoint> points)
    {
        if (points.Any(point => point.Score is not null))
            return points.Where(point => point.Score is not null);
        int images = points.Count == 0 ? 0 : points.Max(point => point.Images);
        return points.Where(point => point.Images == images && point.QuickScore is not null);
    }

    private static double Value(FrontierPoint point) => point.Score ?? point.QuickScore!.Value;

    private string ValueName(FrontierPoint[] comparable) => comparable.Any(point => point.Score is not null) ? Scorer : QuickScoreName;

    private static bool Dominates((FrontierPoint Point, double Cost) a, (FrontierPoint Point, double Cost) b) =>
        a.Cost <= b.Cost && Value(a.Point) <= Value(b.Point) && (a.Cost < b.Cost || Value(a.Point) < Value(b.Point));

    private static double CostOf(FrontierPoint point, ComputeBudgetKind cost) => cost switch
    {
        ComputeBudgetKind.Parameters => point.Parameters,
        ComputeBudgetKind.Latency => point.Latency?.TotalMilliseconds ?? double.NaN,
        _ => point.MultiplyAdds,
    };

    private static bool Fits(FrontierPoint point, ComputeBudget budget) =>
        (budget.Kind != ComputeBudgetKind.Latency || point.Latency is not null) && budget.Allows(point.MultiplyAdds, point.Parameters, point.Latency);

    private string Cheapest(ComputeBudgetKind kind)
    {
        FrontierPoint? cheapest = Points.Where(point => !double.IsNaN(CostOf(point, kind))).MinBy(point => CostOf(point, kind));
        if (cheapest is null)
            return kind == ComputeBudgetKind.Latency && !Points.IsEmpty ? "; the latency of none was measured" : "";
        string time = cheapest.Latency is { } latency ? FormattableString.Invariant($" and {latency.TotalMilliseconds:g4} ms") : "";
        return FormattableString.Invariant($"; the cheapest, {cheapest.Plan}, needs {cheapest.MultiplyAdds:#,0} multiply-adds{(time.Length > 0 ? "," : " and")} {cheapest.Parameters:#,0} parameters{time}");
    }

    private double? Correlation()
    {
        // A quick score of all images, where it is the score itself, says nothing about ranking by fewer.
        FrontierPoint[] both = [.. Points.Where(point => point is { QuickScore: not null, Score: not null } && point.QuickScore != point.Score)];
        int images = both.Length == 0 ? 0 : both.Max(point => point.Images);
        both = [.. both.Where(point => point.Images == images)];
        return SpearmanCorrelation.Of([.. both.Select(point => point.QuickScore!.Value)], [.. both.Select(point => point.Score!.Value)]);
    }

    private XElement ScoreChart(FrontierPoint[] points)
    {
        ChartSeries Of(string name, int colour, bool isPareto) => new(name, colour, [.. points.Where(point => ParetoSet.Contains(point) == isPareto).Select(point =>
            new ChartPoint(point.MultiplyAdds / 1e6, Value(point), FormattableString.Invariant($"{point.Plan}: {Value(point):g5}")))], Radius: 4);
        string value = ValueName(points);
        return new Chart(
            "Plans that were judged", "lower is better",
            new ChartAxis("million multiply-adds", tick => tick.ToString("#,0.###", CultureInfo.InvariantCulture)), new ChartAxis(value, tick => tick.ToString("g4", CultureInfo.InvariantCulture)),
            [Of("beaten by another in cost and score", 5, isPareto: false), Of("Pareto set", 1, isPareto: true)]).ToElement();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
