using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Data.Analysis;

namespace GanCompression.MLNet.Training;

/// <summary>Shows data frames in notebooks and pages.</summary>
public static class DataFrameExtensions
{
    /// <summary>The first rows as an HTML table: numbers to the right with thousands grouped and at most six significant digits, missing values empty.</summary>
    /// <param name="frame">The frame, for example <see cref="CompressionFrontierExtensions.ToDataFrame"/>.</param>
    /// <param name="maxRows">Largest number of rows, at least 1; a line below says how many there are in all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxRows"/> is below 1.</exception>
    public static HtmlFragment ToHtmlTable(this DataFrame frame, int maxRows = 25)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        var html = new StringBuilder("<table>\n<thead><tr>");
        foreach (DataFrameColumn column in frame.Columns)
            _ = html.Append(CultureInfo.InvariantCulture, $"<th style=\"text-align:{Side(column)}\">{WebUtility.HtmlEncode(column.Name)}</th>");
        _ = html.Append("</tr></thead>\n<tbody>\n");
        long rows = Math.Min(maxRows, frame.Rows.Count);
        for (long row = 0; row < rows; row++)
        {
            _ = html.Append("<tr>");
            foreach (DataFrameColumn column in frame.Columns)
                _ = html.Append(CultureInfo.InvariantCulture, $"<td style=\"text-align:{Side(column)}\">{WebUtility.HtmlEncode(Text(column[row]))}</td>");
            _ = html.Append("</tr>\n");
        }

        _ = html.Append("</tbody>\n</table>");
        if (rows < frame.Rows.Count)
            _ = html.Append(CultureInfo.InvariantCulture, $"\n<p>{rows:#,0} of {frame.Rows.Count:#,0} rows</p>");
        return new HtmlFragment($"<div>{html}</div>", frame.ToString());
    }

    private static string Side(DataFrameColumn column) => column.IsNumericColumn() ? "right" : "left";

    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "yes" : "no",
        double number => Number(number),
        float number => Number(number),
        int or long => string.Create(CultureInfo.InvariantCulture, $"{value:#,0}"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    // Whole numbers in full: six digits are for what was measured.
    private static string Number(double value) => Math.Abs(value) is >= 1e5 and < 1e15
        ? value.ToString("#,0", CultureInfo.InvariantCulture)
        : value.ToString("G6", CultureInfo.InvariantCulture);
}
