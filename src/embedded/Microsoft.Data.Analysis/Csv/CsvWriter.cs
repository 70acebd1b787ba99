using System.Globalization;
using System.Text;

namespace Microsoft.Data.Analysis;

/// <summary>Writes a frame as separated text, so exactly that numbers read back are the same.</summary>
internal sealed class CsvWriter
{
    private readonly char _separator;
    private readonly CultureInfo _culture;

    public CsvWriter(char separator, CultureInfo culture)
    {
        _separator = separator;
        _culture = culture ?? CultureInfo.CurrentCulture;
        if (_culture.NumberFormat.NumberDecimalSeparator == separator.ToString())
        {
            throw new ArgumentException("Decimal separator cannot match the column separator");
        }
    }

    public void Write(DataFrame frame, Stream stream, bool header, Encoding encoding)
    {
        using var writer = new StreamWriter(stream, encoding, bufferSize: -1, leaveOpen: true);
        if (frame is null)
        {
            return;
        }

        if (header)
        {
            writer.WriteLine(string.Join(_separator, frame.Columns.Select(column => Quoted(column.Name))));
        }

        foreach (DataFrameRow row in frame.Rows)
        {
            writer.WriteLine(string.Join(_separator, row.Select(Format)));
        }
    }

    private string Format(object value) => value switch
    {
        null => "",
        string text => Quoted(text),
        float number => number.ToString("G9", _culture),
        double number => number.ToString("G17", _culture),
        decimal number => number.ToString("G31", _culture),
        DateTime time => time.ToString(_culture),
        _ => string.Create(CultureInfo.CurrentCulture, $"{value}"),
    };

    private string Quoted(string text) => text.AsSpan().IndexOfAny(_separator, '\n', '"') < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
