using System.Text.Json;
using System.Text.RegularExpressions;

namespace GanCompression.Notebooks.Tests;

/// <summary>What the committed files must look like, whatever their cells do.</summary>
[TestClass]
public sealed partial class NotebookFormatTests
{
    [TestMethod]
    public void Notebooks_AreThere() => Assert.IsGreaterThanOrEqualTo(2, CommittedNotebooks.Names.Count());

    [TestMethod]
    [DynamicData(nameof(CommittedNotebooks.Rows), typeof(CommittedNotebooks))]
    public void File_IsFormatFourFiveForTheCSharpKernel(string name)
    {
        byte[] bytes = File.ReadAllBytes(CommittedNotebooks.PathOf(name));
        Assert.AreEqual((byte)'{', bytes[0], "There is something before the JSON, such as a byte order mark.");
        Assert.AreEqual((byte)'\n', bytes[^1], "The file does not end with a line feed.");
        JsonElement root = Root(name);
        Assert.AreEqual(4, root.GetProperty("nbformat").GetInt32());
        Assert.AreEqual(5, root.GetProperty("nbformat_minor").GetInt32());
        JsonElement metadata = root.GetProperty("metadata");
        Assert.AreEqual(".net-csharp", metadata.GetProperty("kernelspec").GetProperty("name").GetString());
        Assert.AreEqual("C#", metadata.GetProperty("kernelspec").GetProperty("language").GetString());
        Assert.AreEqual("C#", metadata.GetProperty("language_info").GetProperty("name").GetString());
        Assert.AreEqual("csharp", metadata.GetProperty("polyglot_notebook").GetProperty("kernelInfo").GetProperty("defaultKernelName").GetString());
    }

    [TestMethod]
    [DynamicData(nameof(CommittedNotebooks.Rows), typeof(CommittedNotebooks))]
    public void Cells_HaveIdsAndNoOutputs(string name)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement cell in Root(name).GetProperty("cells").EnumerateArray())
        {
            string id = cell.GetProperty("id").GetString()!;
            StringAssert.Matches(id, CellId());
            Assert.IsTrue(ids.Add(id), $"Two cells have the id '{id}'.");
            Assert.AreEqual(JsonValueKind.Array, cell.GetProperty("source").ValueKind, $"Cell '{id}': the source is no list of lines.");
            if (cell.GetProperty("cell_type").GetString() != "code")
                continue;
            Assert.AreEqual(0, cell.GetProperty("outputs").GetArrayLength(), $"Cell '{id}' has outputs; clear them before committing.");
            Assert.AreEqual(JsonValueKind.Null, cell.GetProperty("execution_count").ValueKind, $"Cell '{id}' has an execution count; clear the outputs before committing.");
            Assert.AreEqual("csharp", cell.GetProperty("metadata").GetProperty("polyglot_notebook").GetProperty("kernelName").GetString());
        }
    }

    [TestMethod]
    [DynamicData(nameof(CommittedNotebooks.Rows), typeof(CommittedNotebooks))]
    public void Cells_BeginWithTitleReferencesAndParameters(string name)
    {
        NotebookDocument notebook = CommittedNotebooks.Load(name);
        StringAssert.StartsWith(notebook.Cells[0].Source, "# ", StringComparison.Ordinal);
        Assert.AreEqual("#load \"../artifacts/notebooks/references.csx\"", notebook.Cells.First(cell => cell.IsCode).Source);
        NotebookCell parameters = notebook.Cells.Single(cell => cell.HasParameters);
        Assert.IsTrue(parameters.Source.Split('\n').All(line => ParameterLine().IsMatch(line)), $"The cell of parameters declares something else: {parameters.Source}");
        StringAssert.StartsWith(notebook.Cells[^1].Source, "## What to try next", StringComparison.Ordinal);
    }

    [TestMethod]
    [DynamicData(nameof(CommittedNotebooks.Rows), typeof(CommittedNotebooks))]
    public void Text_HasNoMagicCommandsAndNoAbsolutePaths(string name)
    {
        foreach (NotebookCell cell in CommittedNotebooks.Load(name).Cells)
        {
            if (cell.IsCode)
                Assert.DoesNotMatchRegex(Magic(), cell.Source);
            Assert.DoesNotMatchRegex(AbsolutePath(), cell.Source);
        }
    }

    [TestMethod]
    [DynamicData(nameof(CommittedNotebooks.Rows), typeof(CommittedNotebooks))]
    public void Links_LeadToFilesOfTheRepository(string name)
    {
        foreach (Match link in CommittedNotebooks.Load(name).Cells.Where(cell => !cell.IsCode).SelectMany(cell => Link().Matches(cell.Source)))
        {
            string target = link.Groups[1].Value;
            if (!target.StartsWith("https://", StringComparison.Ordinal))
                Assert.IsTrue(File.Exists(RepositoryFolder.Path("notebooks", target)), $"There is no '{target}'.");
        }
    }

    private static JsonElement Root(string name) => JsonDocument.Parse(File.ReadAllBytes(CommittedNotebooks.PathOf(name))).RootElement;

    [GeneratedRegex("^[0-9a-f]{8}$")]
    private static partial Regex CellId();

    [GeneratedRegex(@"^(int|double|string) \w+ = [^;]+;( +// .*)?$")]
    private static partial Regex ParameterLine();

    [GeneratedRegex(@"^\s*(#!|#i\b|#r\b|%)", RegexOptions.Multiline)]
    private static partial Regex Magic();

    [GeneratedRegex(@"(?<![\w.:/])/(home|work|root|tmp|Users|usr)/|[A-Za-z]:\\")]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
