using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SkiaSharp;

namespace GanCompression.Notebooks.Tests;

/// <summary>The committed notebooks at a small size on the kernel, in a process that references nothing of the product.</summary>
[TestClass]
public sealed partial class NotebookRunTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    [TestCategory("Notebook")]
    [Timeout(300_000, CooperativeCancellation = true)]
    [DynamicData(nameof(CommittedNotebooks.Rows), typeof(CommittedNotebooks))]
    public async Task Notebook_OnTheKernel_EveryCellRunsAndShows(string name)
    {
        using var folder = new TempFolder();
        string results = Directory.CreateDirectory(folder["results"]).FullName;
        string executed = folder["executed.ipynb"];
        string[] parameters = [.. CommittedNotebooks.QuickParameters(name, results).SelectMany(parameter => new[] { "-p", $"{parameter.Key}={parameter.Value}" })];
        (int exitCode, string output, string error) = await RunnerProcess.Run(TestContext.CancellationToken, [CommittedNotebooks.PathOf(name), "-o", executed, .. parameters]);
        TestContext.WriteLine(output);
        Assert.AreEqual(0, exitCode, error);
        Assert.DoesNotContain("warning: ", error, "An update belongs to nothing that is displayed.");

        JsonElement[] cells = [.. JsonDocument.Parse(File.ReadAllBytes(executed)).RootElement.GetProperty("cells").EnumerateArray()];
        string[][] html = [.. CommittedNotebooks.Load(name).Cells.Where(cell => cell.IsCode).Select((cell, index) => CheckCell(cell, cells[cell.Number - 1], index + 1))];
        Assert.IsGreaterThanOrEqualTo(2, html.Count(shown => shown.Any(part => part.Contains("<img ", StringComparison.Ordinal))), "Cells with pictures.");
        Assert.IsGreaterThanOrEqualTo(2, html.Count(shown => shown.Any(part => part.Contains("<svg ", StringComparison.Ordinal))), "Cells with charts.");
        Assert.IsGreaterThanOrEqualTo(3, html.Count(shown => shown.Any(part => part.Contains("<table", StringComparison.Ordinal))), "Cells with tables.");
        string[] expected = name.StartsWith("01-", StringComparison.Ordinal) ? ["student.gcm", "teacher.gcm"] : ["plans.csv", "student.pth"];
        CollectionAssert.AreEqual(expected, Directory.EnumerateFiles(results).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToArray());
    }

    [TestMethod]
    public void Runner_KnowsNothingOfTheProduct() =>
        CollectionAssert.AreEqual(new[] { "GanCompression.Notebooks.dll" }, Directory.GetFiles(Path.GetDirectoryName(RunnerProcess.Program)!, "GanCompression.*.dll").Select(path => Path.GetFileName(path)).ToArray());

    // What a cell shows follows from what it asks for.
    private static string[] CheckCell(NotebookCell cell, JsonElement executed, int place)
    {
        string where = FormattableString.Invariant($"Cell {cell.Number}");
        Assert.AreEqual(place, executed.GetProperty("execution_count").GetInt32(), $"{where} was not run.");
        JsonElement[] outputs = [.. executed.GetProperty("outputs").EnumerateArray()];
        Assert.IsFalse(outputs.Any(output => output.GetProperty("output_type").GetString() == "error"), $"{where} failed.");
        string[] html = [.. Shown(outputs, "text/html")];
        foreach (string part in html.Where(part => part.Contains("<img ", StringComparison.Ordinal)))
            CheckPictures(XElement.Parse(part), where);

        string lastLine = cell.Source.Split('\n')[^1];
        if (!lastLine.EndsWith(';') && !lastLine.EndsWith('}') && !lastLine.StartsWith('#'))
            Assert.AreEqual("execute_result", outputs[^1].GetProperty("output_type").GetString(), $"{where} ends in an expression, but its value is not the last it shows.");
        if (cell.Source.Contains(".PreviewImages(", StringComparison.Ordinal))
            Assert.Contains(part => part.Contains("<img ", StringComparison.Ordinal), html, $"{where} shows no pictures.");
        if (cell.Source.Contains(".ToHtmlTable(", StringComparison.Ordinal))
            Assert.Contains(part => part.Contains("<td", StringComparison.Ordinal), html, $"{where} shows no table.");
        if (lastLine is "frontier" || lastLine.EndsWith("History", StringComparison.Ordinal))
            Assert.Contains(part => part.Contains("<svg ", StringComparison.Ordinal), html, $"{where} shows no chart.");
        if (cell.Source.Contains("= Live(", StringComparison.Ordinal))
            StringAssert.Matches(Shown(outputs, "text/plain").First(), LastStep(), $"{where}: the line of progress does not end with the last step.");
        if (cell.Source.Contains("searchLine.Update(", StringComparison.Ordinal))
            Assert.DoesNotContain("Searching", Shown(outputs, "text/plain").First(), $"{where}: the line of progress never changed.");
        return html;
    }

    private static IEnumerable<string> Shown(JsonElement[] outputs, string mimeType) => outputs
        .Where(output => output.TryGetProperty("data", out JsonElement data) && data.TryGetProperty(mimeType, out _))
        .Select(output => string.Concat(output.GetProperty("data").GetProperty(mimeType).EnumerateArray().Select(line => line.GetString())));

    private static void CheckPictures(XElement html, string where)
    {
        const string Prefix = "data:image/png;base64,";
        foreach (XElement picture in html.DescendantsAndSelf("img"))
        {
            string source = picture.Attribute("src")!.Value;
            StringAssert.StartsWith(source, Prefix, StringComparison.Ordinal);
            using SKBitmap? image = SKBitmap.Decode(Convert.FromBase64String(source[Prefix.Length..]));
            Assert.IsNotNull(image, $"{where}: a picture that cannot be decoded.");
            Assert.AreEqual(CommittedNotebooks.QuickImageSize, image.Width, $"{where}: width of a picture.");
            Assert.AreEqual(128, int.Parse(picture.Attribute("width")!.Value, CultureInfo.InvariantCulture), $"{where}: shown width of a picture.");
            Assert.IsNotEmpty(picture.Attribute("alt")!.Value, $"{where}: a picture without a description.");
        }
    }

    [GeneratedRegex(@"epoch (\d+)/\1, step (\d+)/\2: ")]
    private static partial Regex LastStep();
}
