using System.Net;
using System.Text;

namespace GanCompression.Notebooks;

/// <summary>A notebook that was run, as one HTML page that needs nothing but itself.</summary>
internal static class NotebookPage
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        pre { background: #8881; border: 1px solid #8884; border-radius: .4rem; padding: .7rem .9rem; overflow-x: auto; font-size: .85rem; }
        .output { margin: .4rem 0 1.4rem 1rem; overflow-x: auto; }
        .output pre { background: none; border: none; padding: 0; white-space: pre-wrap; }
        table { border-collapse: collapse; }
        th, td { padding: .2rem .7rem; border-bottom: 1px solid #8884; }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="runs">Its code cells, run.</param>
    public static string Of(NotebookDocument notebook, IReadOnlyList<CellRun> runs)
    {
        var displayed = runs.ToDictionary(run => run.Cell.Number, run => run.Displayed);
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        _ = html.Append("<title>").Append(WebUtility.HtmlEncode(Path.GetFileNameWithoutExtension(notebook.Path))).Append("</title>\n<style>\n").Append(Style).Append("\n</style></head><body>\n");
        foreach (NotebookCell cell in notebook.Cells)
        {
            if (!cell.IsCode)
            {
                _ = html.Append(MarkdownHtml.Of(cell.Source));
                continue;
            }

            _ = html.Append("<pre><code>").Append(WebUtility.HtmlEncode(cell.Source)).Append("</code></pre>\n");
            foreach (DisplayedValue value in displayed.GetValueOrDefault(cell.Number, []))
            {
                CellOutput output = value.Output;
                _ = html.Append("<div class=\"output\">").Append(output.MimeType == CellOutput.Html ? output.Content : $"<pre>{WebUtility.HtmlEncode(output.Content)}</pre>").Append("</div>\n");
            }
        }

        return html.Append("</body></html>\n").ToString();
    }
}
