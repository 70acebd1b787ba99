using GanCompression.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.TestSupport;

/// <summary>Images that are made in code.</summary>
public static class TestImages
{
    /// <summary>Noise that depends on the name alone.</summary>
    public static RgbImage Noise(string name, int width, int height) =>
        new(width, height, Array.ConvertAll(DeterministicFill.Symmetric(name, 3L * width * height, 127, 128), value => (byte)value));

    /// <summary>One colour.</summary>
    public static RgbImage Flat(int width, int height, byte red, byte green, byte blue)
    {
        var pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.Length; i += 3)
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (red, green, blue);
        return new RgbImage(width, height, pixels);
    }

    /// <summary>Two images of one size side by side.</summary>
    public static RgbImage SideBySide(RgbImage left, RgbImage right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var pixels = new byte[3 * 2 * left.Width * left.Height];
        int row = 3 * left.Width;
        for (int y = 0; y < left.Height; y++)
        {
            left.Pixels.Slice(y * row, row).CopyTo(pixels.AsSpan(2 * y * row));
            right.Pixels.Slice(y * row, row).CopyTo(pixels.AsSpan((2 * y + 1) * row));
        }

        return new RgbImage(2 * left.Width, left.Height, pixels);
    }

    /// <summary>Saves an image; the extension decides the format.</summary>
    public static void Save(RgbImage image, string path)
    {
        using MLImage saved = image.ToMLImage();
        saved.Save(path);
    }

    /// <summary>A data view with rows in memory, whose image columns have a size.</summary>
    public static IDataView Rows(MLContext context, int count, int imageSize = TinyGenerators.ImageSize, string salt = "")
    {
        ArgumentNullException.ThrowIfNull(context);
        _ = context.GanCompression(); // Members without attribute hold images from here on.
        SchemaDefinition schema = SchemaDefinition.Create(typeof(ImageRow));
        schema[nameof(ImageRow.Source)].ColumnType = ImageTypes.Of(imageSize, imageSize);
        schema[nameof(ImageRow.Target)].ColumnType = ImageTypes.Of(imageSize, imageSize);
        return context.Data.LoadFromEnumerable(Objects(count, imageSize, salt), schema);
    }

    /// <summary>Rows in memory.</summary>
    public static IReadOnlyList<ImageRow> Objects(int count, int imageSize = TinyGenerators.ImageSize, string salt = "") => [.. Enumerable.Range(0, count).Select(i => new ImageRow
    {
        Source = Noise($"{salt}source {i}", imageSize, imageSize).ToMLImage(),
        Target = Noise($"{salt}target {i}", imageSize, imageSize).ToMLImage(),
        Name = $"row {i}",
    })];
}
