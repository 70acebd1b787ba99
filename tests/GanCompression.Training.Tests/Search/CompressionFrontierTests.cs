namespace GanCompression.Training.Tests.Search;

[TestClass]
public sealed class CompressionFrontierTests
{
    private static readonly CompressionFrontier s_frontier = new(ComputeBudget.MultiplyAdds(100), "distance <of> a kind",
    [
        new(Plan(1), 100, 50, 0.5, 4, 0.3),
        new(Plan(2), 80, 60, 0.2, 4, 0.1),
        new(Plan(3), 40, 20, 0.6, 4, 0.2),
        new(Plan(4), 30, 10, 0.1, 4, null),
        new(Plan(5), 35, 15, 0.9, 4, 0.9),
        new(Plan(6), 20, 5, 0.05, 2, null),
    ]);

    [TestMethod]
    public void ParetoSet_AreTheScoredPlansThatNoneBeats() =>
        CollectionAssert.AreEqual(new[] { Plan(2), Plan(3), Plan(5) }, s_frontier.ParetoSet.Select(point => point.Plan).ToArray());

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
        Assert.AreEqual("plan,multiply_adds,parameters,distance_to_teacher,images,score,is_pareto", lines[0]);
        Assert.AreEqual("2_2_2_2_2_2_2_2,80,60,0.2,4,0.1,true", lines[2]);
        Assert.AreEqual("6_6_6_6_6_6_6_6,20,5,0.05,2,,false", lines[6]);
    }

    [TestMethod]
    public void ToHtml_IsWellFormedAndShowsTheScoredPlans()
    {
        string html = s_frontier.ToHtml();
        System.Xml.Linq.XElement page = System.Xml.Linq.XElement.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal));
        Assert.HasCount(4, page.Descendants("circle").ToArray());
        Assert.HasCount(5, page.Descendants("tr").ToArray());
        StringAssert.Contains(html, "distance &lt;of&gt; a kind");
    }

    private static ChannelPlan Plan(int width) => ChannelPlan.Uniform(width);
}
