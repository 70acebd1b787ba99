using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace GanCompression.Notebooks;

/// <summary>How the code of a notebook becomes a C# script.</summary>
internal static class NotebookScript
{
    // What the C# kernel of .NET Interactive imports; everything else a notebook imports itself.
    private static readonly string[] s_imports = ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];

    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>The framework, and everything that this program is built with.</summary>
    public static ImmutableArray<MetadataReference> References => s_references.Value;

    /// <summary>Options to compile a notebook with.</summary>
    /// <param name="path">The notebook, for messages.</param>
    /// <param name="references">The assemblies.</param>
    public static ScriptOptions Options(string path, IEnumerable<MetadataReference> references) => ScriptOptions.Default
        .WithReferences(references)
        .WithImports(s_imports)
        .WithLanguageVersion(LanguageVersion.Latest)
        .WithFilePath(path)
        .WithFileEncoding(Encoding.UTF8)
        .WithEmitDebugInformation(true);

    /// <summary>The code of a cell without the lines that load assemblies, which are here already. Line numbers stay.</summary>
    public static string CodeOf(NotebookCell cell) => string.Join('\n', cell.Source.Split('\n').Select(line => IsDirective(line) ? "//" + line : line));

    private static bool IsDirective(string line)
    {
        string text = line.TrimStart();
        return text.StartsWith("#load ", StringComparison.Ordinal) || text.StartsWith("#r ", StringComparison.Ordinal);
    }
}
