using System.Globalization;
using System.Net;
using System.Text;
using GanCompression.Quality;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet;

/// <summary>Rows of image columns as an HTML table with the pictures inside.</summary>
internal static class ImageTable
{
    // Small pictures are enlarged so that single pixels can be seen, large ones shrunk to fit beside each other.
    private const int SmallestShown = 128;
    private const int LargestShown = 256;

    public static HtmlFragment Of(IDataView data, int maxRows, IReadOnlyList<string> columnNames)
    {
        DataViewSchema.Column[] columns = columnNames.Count > 0
            ? [.. columnNames.Select(name => Require(data.Schema, name))]
            : [.. data.Schema.Where(column => !column.IsHidden && column.Type is ImageDataViewType)];
        if (columns.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(columnNames), $"There is no image column to show. {Listing(data.Schema)} Append mlContext.Transforms.LoadImages(...) where paths are to become images.");

        var html = new StringBuilder("<table class=\"image-table\">\n<thead><tr>");
        foreach (DataViewSchema.Column column in columns)
            _ = html.Append(CultureInfo.InvariantCulture, $"<th style=\"text-align:center\">{WebUtility.HtmlEncode(column.Name)}</th>");
        _ = html.Append("</tr></thead>\n<tbody>\n");
        int rows = AppendRows(html, data, columns, maxRows);
        _ = html.Append("</tbody>\n</table>");
        return new HtmlFragment(html.ToString(), FormattableString.Invariant($"{rows} {(rows == 1 ? "row" : "rows")} of images: {string.Join(", ", columns.Select(column => column.Name))}."));
    }

    private static int AppendRows(StringBuilder html, IDataView data, DataViewSchema.Column[] columns, int maxRows)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        ValueGetter<MLImage>[] getters = [.. columns.Select(column => cursor.GetGetter<MLImage>(column))];
        var images = new MLImage?[columns.Length];
        int row = 0;
        for (; row < maxRows && cursor.MoveNext(); row++)
        {
            _ = html.Append("<tr>");
            for (int i = 0; i < columns.Length; i++)
            {
                // Not disposed: images of rows in memory are the caller's.
                getters[i](ref images[i]!);
                AppendPicture(html, images[i]?.ToRgbImage(), FormattableString.Invariant($"Row {row + 1}: {columns[i].Name}"));
            }

            _ = html.Append("</tr>\n");
        }

        return row;
    }

    private static void AppendPicture(StringBuilder html, RgbImage? image, string description)
    {
        if (image is null)
        {
            _ = html.Append("<td>no image</td>");
            return;
        }

        int longer = Math.Max(image.Width, image.Height);
        double scale = Math.Clamp(longer, SmallestShown, LargestShown) / (double)longer;
        _ = html.Append("<td><img src=\"data:image/png;base64,").Append(Convert.ToBase64String(ImageFile.ToPng(image)))
            .Append(CultureInfo.InvariantCulture, $"\" width=\"{Math.Max(1, image.Width * scale):0}\" height=\"{Math.Max(1, image.Height * scale):0}\" style=\"max-width:none{(scale > 1 ? ";image-rendering:pixelated" : "")}\" alt=\"{WebUtility.HtmlEncode(description)}\"/></td>");
    }

    private static DataViewSchema.Column Require(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(name)
            ?? throw new ArgumentOutOfRangeException(nameof(name), $"Could not find image column '{name}'. {Listing(schema)}");
        return column.Type is ImageDataViewType
            ? column
            : throw new ArgumentOutOfRangeException(nameof(name), $"Schema mismatch for image column '{name}': expected Image, got {column.Type}. {Listing(schema)}");
    }

    private static string Listing(DataViewSchema schema) => $"The data have {string.Join(", ", schema.Where(column => !column.IsHidden).Select(column => $"'{column.Name}' ({column.Type})"))}.";
}
