using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GanCompression.Notebooks.Tests;

/// <summary>What cells declare or import, but never use.</summary>
internal static class CodeUsage
{
    private const string Display = "\ndynamic display(object value) => value;";

    /// <summary>Names of variables and functions that no cell uses.</summary>
    /// <param name="cells">The code of the cells.</param>
    public static string[] UnusedNames(IEnumerable<string> cells)
    {
        SyntaxNode root = Parse(cells).GetRoot();
        var used = root.DescendantNodes().OfType<IdentifierNameSyntax>().Select(node => node.Identifier.Text).ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> declared = root.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(node => node.Identifier.Text)
            .Concat(root.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(node => node.Identifier.Text).Where(name => name != "display"));
        return [.. declared.Where(name => !used.Contains(name))];
    }

    /// <summary>Imports that no cell needs.</summary>
    /// <param name="cells">The code of the cells.</param>
    public static string[] UnusedImports(IEnumerable<string> cells)
    {
        SyntaxTree tree = Parse(cells);
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, usings: ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"]);
        return
        [
            .. CSharpCompilation.Create("cells", [tree], References(), options).GetDiagnostics(CancellationToken.None)
                .Where(diagnostic => diagnostic.Id == "CS8019").Select(diagnostic => tree.GetText().ToString(diagnostic.Location.SourceSpan)),
        ];
    }

    // The framework and the kernel, which this process has, and the files that the first cell of every notebook loads.
    private static IEnumerable<MetadataReference> References()
    {
        string folder = RepositoryFolder.Path("artifacts", "notebooks");
        IEnumerable<string> listed = File.ReadLines(Path.Combine(folder, "references.csx")).Select(line => Path.Combine(folder, line.Split('"')[1]));
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Concat(listed)
            .DistinctBy(path => Path.GetFileName(path)).Select(path => MetadataReference.CreateFromFile(path));
    }

    // All cells as one script, which has its imports first.
    private static SyntaxTree Parse(IEnumerable<string> cells)
    {
        IEnumerable<string> lines = string.Join('\n', cells).Split('\n').OrderBy(line => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') ? 0 : 1);
        return CSharpSyntaxTree.ParseText(string.Join('\n', lines) + Display, new CSharpParseOptions(kind: SourceCodeKind.Script));
    }
}
