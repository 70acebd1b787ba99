using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanCompression.Notebooks;

/// <summary>A notebook with what its cells showed: what Jupyter, VS Code and GitHub display without a kernel.</summary>
internal static class ExecutedNotebook
{
    private static readonly JsonSerializerOptions s_format = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The content of the <c>.ipynb</c> file.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="runs">Its code cells, run.</param>
    public static string Of(NotebookDocument notebook, IReadOnlyList<CellRun> runs)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllBytes(notebook.Path))!;
        for (int i = 0; i < runs.Count; i++)
        {
            JsonNode cell = root["cells"]![runs[i].Cell.Number - 1]!;
            cell["execution_count"] = i + 1;
            cell["outputs"] = new JsonArray([.. runs[i].Displayed.Select(value => Output(value.Output))]);
        }

        return root.ToJsonString(s_format) + "\n";
    }

    private static JsonObject Output(CellOutput output) => new()
    {
        ["data"] = new JsonObject { [output.MimeType] = Lines(output.Content) },
        ["metadata"] = new JsonObject(),
        ["output_type"] = "display_data",
    };

    // Every line but the last keeps its line feed.
    private static JsonArray Lines(string text)
    {
        string[] lines = text.Split('\n');
        return [.. lines.Select((line, index) => (JsonNode)(index < lines.Length - 1 ? line + "\n" : line))];
    }
}
