using System.Text.Json;
using System.Xml.Linq;

namespace GanCompression.Notebooks.Tests;

/// <summary>The runner on notebooks of a few lines.</summary>
[TestClass]
public sealed class NotebookRunnerTests
{
    private static readonly Dictionary<string, string> s_none = [];

    [TestMethod]
    public async Task Cells_SeeWhatEarlierOnesDeclared()
    {
        using var folder = new TempFolder();
        NotebookDocument notebook = Write(folder, "int a = 2;", "using System.IO;\nint Twice(int x) => 2 * x;", "display(a); Path.Combine(\"b\", $\"{Twice(a)}\")", "int a = 5;", "await System.Threading.Tasks.Task.FromResult(Twice(a))");
        IReadOnlyList<CellRun> runs = await NotebookRunner.RunAsync(notebook, s_none);
        CollectionAssert.AreEqual(new[] { "", "", $"2|b{Path.DirectorySeparatorChar}4", "", "10" }, runs.Select(run => string.Join('|', run.Displayed.Select(value => value.Output.Content))).ToArray());
    }

    [TestMethod]
    public async Task Parameters_AreSetAfterTheirCell()
    {
        using var folder = new TempFolder();
        string path = folder["a.ipynb"];
        File.WriteAllText(path, Json(("parameters", "int epochs = 100; string name = \"none\";"), ("", "$\"{name} {epochs}\"")));
        IReadOnlyList<CellRun> runs = await NotebookRunner.RunAsync(NotebookDocument.Load(path), new Dictionary<string, string> { ["epochs"] = "3", ["name"] = "\"some\"" });
        Assert.AreEqual("some 3", runs[^1].Displayed.Single().Output.Content);
        NotebookException unknown = await Assert.ThrowsExactlyAsync<NotebookException>(() => NotebookRunner.RunAsync(NotebookDocument.Load(path), new Dictionary<string, string> { ["epoch"] = "3" }));
        StringAssert.Contains(unknown.Message, "a.ipynb, cell 1, does not compile: ", StringComparison.Ordinal);
        StringAssert.Contains(unknown.Message, "'epoch'", StringComparison.Ordinal);
        NotebookException without = await Assert.ThrowsExactlyAsync<NotebookException>(() => NotebookRunner.RunAsync(Write(folder, "1"), new Dictionary<string, string> { ["epochs"] = "3" }));
        StringAssert.Contains(without.Message, "no cell tagged 'parameters'", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task FailingCell_IsNamed()
    {
        using var folder = new TempFolder();
        NotebookException missing = await Assert.ThrowsExactlyAsync<NotebookException>(() => NotebookRunner.RunAsync(Write(folder, "int a = 1;", "a + b"), s_none));
        StringAssert.Contains(missing.Message, "cell 2, does not compile: ", StringComparison.Ordinal);
        StringAssert.Contains(missing.Message, "CS0103", StringComparison.Ordinal);
        NotebookException thrown = await Assert.ThrowsExactlyAsync<NotebookException>(() => NotebookRunner.RunAsync(Write(folder, "throw new InvalidOperationException(\"wrong order\");"), s_none));
        StringAssert.EndsWith(thrown.Message, "cell 1, failed: wrong order", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Display_IsReplacedByUpdates()
    {
        using var folder = new TempFolder();
        IReadOnlyList<CellRun> runs = await NotebookRunner.RunAsync(Write(folder, "var line = display(\"first\");\nline.Update(\"second\");", "line.Update(3.5);"), s_none);
        Assert.AreEqual("3.5", runs[0].Displayed.Single().Output.Content);
        Assert.AreEqual(2, runs[0].Displayed.Single().Updates);
        Assert.IsEmpty(runs[1].Displayed);
    }

    [TestMethod]
    public async Task Page_ShowsTextCodeAndOutputs()
    {
        using var folder = new TempFolder();
        string path = folder["page.ipynb"];
        File.WriteAllText(path, Json(("markdown", "# A title\n\nSome `code`, **strong** & *soft* [a link](other.md):\n\n- one\n- two,\n  continued\n\n| a | b |\n|---|---|\n| 1 | < 2 |\n\n```csharp\nx < y\n```"), ("", "\"1 < 2\"")));
        NotebookDocument notebook = NotebookDocument.Load(path);
        string html = NotebookPage.Of(notebook, await NotebookRunner.RunAsync(notebook, s_none));
        XElement body = XElement.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal), LoadOptions.PreserveWhitespace).Element("body")!;
        Assert.AreEqual("A title", body.Element("h1")!.Value);
        Assert.AreEqual("Some code, strong & soft a link:", body.Element("p")!.Value);
        Assert.AreEqual("soft", body.Descendants("em").Single().Value);
        Assert.AreEqual("other.md", body.Descendants("a").Single().Attribute("href")!.Value);
        CollectionAssert.AreEqual(new[] { "one", "two,\ncontinued" }, body.Descendants("li").Select(item => item.Value).ToArray());
        CollectionAssert.AreEqual(new[] { "a", "b", "1", "< 2" }, body.Descendants("tr").Elements().Select(cell => cell.Value).ToArray());
        CollectionAssert.AreEqual(new[] { "x < y", "\"1 < 2\"" }, body.Elements("pre").Select(code => code.Value).ToArray());
        Assert.AreEqual("1 < 2", body.Descendants("div").Single().Value);
    }

    [TestMethod]
    [DataRow("{", "is not a notebook")]
    [DataRow("{}", "is not a notebook")]
    [DataRow("{\"nbformat\": 3}", "has notebook format 3; expected 4.")]
    public void Load_SomethingElse_SaysWhat(string content, string message)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["a.ipynb"], content);
        _ = AssertEx.ThrowsWith<FormatException>(() => NotebookDocument.Load(folder["a.ipynb"]), "a.ipynb", message);
    }

    private static NotebookDocument Write(TempFolder folder, params string[] cells)
    {
        string path = folder["cells.ipynb"];
        File.WriteAllText(path, Json([.. cells.Select(cell => ("", cell))]));
        return NotebookDocument.Load(path);
    }

    // A cell is code with a tag or none, or, where the tag says so, Markdown.
    private static string Json(params (string Tag, string Source)[] cells) => JsonSerializer.Serialize(new
    {
        nbformat = 4,
        cells = cells.Select((cell, index) => new
        {
            id = $"{index}",
            cell_type = cell.Tag == "markdown" ? "markdown" : "code",
            metadata = new { tags = new[] { cell.Tag } },
            source = cell.Source.Split('\n').Select((line, i) => i == 0 ? line : "\n" + line),
        }),
    });
}
