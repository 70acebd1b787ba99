using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace GanCompression.Notebooks.Tests;

/// <summary>What the compiler says about the cells, without running them.</summary>
[TestClass]
public sealed class NotebookCodeTests
{
    [TestMethod]
    [DynamicData(nameof(CommittedNotebooks.Rows), typeof(CommittedNotebooks))]
    public void Cells_CompileAgainstTheReferencesOfTheFirstCell(string name)
    {
        // What a kernel has: the framework, and the files that the build lists.
        string list = RepositoryFolder.Path("artifacts", "notebooks", "references.csx");
        string[] listed = [.. File.ReadLines(list).Select(line => line.Split('"')[1])];
        Assert.IsTrue(listed.All(File.Exists), $"'{list}' names files that do not exist.");
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string host = typeof(NotebookGlobals).Assembly.Location;
        MetadataReference[] references = [.. Directory.EnumerateFiles(framework, "System*.dll").Append(Path.Combine(framework, "netstandard.dll")).Append(host).Concat(listed).Select(path => MetadataReference.CreateFromFile(path))];

        ScriptOptions options = NotebookScript.Options(name, references);
        Script<object>? script = null;
        foreach (NotebookCell cell in CommittedNotebooks.Load(name).Cells.Where(cell => cell.IsCode))
        {
            string code = NotebookScript.CodeOf(cell);
            script = script is null ? CSharpScript.Create(code, options, typeof(NotebookGlobals)) : script.ContinueWith(code, options);
            Diagnostic[] problems = [.. script.GetCompilation().GetDiagnostics(CancellationToken.None).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1701")];
            Assert.IsEmpty(problems, $"Cell {cell.Number}: {string.Join("; ", problems.Select(problem => problem.ToString()))}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(CommittedNotebooks.Rows), typeof(CommittedNotebooks))]
    public void Cells_UseWhatTheyDeclareAndImport(string name)
    {
        string[] cells = [.. CommittedNotebooks.Load(name).Cells.Where(cell => cell.IsCode).Select(NotebookScript.CodeOf)];
        CollectionAssert.AreEqual(Array.Empty<string>(), CodeUsage.UnusedNames(cells), "Declared, but never used.");
        CollectionAssert.AreEqual(Array.Empty<string>(), CodeUsage.UnusedImports(cells), "Imported, but never used.");
    }

    [TestMethod]
    public void CodeUsage_WhatIsNotUsed_IsFound()
    {
        string[] cells = ["using System.IO;\nusing System.Diagnostics;\nint a = 1; int b = 2;", "int Twice(int x) => 2 * x;\nint Thrice(int x) => 3 * x;", "display(Path.Combine(\"c\", Twice(a).ToString()));"];
        CollectionAssert.AreEqual(new[] { "b", "Thrice" }, CodeUsage.UnusedNames(cells));
        CollectionAssert.AreEqual(new[] { "using System.Diagnostics;" }, CodeUsage.UnusedImports(cells));
    }
}
