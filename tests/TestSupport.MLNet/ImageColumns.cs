using GanCompression.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.TestSupport;

/// <summary>Reads image columns as plain pixels, which outlive cursors.</summary>
public static class ImageColumns
{
    /// <summary>The images of a column, in the order of the rows.</summary>
    public static RgbImage[] Read(IDataView data, string column)
    {
        ArgumentNullException.ThrowIfNull(data);
        DataViewSchema.Column wanted = data.Schema[column];
        using DataViewRowCursor cursor = data.GetRowCursor([wanted]);
        return Read(cursor, wanted);
    }

    /// <summary>The images that are left in a cursor.</summary>
    public static RgbImage[] Read(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(column);
        MLImage image = null!;
        var images = new List<RgbImage>();
        while (cursor.MoveNext())
        {
            getter(ref image);
            images.Add(image.ToRgbImage());
        }

        return [.. images];
    }

    /// <summary>Both lists hold the same pixels.</summary>
    public static void AreEqual(IReadOnlyList<RgbImage> expected, IReadOnlyList<RgbImage> actual, string what)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        Assert.HasCount(expected.Count, actual, $"{what}: number of images.");
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.AreEqual((expected[i].Width, expected[i].Height), (actual[i].Width, actual[i].Height), $"{what}: size of image {i}.");
            Assert.IsTrue(expected[i].Pixels.SequenceEqual(actual[i].Pixels), $"{what}: the pixels of image {i} differ.");
        }
    }
}
