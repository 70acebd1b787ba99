using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Data;

namespace GanCompression.Notebooks.Tests;

[TestClass]
public sealed class NotebookRunTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    [TestCategory("Notebook")]
    [Timeout(300_000)]
    [DynamicData(nameof(CommittedNotebooks.Rows), typeof(CommittedNotebooks))]
    public async Task Notebook_AllCells_RunAndShow(string name)
    {
        using var results = new TempFolder();
        NotebookDocument notebook = CommittedNotebooks.Load(name);
        IReadOnlyList<CellRun> runs = await NotebookRunner.RunAsync(
            notebook, CommittedNotebooks.QuickParameters(name, results.Path), run => TestContext.WriteLine($"cell {run.Cell.Number}: {run.Elapsed.TotalSeconds:0.0} s"), TestContext.CancellationToken);

        Assert.HasCount(notebook.Cells.Count(cell => cell.IsCode), runs);
        foreach (CellRun run in runs)
            CheckOutputs(run);
        Assert.IsGreaterThanOrEqualTo(2, runs.Count(run => Html(run).Any(html => html.Contains("<img ", StringComparison.Ordinal))), "Cells with pictures.");
        Assert.IsGreaterThanOrEqualTo(2, runs.Count(run => Html(run).Any(html => html.Contains("<svg ", StringComparison.Ordinal))), "Cells with charts.");
        Assert.IsGreaterThanOrEqualTo(3, runs.Count(run => Html(run).Any(html => html.Contains("<table", StringComparison.Ordinal))), "Cells with tables.");

        string[] expected = name.StartsWith("01-", StringComparison.Ordinal) ? ["student.gcm", "teacher.gcm"] : ["plans.csv", "student.pth"];
        CollectionAssert.AreEqual(expected, results.Names.ToArray());
        XDocument page = XDocument.Parse(NotebookPage.Of(notebook, runs).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal));
        Assert.IsGreaterThan(10, page.Descendants("img").Count(), "Pictures on the page.");
    }

    // What a cell shows follows from what it asks for.
    private static void CheckOutputs(CellRun run)
    {
        string where = FormattableString.Invariant($"Cell {run.Cell.Number}");
        string source = run.Cell.Source;
        string lastLine = source.Split('\n')[^1];
        if (!lastLine.EndsWith(';') && !lastLine.EndsWith('}') && !lastLine.StartsWith('#'))
            Assert.IsNotEmpty(run.Displayed, $"{where} ends in an expression, but shows nothing.");
        foreach (string html in Html(run))
            CheckPictures(XElement.Parse(html), where);
        if (source.Contains(".PreviewImages(", StringComparison.Ordinal))
            Assert.Contains(html => html.Contains("<img ", StringComparison.Ordinal), Html(run), $"{where} shows no pictures.");
        if (source.Contains(".ToHtmlTable(", StringComparison.Ordinal))
            Assert.Contains(html => html.Contains("<td", StringComparison.Ordinal), Html(run), $"{where} shows no table.");
        if (lastLine is "frontier" || lastLine.EndsWith("History", StringComparison.Ordinal))
            Assert.Contains(html => html.Contains("<svg ", StringComparison.Ordinal), Html(run), $"{where} shows no chart.");
        if (source.Contains("= Live(", StringComparison.Ordinal))
        {
            DisplayedValue line = run.Displayed[0];
            Assert.IsGreaterThan(0, line.Updates, $"{where}: the line of progress never changed.");
            StringAssert.Matches(line.Output.Content, new System.Text.RegularExpressions.Regex(@"epoch (\d+)/\1, step (\d+)/\2: "), $"{where}: the line of progress does not end with the last step.");
        }
    }

    private static void CheckPictures(XElement html, string where)
    {
        const string Prefix = "data:image/png;base64,";
        foreach (XElement picture in html.DescendantsAndSelf("img"))
        {
            string source = picture.Attribute("src")!.Value;
            StringAssert.StartsWith(source, Prefix, StringComparison.Ordinal);
            using var file = new MemoryStream(Convert.FromBase64String(source[Prefix.Length..]));
            using MLImage image = MLImage.CreateFromStream(file);
            Assert.AreEqual(CommittedNotebooks.QuickImageSize, image.Width, $"{where}: width of a picture.");
            Assert.AreEqual(128, int.Parse(picture.Attribute("width")!.Value, CultureInfo.InvariantCulture), $"{where}: shown width of a picture.");
            Assert.IsNotEmpty(picture.Attribute("alt")!.Value, $"{where}: a picture without a description.");
        }
    }

    private static string[] Html(CellRun run) => [.. run.Displayed.Select(value => value.Output).Where(output => output.MimeType == CellOutput.Html).Select(output => output.Content)];
}
