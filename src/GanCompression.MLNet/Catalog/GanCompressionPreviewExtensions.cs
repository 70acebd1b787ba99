using GanCompression.MLNet;

namespace Microsoft.ML;

/// <summary>Looks into data views of images.</summary>
public static class GanCompressionPreviewExtensions
{
    /// <summary>
    /// The first rows of image columns side by side, for notebooks and pages: pictures in a table, inside the HTML itself. What
    /// <c>Preview</c> of ML.NET is for numbers and text. Only the rows that are shown are computed.
    /// </summary>
    /// <param name="data">Data with image columns.</param>
    /// <param name="maxRows">Largest number of rows, at least 1.</param>
    /// <param name="columnNames">The columns, left to right; none for all image columns that are not hidden.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or holds no images, or <paramref name="maxRows"/> is below 1.</exception>
    /// <example>
    /// <code>
    /// IDataView generated = gan.Transforms.ApplyGenerator("Generated", model, "Source").Fit(data).Transform(data);
    /// generated.PreviewImages(maxRows: 4, "Source", "Target", "Generated")   // the last expression of a notebook's cell
    /// </code>
    /// </example>
    public static HtmlFragment PreviewImages(this IDataView data, int maxRows = 4, params IReadOnlyList<string> columnNames)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(columnNames);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        return ImageTable.Of(data, maxRows, columnNames);
    }
}
