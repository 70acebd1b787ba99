using System.Text.Json;

namespace GanCompression.Notebooks;

/// <summary>A notebook as it lies in its file (nbformat 4).</summary>
internal sealed class NotebookDocument
{
    private NotebookDocument(string path, IReadOnlyList<NotebookCell> cells)
    {
        Path = path;
        Cells = cells;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

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

    private static NotebookCell Cell(JsonElement cell, int number)
    {
        string[] tags = cell.GetProperty("metadata").TryGetProperty("tags", out JsonElement list) ? [.. list.EnumerateArray().Select(tag => tag.GetString()!)] : [];
        return new NotebookCell(number, cell.GetProperty("id").GetString()!, cell.GetProperty("cell_type").GetString() == "code", Text(cell.GetProperty("source")), tags);
    }

    // A text is one string, or a list of lines that keep their line feeds.
    private static string Text(JsonElement source) =>
        source.ValueKind == JsonValueKind.Array ? string.Concat(source.EnumerateArray().Select(line => line.GetString())) : source.GetString()!;
}
