using System.Text.Json;
using System.Xml.Linq;

namespace GanCompression.Notebooks.Tests;

/// <summary>The runner on notebooks of a few lines.</summary>
[TestClass]
public sealed class NotebookRunnerTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Cells_SeeWhatEarlierOnesDeclared()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["more.csx"], "int six = 6;");
        NotebookRun run = await Run(Write(folder, "#load \"more.csx\"", "using System.IO;\nint Twice(int x) => 2 * x;", "display(six); Path.Combine(\"b\", $\"{Twice(six)}\")", "int six = 5;", "Console.WriteLine(await System.Threading.Tasks.Task.FromResult(Twice(six)));"));
        Assert.IsNull(run.Error);
        string[] kinds = [.. run.Cells.Select(cell => string.Join('|', cell.Outputs.Select(output => output.Kind)))];
        CollectionAssert.AreEqual(new[] { "", "", "display_data|execute_result", "", "stdout" }, kinds);
        StringAssert.Contains(run.Cells[2].Outputs[0].ToHtml(), "6", StringComparison.Ordinal);
        Assert.AreEqual($"b{Path.DirectorySeparatorChar}12", run.Cells[2].Outputs[1].Text);
        Assert.AreEqual($"10{Environment.NewLine}", run.Cells[4].Outputs[0].Text);
    }

    [TestMethod]
    public void Parameters_ReplaceTheValuesOfTheirCell()
    {
        using var folder = new TempFolder();
        NotebookDocument notebook = NotebookDocument.Load(Write(folder, ("parameters", "int epochs = 100; // many\nstring name = \"none\"; double rate = 0.5;"), ("", "epochs")));
        NotebookDocument changed = notebook.With(new Dictionary<string, string> { ["epochs"] = "3", ["name"] = "so \"me\"" });
        Assert.AreEqual("int epochs = 3; // many\nstring name = \"so \\\"me\\\"\"; double rate = 0.5;", changed.Cells[0].Source);
        Assert.AreEqual("epochs", changed.Cells[1].Source);
        _ = AssertEx.ThrowsWith<FormatException>(() => notebook.With(new Dictionary<string, string> { ["epoch"] = "3" }), "no parameter 'epoch'", "it has epochs, name, rate.");
        _ = AssertEx.ThrowsWith<FormatException>(() => NotebookDocument.Load(Write(folder, "1")).With(new Dictionary<string, string> { ["epochs"] = "3" }), "no cell tagged 'parameters'", "'epochs'");
    }

    [TestMethod]
    [DataRow("a + b", "cells.ipynb, cell 2: ", "CS0103", DisplayName = "does not compile")]
    [DataRow("throw new InvalidOperationException(\"wrong order\");", "cells.ipynb, cell 2: ", "InvalidOperationException: wrong order", DisplayName = "throws")]
    public async Task FailingCell_IsNamedAndEndsTheRun(string code, string place, string message)
    {
        using var folder = new TempFolder();
        NotebookRun run = await Run(Write(folder, "int a = 1;", code, "a"));
        StringAssert.StartsWith(run.Error, place, StringComparison.Ordinal);
        StringAssert.Contains(run.Error, message, StringComparison.Ordinal);
        Assert.HasCount(2, run.Cells);
        JsonElement[] cells = Cells(run);
        Assert.AreEqual("error", cells[1].GetProperty("outputs")[0].GetProperty("output_type").GetString());
        Assert.AreEqual(0, cells[2].GetProperty("outputs").GetArrayLength());
    }

    [TestMethod]
    public async Task Updates_ReplaceWhatIsDisplayed_AlsoFromLaterCells()
    {
        using var folder = new TempFolder();
        NotebookRun run = await Run(Write(folder, "using Microsoft.DotNet.Interactive;\nvar line = KernelInvocationContext.Current.Display(\"first\");\nline.Update(\"second\");", "line.Update(\"third\");"));
        Assert.IsNull(run.Error);
        Assert.IsEmpty(run.Warnings);
        Assert.AreEqual("third", run.Cells[0].Outputs.Single().Text);
        Assert.IsEmpty(run.Cells[1].Outputs);
    }

    [TestMethod]
    public async Task Update_OfNothingDisplayed_IsReported()
    {
        // The kernel's own fault: display publishes one id and returns another.
        using var folder = new TempFolder();
        NotebookRun run = await Run(Write(folder, "display(\"first\").Update(\"second\");"));
        Assert.AreEqual("first", run.Cells[0].Outputs.Single().Text);
        StringAssert.StartsWith(run.Warnings.Single(), "cells.ipynb, cell 1: an update belongs to nothing that is displayed, so nobody sees it: 'second'.", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Page_ShowsTextCodeAndOutputs()
    {
        using var folder = new TempFolder();
        NotebookRun run = await Run(Write(folder, ("markdown", "# A title\n\nSome `code`, **strong** & *soft* [a link](other.md):\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | < 2 |"), ("", "\"1 < 2\""), ("", "x < y")));
        string html = run.ToHtml().Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal);
        XElement body = XElement.Parse(html, LoadOptions.PreserveWhitespace).Element("body")!;
        Assert.AreEqual("A title", body.Element("h1")!.Value);
        Assert.AreEqual("Some code, strong & soft a link:", body.Element("p")!.Value);
        Assert.AreEqual("other.md", body.Descendants("a").Single().Attribute("href")!.Value);
        CollectionAssert.AreEqual(new[] { "one", "two" }, body.Descendants("li").Select(item => item.Value).ToArray());
        CollectionAssert.AreEqual(new[] { "a", "b", "1", "< 2" }, body.Descendants("tr").Elements().Select(cell => cell.Value).ToArray());
        CollectionAssert.AreEqual(new[] { "\"1 < 2\"", "x < y" }, body.Elements("pre").Select(code => code.Value).ToArray());
        string[] outputs = [.. body.Elements("div").Select(output => $"{output.Attribute("class")!.Value}: {output.Value}")];
        Assert.AreEqual("output: 1 < 2", outputs[0]);
        StringAssert.StartsWith(outputs[1], "output error: ", StringComparison.Ordinal);
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

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task CommandLine_WritesThePageOrSaysWhatIsWrong()
    {
        using var folder = new TempFolder();
        string notebook = Write(folder, ("parameters", "int a = 1;"), ("", "$\"{a} of them\""), ("", "display(\"first\").Update(\"second\");"), ("", "nothing"));
        (int exitCode, string output, string error) = await RunnerProcess.Run(TestContext.CancellationToken, Path.GetRelativePath(Environment.CurrentDirectory, notebook), "-o", folder["a.html"], "-p", "a=42");
        Assert.AreEqual(1, exitCode);
        StringAssert.Contains(output.ReplaceLineEndings("\n"), "  42 of them\ncell 2: ", StringComparison.Ordinal);
        StringAssert.Contains(error, "warning: cells.ipynb, cell 3: ", StringComparison.Ordinal);
        StringAssert.Contains(error, "error: cells.ipynb, cell 4: ", StringComparison.Ordinal);
        StringAssert.Contains(File.ReadAllText(folder["a.html"]), "<pre>42 of them</pre>", StringComparison.Ordinal);

        (exitCode, _, error) = await RunnerProcess.Run(TestContext.CancellationToken, notebook, "-o", folder["a.pdf"], "-p", "a");
        Assert.AreEqual(2, exitCode);
        StringAssert.Contains(error, "a.pdf' ends in neither .html nor .ipynb.", StringComparison.Ordinal);
        StringAssert.Contains(error, "--parameter 'a' is not of the form NAME=VALUE.", StringComparison.Ordinal);
        (exitCode, _, error) = await RunnerProcess.Run(TestContext.CancellationToken, folder["c.ipynb"]);
        Assert.AreEqual(1, exitCode);
        StringAssert.StartsWith(error, "error: ", StringComparison.Ordinal);
        StringAssert.Contains(error, "c.ipynb", StringComparison.Ordinal);
    }

    // The runner moves to the folder of the notebook, as it may in a process of its own.
    private async Task<NotebookRun> Run(string path)
    {
        string current = Environment.CurrentDirectory;
        try
        {
            return await NotebookRunner.RunAsync(NotebookDocument.Load(path), isDone: null, TestContext.CancellationToken);
        }
        finally
        {
            Environment.CurrentDirectory = current;
        }
    }

    private static JsonElement[] Cells(NotebookRun run) => [.. JsonDocument.Parse(run.ToNotebook()).RootElement.GetProperty("cells").EnumerateArray()];

    private static string Write(TempFolder folder, params string[] cells) => Write(folder, [.. cells.Select(cell => ("", cell))]);

    // A cell is code with a tag or none, or, where the tag says so, Markdown.
    private static string Write(TempFolder folder, params (string Tag, string Source)[] cells)
    {
        string path = folder["cells.ipynb"];
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            nbformat = 4,
            cells = cells.Select((cell, index) => new
            {
                id = $"{index}",
                cell_type = cell.Tag == "markdown" ? "markdown" : "code",
                metadata = new { tags = new[] { cell.Tag } },
                source = cell.Source.Split('\n').Select((line, i) => i == 0 ? line : "\n" + line),
                outputs = Array.Empty<string>(),
            }),
        }));
        return path;
    }
}
