using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace GanCompression.Notebooks;

/// <summary>
/// Turns the Markdown of the notebooks into HTML: headings, paragraphs, lists, tables, fenced code; emphasis, code and links
/// inside a line. Other text is shown as it is.
/// </summary>
internal static partial class MarkdownHtml
{
    /// <summary>The HTML of a text.</summary>
    public static string Of(string markdown)
    {
        var html = new StringBuilder();
        string[] lines = markdown.Split('\n');
        for (int at = 0; at < lines.Length;)
            at = Block(html, lines, at);
        return html.ToString();
    }

    // Writes the block that begins at a line, and says where the next one begins.
    private static int Block(StringBuilder html, string[] lines, int at)
    {
        string line = lines[at].TrimEnd();
        if (line.Length == 0)
            return at + 1;
        if (Heading().Match(line) is { Success: true } heading)
        {
            int level = heading.Groups[1].Length;
            _ = html.Append(FormattableString.Invariant($"<h{level}>{Inline(heading.Groups[2].Value)}</h{level}>\n"));
            return at + 1;
        }

        if (line.StartsWith("```", StringComparison.Ordinal))
        {
            int end = Until(lines, at + 1, other => other.StartsWith("```", StringComparison.Ordinal));
            _ = html.Append("<pre><code>").Append(WebUtility.HtmlEncode(string.Join('\n', lines[(at + 1)..end]))).Append("</code></pre>\n");
            return end + 1;
        }

        if (line.StartsWith('|'))
        {
            int end = Until(lines, at, other => !other.StartsWith('|'));
            Table(html, lines[at..end]);
            return end;
        }

        if (IsItem(line))
        {
            int end = Until(lines, at, other => other.Length == 0);
            List(html, lines[at..end]);
            return end;
        }

        int last = Until(lines, at, other => other.Length == 0);
        _ = html.Append("<p>").Append(Inline(string.Join('\n', lines[at..last]))).Append("</p>\n");
        return last;
    }

    private static int Until(string[] lines, int start, Func<string, bool> isEnd)
    {
        int end = Array.FindIndex(lines, start, line => isEnd(line.TrimEnd()));
        return end < 0 ? lines.Length : end;
    }

    private static bool IsItem(string line) => line.StartsWith("- ", StringComparison.Ordinal);

    // A line that begins no item belongs to the one before.
    private static void List(StringBuilder html, string[] lines)
    {
        var items = new List<string>();
        foreach (string line in lines)
        {
            if (IsItem(line))
                items.Add(line[2..]);
            else
                items[^1] += "\n" + line.Trim();
        }

        _ = html.Append("<ul>\n");
        foreach (string item in items)
            _ = html.Append("<li>").Append(Inline(item)).Append("</li>\n");
        _ = html.Append("</ul>\n");
    }

    private static void Table(StringBuilder html, string[] lines)
    {
        _ = html.Append("<table>\n");
        for (int i = 0; i < lines.Length; i++)
        {
            if (i == 1)
                continue; // The rule below the head.
            string tag = i == 0 ? "th" : "td";
            _ = html.Append("<tr>").AppendJoin("", lines[i].Trim().Trim('|').Split('|').Select(cell => $"<{tag}>{Inline(cell.Trim())}</{tag}>")).Append("</tr>\n");
        }

        _ = html.Append("</table>\n");
    }

    private static string Inline(string text)
    {
        string html = WebUtility.HtmlEncode(text);
        html = Code().Replace(html, "<code>$1</code>");
        html = Strong().Replace(html, "<strong>$1</strong>");
        html = Emphasis().Replace(html, "<em>$1</em>");
        return Link().Replace(html, "<a href=\"$2\">$1</a>");
    }

    [GeneratedRegex("^(#{1,6}) (.*)$")]
    private static partial Regex Heading();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Strong();

    [GeneratedRegex(@"\*([^*\s][^*]*)\*")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
