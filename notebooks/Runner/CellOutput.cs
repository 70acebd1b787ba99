using System.Net;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace GanCompression.Notebooks;

/// <summary>What a cell shows, in the terms of the file format: a value as one or more media types, a line of the console, or an error.</summary>
/// <param name="Kind">The file's <c>output_type</c>.</param>
/// <param name="Data">The text of every media type.</param>
internal sealed record CellOutput(string Kind, IReadOnlyDictionary<string, string> Data)
{
    public const string Displayed = "display_data";
    public const string Result = "execute_result";
    public const string StandardOutput = "stdout";
    public const string StandardError = "stderr";
    public const string Error = "error";

    private const string Html = "text/html";
    private const string Svg = "image/svg+xml";
    private const string Png = "image/png";
    private const string Plain = "text/plain";

    public static CellOutput Of(string kind, IEnumerable<FormattedValue> values) =>
        new(kind, values.ToDictionary(value => value.MimeType, value => value.Value, StringComparer.Ordinal));

    public static CellOutput Of(string kind, string text) => new(kind, new Dictionary<string, string>(StringComparer.Ordinal) { [Plain] = text });

    /// <summary>The text, where there is one: what a console shows of it.</summary>
    public string? Text => Data.GetValueOrDefault(Plain);

    /// <summary>As a part of a page: the richest media type that pages show.</summary>
    public string ToHtml() => Data switch
    {
        _ when Data.TryGetValue(Html, out string? html) => html,
        _ when Data.TryGetValue(Svg, out string? svg) => svg,
        _ when Data.TryGetValue(Png, out string? base64) => $"<img src=\"data:{Png};base64,{base64}\" alt=\"\"/>",
        _ => $"<pre>{WebUtility.HtmlEncode(Text ?? string.Join('\n', Data.Values))}</pre>",
    };

    /// <summary>As an element of the file's list <c>outputs</c>.</summary>
    /// <param name="executionCount">The cell's place among the cells that were run.</param>
    public JsonObject ToJson(int executionCount)
    {
        switch (Kind)
        {
            case StandardOutput or StandardError:
                return new() { ["name"] = Kind, ["output_type"] = "stream", ["text"] = Lines(Text!) };
            case Error:
                return new() { ["ename"] = "Error", ["evalue"] = Text, ["output_type"] = Kind, ["traceback"] = new JsonArray(Text) };
        }

        var data = new JsonObject();
        foreach ((string mimeType, string text) in Data)
            data[mimeType] = mimeType == Png ? text : Lines(text);
        var output = new JsonObject { ["data"] = data, ["metadata"] = new JsonObject(), ["output_type"] = Kind };
        if (Kind == Result)
            output["execution_count"] = executionCount;
        return output;
    }

    // As the format has it: a list of lines, each of which but the last keeps its line feed.
    internal static JsonArray Lines(string text)
    {
        string[] lines = text.Split('\n');
        return [.. lines.Select((line, index) => (JsonNode)(index < lines.Length - 1 ? line + "\n" : line)).Where(line => line.GetValue<string>().Length > 0)];
    }
}
