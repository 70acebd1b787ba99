using GanCompression.MLNet;
using GanCompression.Quality;
using GanCompression.Tool.Reporting;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.Tool.Quickstart;

/// <summary>Takes some rows of image columns out of a data view, as an <see cref="ImageStrip"/>.</summary>
internal static class ComparisonImages
{
    /// <summary>Reads the first rows.</summary>
    /// <param name="data">Data with the columns.</param>
    /// <param name="columns">The image columns, left to right.</param>
    /// <param name="rows">Number of rows; fewer if there are fewer.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public static ImageStrip Take(IDataView data, IReadOnlyList<string> columns, int rows, CancellationToken cancellationToken)
    {
        List<DataViewSchema.Column> needed = [.. columns.Select(name => data.Schema[name])];
        using DataViewRowCursor cursor = data.GetRowCursor(needed);
        List<ValueGetter<MLImage>> getters = [.. needed.Select(column => cursor.GetGetter<MLImage>(column))];
        var values = new MLImage[getters.Count];
        var strip = new List<IReadOnlyList<byte[]>>(rows);
        int size = 0;
        try
        {
            while (strip.Count < rows && cursor.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var row = new byte[getters.Count][];
                for (int i = 0; i < row.Length; i++)
                {
                    getters[i](ref values[i]);
                    size = Math.Max(size, values[i].Width);
                    row[i] = ImageFile.ToPng(values[i].ToRgbImage());
                }

                strip.Add(row);
            }
        }
        finally
        {
            foreach (MLImage? value in values)
                value?.Dispose();
        }

        return new ImageStrip([.. columns.Select(name => name.ToLowerInvariant())], strip, size);
    }
}
