namespace GanCompression.Training.Tests.Search;

[TestClass]
public sealed class CompressionFrontierTests
{
    private static readonly CompressionFrontier s_frontier = new(ComputeBudget.MultiplyAdds(100), "distance <of> a kind",
    [
        new(Plan(1), 100, 50, 0.5, 4, 0.3, TimeSpan.FromMilliseconds(2)),
        new(Plan(2), 80, 60, 0.2, 4, 0.1, TimeSpan.FromMilliseconds(3.25)),
        new(Plan(3), 40, 20, 0.6, 4, 0.2, TimeSpan.FromMilliseconds(2.5)),
        new(Plan(4), 30, 10, 0.1, 4, null),
        new(Plan(5), 35, 15, 0.95, 4, 0.9),
        new(Plan(6), 20, 5, 0.05, 2, null),
    ], "difference <of> pixels", generatorRuns: 1234, plansPriced: 6561);

    [TestMethod]
    public void ParetoSet_AreTheScoredPlansThatNoneBeats() =>
        CollectionAssert.AreEqual(new[] { Plan(2), Plan(3), Plan(5) }, s_frontier.ParetoSet.Select(point => point.Plan).ToArray());

    [TestMethod]
    public void ParetoSetOver_Latency_AreThoseThatNoneBeatsInTime()
    {
        CollectionAssert.AreEqual(new[] { Plan(2), Plan(3), Plan(1) }, s_frontier.ParetoSetOver(ComputeBudgetKind.Latency).Select(point => point.Plan).ToArray());
        CollectionAssert.AreEqual(new[] { Plan(2), Plan(3), Plan(5) }, s_frontier.ParetoSetOver(ComputeBudgetKind.Parameters).Select(point => point.Plan).ToArray());
    }

    [TestMethod]
    public void RankCorrelation_IsSpearmansOverPlansWithBoth()
    {
        // Ranks of the distances 0.5, 0.2, 0.6, 0.95 are 2, 1, 3, 4, and those of the scores 0.3, 0.1, 0.2, 0.9 are 3, 1, 2, 4.
        Assert.AreEqual(0.8, s_frontier.RankCorrelation!.Value, 1e-12);
        FrontierPoint[] points = [.. s_frontier.Points];
        Assert.IsNull(new CompressionFrontier(s_frontier.Budget, "", points[..2]).RankCorrelation);
        Assert.IsNull(new CompressionFrontier(s_frontier.Budget, "", points[..4].Select(point => point with { QuickScore = 1 })).RankCorrelation);

        // A quick score that is the score itself is no ranking of its own.
        Assert.IsNull(new CompressionFrontier(s_frontier.Budget, "", points.Select(point => point with { QuickScore = point.Score })).RankCorrelation);

        // Distances on fewer images do not compare: of those three plans two are left.
        Assert.IsNull(new CompressionFrontier(s_frontier.Budget, "", [points[0], points[1], points[2] with { Images = 2 }]).RankCorrelation);
    }

    [TestMethod]
    [DataRow(new double[] { 1, 2, 2, 3 }, new double[] { 1, 2, 2, 3 }, 1.0)]
    [DataRow(new double[] { 1, 2, 2, 3 }, new double[] { 4, 2, 2, 1 }, -1.0)]
    [DataRow(new double[] { 1, 2, 2, 4, 5 }, new double[] { 2, 1, 3, 3, 3 }, 0.630893268)]
    public void SpearmanCorrelation_Ties_ShareTheMeanRank(double[] a, double[] b, double expected) =>
        Assert.AreEqual(expected, SpearmanCorrelation.Of(a, b)!.Value, 1e-6);

    [TestMethod]
    public void BestUnder_Latency_CountsMeasuredPlansAlone()
    {
        Assert.AreEqual(Plan(2), s_frontier.BestUnder(ComputeBudget.Latency(TimeSpan.FromMilliseconds(3.25))).Plan);
        Assert.AreEqual(Plan(1), s_frontier.BestUnder(ComputeBudget.Latency(TimeSpan.FromMilliseconds(2.4))).Plan);
        _ = AssertEx.ThrowsWith<InvalidOperationException>(
            () => s_frontier.BestUnder(ComputeBudget.Latency(TimeSpan.FromMilliseconds(1.5))),
            "None of the 6 plans that were judged fits a budget of at most 1.5 ms per image; the cheapest, 1_1_1_1_1_1_1_1, needs 100 multiply-adds, 50 parameters and 2 ms. Search again");
    }

