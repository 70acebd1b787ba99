using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace GanCompression.Notebooks;

/// <summary>A notebook as it lies in its file (nbformat 4).</summary>
internal sealed partial class NotebookDocument
{
    private NotebookDocument(string path, IReadOnlyList<NotebookCell> cells)
    {
        Path = path;
        Cells = cells;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The file's name, for messages.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Its cells, in order.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>Reads a notebook.</summary>
    /// <param name="path">The <c>.ipynb</c> file.</param>
    /// <exception cref="FormatException">The file is no notebook of format 4.</exception>
    public static NotebookDocument Load(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            int format = json.RootElement.GetProperty("nbformat").GetInt32();
            if (format != 4)
                throw new FormatException($"'{path}' has notebook format {format}; expected 4.");
            return new NotebookDocument(path, [.. json.RootElement.GetProperty("cells").EnumerateArray().Select((cell, index) => Cell(cell, index + 1))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"'{path}' is not a notebook: {e.Message}", e);
        }
    }

    /// <summary>The notebook with other values in its cell of parameters.</summary>
    /// <param name="values">By name: the text of a <c>string</c>, a C# expression for every other type.</param>
    /// <exception cref="FormatException">The notebook declares no such parameter.</exception>
    public NotebookDocument With(IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0)
            return this;
        NotebookCell cell = Cells.FirstOrDefault(cell => cell.HasParameters)
            ?? throw new FormatException($"'{Path}' has no cell tagged '{NotebookCell.ParametersTag}', so there is nothing that '{values.First().Key}' could set.");
        string[] declared = [.. Declaration().Matches(cell.Source).Select(match => match.Groups["name"].Value)];
        if (values.Keys.FirstOrDefault(name => !declared.Contains(name)) is { } unknown)
            throw new FormatException($"'{Path}' has no parameter '{unknown}'; it has {string.Join(", ", declared)}.");
        string source = Declaration().Replace(cell.Source, match => values.TryGetValue(match.Groups["name"].Value, out string? value)
            ? $"{match.Groups["type"].Value} {match.Groups["name"].Value} = {(match.Groups["type"].Value == "string" ? SymbolDisplay.FormatLiteral(value, quote: true) : value)};"
            : match.Value);
        return new NotebookDocument(Path, [.. Cells.Select(other => other == cell ? cell with { Source = source } : other)]);
    }

    private static NotebookCell Cell(JsonElement cell, int number)
    {
        string[] tags = cell.GetProperty("metadata").TryGetProperty("tags", out JsonElement list) ? [.. list.EnumerateArray().Select(tag => tag.GetString()!)] : [];
        return new NotebookCell(number, cell.GetProperty("id").GetString()!, cell.GetProperty("cell_type").GetString() == "code", Text(cell.GetProperty("source")), tags);
    }

    // A text is one string, or a list of lines that keep their line feeds.
    private static string Text(JsonElement source) =>
        source.ValueKind == JsonValueKind.Array ? string.Concat(source.EnumerateArray().Select(line => line.GetString())) : source.GetString()!;

    [GeneratedRegex(@"\b(?<type>\w+) (?<name>\w+) = [^;]+;")]
    private static partial Regex Declaration();
}
