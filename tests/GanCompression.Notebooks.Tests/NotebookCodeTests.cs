using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        string code = string.Join('\n', CommittedNotebooks.Load(name).Cells.Where(cell => cell.IsCode).Select(NotebookScript.CodeOf));
        SyntaxTree tree = CSharpSyntaxTree.ParseText(Ordered(code) + "\ndynamic display(object value) => value;", new CSharpParseOptions(kind: SourceCodeKind.Script));
        SyntaxNode root = tree.GetRoot();

        var used = root.DescendantNodes().OfType<IdentifierNameSyntax>().Select(node => node.Identifier.Text).ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> declared = root.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(node => node.Identifier.Text)
            .Concat(root.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(node => node.Identifier.Text));
        CollectionAssert.AreEqual(Array.Empty<string>(), declared.Where(identifier => !used.Contains(identifier)).ToArray(), "Declared, but never used.");

        var compilation = CSharpCompilation.Create("cells", [tree], NotebookScript.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"]));
        string[] unused = [.. compilation.GetDiagnostics(CancellationToken.None).Where(diagnostic => diagnostic.Id == "CS8019").Select(diagnostic => tree.GetText().ToString(diagnostic.Location.SourceSpan))];
        CollectionAssert.AreEqual(Array.Empty<string>(), unused, "Imported, but never used.");
    }

    // One file has its imports first.
    private static string Ordered(string code) =>
        string.Join('\n', code.Split('\n').OrderBy(line => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') ? 0 : 1));
}
