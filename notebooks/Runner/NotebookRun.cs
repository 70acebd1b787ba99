using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Markdig;

namespace GanCompression.Notebooks;

/// <summary>A notebook that was run, to be written as a notebook with its outputs or as one page.</summary>
/// <param name="Notebook">The notebook.</param>
/// <param name="Cells">Its code cells that were run, in order.</param>
/// <param name="Warnings">What went unseen.</param>
internal sealed record NotebookRun(NotebookDocument Notebook, IReadOnlyList<CellRun> Cells, IReadOnlyList<string> Warnings)
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        pre { background: #8881; border: 1px solid #8884; border-radius: .4rem; padding: .7rem .9rem; overflow-x: auto; font-size: .85rem; }
        .output { margin: .4rem 0 1.4rem 1rem; overflow-x: auto; }
        .output pre { background: none; border: none; padding: 0; white-space: pre-wrap; }
        .error { border-left: .3rem solid #c33; padding-left: .7rem; }
        table { border-collapse: collapse; }
        th, td { padding: .2rem .7rem; border-bottom: 1px solid #8884; }
        """;

    private static readonly JsonSerializerOptions s_format = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly MarkdownPipeline s_markdown = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().DisableHtml().Build();

    /// <summary>Why the last cell failed, with its place; null where none did.</summary>
    public string? Error => Cells.Count > 0 && Cells[^1] is { Error: { } error } failed ? $"{Notebook.Name}, cell {failed.Cell.Number}: {error}" : null;

    /// <summary>The <c>.ipynb</c> file with what its cells showed, which Jupyter, VS Code and GitHub display without a kernel.</summary>
    public string ToNotebook()
    {
        JsonNode root = JsonNode.Parse(File.ReadAllBytes(Notebook.Path))!;
        for (int i = 0; i < Cells.Count; i++)
        {
            int count = i + 1;
            JsonNode cell = root["cells"]![Cells[i].Cell.Number - 1]!;
            cell["execution_count"] = count;
            cell["source"] = CellOutput.Lines(Cells[i].Cell.Source);
            cell["outputs"] = new JsonArray([.. Cells[i].Outputs.Select(output => output.ToJson(count))]);
        }

        return root.ToJsonString(s_format) + "\n";
    }

    /// <summary>A page with text, code and what the cells showed.</summary>
    public string ToHtml()
    {
        var runs = Cells.ToDictionary(run => run.Cell.Number);
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        _ = html.Append("<title>").Append(WebUtility.HtmlEncode(Path.GetFileNameWithoutExtension(Notebook.Path))).Append("</title>\n<style>\n").Append(Style).Append("\n</style></head><body>\n");
        foreach (NotebookCell cell in Notebook.Cells)
        {
            if (!cell.IsCode)
            {
                _ = html.Append(Markdown.ToHtml(cell.Source, s_markdown));
                continue;
            }

            _ = html.Append("<pre><code>").Append(WebUtility.HtmlEncode(cell.Source)).Append("</code></pre>\n");
            foreach (CellOutput output in runs.TryGetValue(cell.Number, out CellRun? run) ? run.Outputs : [])
                _ = html.Append(output.Kind == CellOutput.Error ? "<div class=\"output error\">" : "<div class=\"output\">").Append(output.ToHtml()).Append("</div>\n");
        }

        return html.Append("</body></html>\n").ToString();
    }
}
