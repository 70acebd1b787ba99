using System.Xml.Linq;

namespace GanCompression.Tool.Reporting;

/// <summary>Rows of images side by side, embedded in the page as PNG.</summary>
internal sealed class ImageStrip
{
    private const int SmallImage = 128;

    private readonly IReadOnlyList<string> _columns;
    private readonly IReadOnlyList<IReadOnlyList<byte[]>> _rows;
    private readonly int _imageSize;

    /// <summary>Creates a strip.</summary>
    /// <param name="columns">What each column shows.</param>
    /// <param name="rows">For each row a PNG file per column.</param>
    /// <param name="imageSize">Height and width of the images in pixels: small ones are enlarged with crisp pixels.</param>
    public ImageStrip(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<byte[]>> rows, int imageSize)
    {
        if (rows.FirstOrDefault(row => row.Count != columns.Count) is { } wrong)
            throw new ArgumentException(FormattableString.Invariant($"Every row needs {columns.Count} images, but one has {wrong.Count}."), nameof(rows));
        _columns = columns;
        _rows = rows;
        _imageSize = imageSize;
    }

    /// <summary>The rows as tables of images, each with its alternative text.</summary>
    public XElement ToElement() => new("div", new XAttribute("class", _imageSize <= SmallImage ? "strips crisp" : "strips"),
        _rows.Select((row, index) => new XElement("div", new XAttribute("class", "strip"),
            row.Select((png, column) => new XElement("figure",
                new XElement("img",
                    new XAttribute("src", "data:image/png;base64," + Convert.ToBase64String(png)),
                    new XAttribute("width", FormattableString.Invariant($"{_imageSize}")),
                    new XAttribute("height", FormattableString.Invariant($"{_imageSize}")),
                    new XAttribute("alt", FormattableString.Invariant($"Test image {index + 1}: {_columns[column]}"))),
                new XElement("figcaption", _columns[column]))))));
}
