using System.Globalization;
using System.Text;

namespace Microsoft.Data.Analysis;

/// <summary>
/// Splits text into records of trimmed fields. Blank lines are skipped; a quoted field may hold separators, doubled quotes and line ends.
/// </summary>
internal sealed class CsvFieldReader
{
    private readonly TextReader _text;
    private readonly char _separator;
    private long _line;

    public CsvFieldReader(TextReader text, char separator)
    {
        _text = text;
        _separator = separator;
    }

    public IEnumerable<string[]> ReadAll()
    {
        while (ReadLine() is string line)
        {
            yield return Split(line);
        }
    }

    private string[] Split(string line)
    {
        long firstLine = _line;
        var fields = new List<string>();
        int position = 0;
        bool more = true;
        while (more)
        {
            int start = SkipBlanks(line, position);
            string field;
            if (start < line.Length && line[start] == '"')
            {
                (field, position) = Quoted(ref line, start + 1, firstLine);
            }
            else
            {
                int end = line.IndexOf(_separator, position);
                end = end < 0 ? line.Length : end;
                (field, position) = (line[position..end], end);
            }

            fields.Add(field.Trim());
            more = position < line.Length && line[position] == _separator;
            position++;
        }

        return fields.ToArray();
    }

    /// <summary>The text up to the closing quote, and the position of the separator or line end behind it.</summary>
    private (string Field, int End) Quoted(ref string line, int position, long firstLine)
    {
        var field = new StringBuilder();
        while (true)
        {
            if (position == line.Length)
            {
                line = ReadLine() ?? throw Malformed(firstLine);
                position = 0;
            }
            else if (line[position] != '"')
            {
                field.Append(line[position++]);
            }
            else if (position + 1 < line.Length && line[position + 1] == '"')
            {
                field.Append('"');
                position += 2;
            }
            else
            {
                break;
            }
        }

        int end = SkipBlanks(line, position + 1);
        return end == line.Length || line[end] == _separator || IsLineEnd(line[end]) ? (field.ToString(), end) : throw Malformed(firstLine);
    }

    private int SkipBlanks(string line, int position)
    {
        while (position < line.Length && char.IsWhiteSpace(line[position]) && line[position] != _separator && !IsLineEnd(line[position]))
        {
            position++;
        }

        return position;
    }

    /// <summary>The next line that is not blank, with its line end; null at the end of the text.</summary>
    private string ReadLine()
    {
        var line = new StringBuilder();
        while (_text.Peek() >= 0)
        {
            char character = (char)_text.Read();
            line.Append(character);
            if (!IsLineEnd(character))
            {
                continue;
            }

            if (character == '\r' && _text.Peek() == '\n')
            {
                line.Append((char)_text.Read());
            }

            _line++;
            if (!IsBlank(line))
            {
                return line.ToString();
            }

            line.Clear();
        }

        _line++;
        return IsBlank(line) ? null : line.ToString();
    }

    private static bool IsBlank(StringBuilder line) => string.IsNullOrWhiteSpace(line.ToString());

    private static bool IsLineEnd(char character) => character is '\r' or '\n';

    private static FormatException Malformed(long line)
        => new($"Line {line.ToString(CultureInfo.InvariantCulture)} cannot be parsed with the current Delimiters.");
}