    [TestMethod]
    public void BestUnder_TakesTheScoreAndWithoutOneTheDistance()
    {
        Assert.AreEqual(Plan(2), s_frontier.Best.Plan);
        Assert.AreEqual(Plan(3), s_frontier.BestUnder(ComputeBudget.MultiplyAdds(50)).Plan);
        Assert.AreEqual(Plan(4), s_frontier.BestUnder(ComputeBudget.MultiplyAdds(30)).Plan);
        Assert.AreEqual(Plan(4), s_frontier.BestUnder(ComputeBudget.Parameters(12)).Plan);
        _ = AssertEx.ThrowsWith<InvalidOperationException>(
            () => s_frontier.BestUnder(ComputeBudget.MultiplyAdds(19)), "None of the 6 plans that were judged fits a budget of at most 19 multiply-adds; the cheapest, 6_6_6_6_6_6_6_6, needs 20 multiply-adds and 5 parameters.");
    }

    [TestMethod]
    public void ToCsv_HasOneLinePerPoint()
    {
        string[] lines = s_frontier.ToCsv().TrimEnd('\n').Split('\n');
        Assert.HasCount(7, lines);
        Assert.AreEqual("plan,multiply_adds,parameters,quick_score,images,score,latency_ms,is_pareto", lines[0]);
        Assert.AreEqual("2_2_2_2_2_2_2_2,80,60,0.2,4,0.1,3.25,true", lines[2]);
        Assert.AreEqual("6_6_6_6_6_6_6_6,20,5,0.05,2,,,false", lines[6]);
    }

    [TestMethod]
    public void ToHtml_IsWellFormedAndShowsTheScoredPlans()
    {
        string html = s_frontier.ToHtml();
        System.Xml.Linq.XElement page = System.Xml.Linq.XElement.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal));
        Assert.HasCount(4, page.Descendants("circle").ToArray());
        Assert.HasCount(5, page.Descendants("tr").ToArray());
        StringAssert.Contains(html, "6 of 6,561 plans judged for at most 100 multiply-adds, with 1,234 images made; 4 shown. Lower is better: distance &lt;of&gt; a kind. Rank correlation with difference &lt;of&gt; pixels: 0.80.");
        StringAssert.Contains(html, "<td>3.25</td>");
    }

    [TestMethod]
    public void InANotebook_ChartAndTableAreShownAndNothingElseIsStyled()
    {
        object attribute = typeof(CompressionFrontier).GetCustomAttributes(inherit: false).Single(found => found.GetType().Name == "TypeFormatterSourceAttribute");
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        object formatter = ((IEnumerable<object>)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), null)!).Single();
        using var writer = new StringWriter();
        Assert.AreEqual(true, formatter.GetType().GetMethod("Format")!.Invoke(formatter, [s_frontier, writer]));
        Assert.AreEqual(s_frontier.ToHtmlFragment(), writer.ToString());
        StringAssert.Contains(s_frontier.ToHtml(), s_frontier.ToHtmlFragment());
        System.Xml.Linq.XElement fragment = System.Xml.Linq.XElement.Parse(writer.ToString());
        Assert.HasCount(4, fragment.Descendants("circle").ToArray());
        string[] selectors = [.. fragment.Element("style")!.Value.Split('}', StringSplitOptions.RemoveEmptyEntries).SelectMany(rule => rule.Split('{')[0].Split(','))];
        Assert.IsTrue(selectors.All(selector => selector.StartsWith(".compression-frontier ", StringComparison.Ordinal)), string.Join(' ', selectors));
    }

    private static ChannelPlan Plan(int width) => ChannelPlan.Uniform(width);
}
