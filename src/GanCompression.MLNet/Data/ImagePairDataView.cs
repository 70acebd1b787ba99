using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.MLNet;

/// <summary>
/// Image pairs, or unpaired images, as a data view with the columns Source, Target and Name. Lazy: an image is read when its getter is called, at
/// most once per row and cursor. The number of rows is known, and cursors can shuffle.
/// </summary>
internal sealed class ImagePairDataView : IDataView
{
    public const string SourceColumnName = "Source";
    public const string TargetColumnName = "Target";
    public const string NameColumnName = "Name";
    public const int SourceColumn = 0;
    public const int TargetColumn = 1;
    public const int NameColumn = 2;

    private readonly ImagePairSet _pairs;

    public ImagePairDataView(ImagePairSet pairs)
    {
        _pairs = pairs;
        DataViewType image = ImageTypes.Of(pairs.ImageSize, pairs.ImageSize);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(SourceColumnName, image);
        builder.AddColumn(TargetColumnName, image, pairs.IsPaired ? null : UnpairedAnnotation.Create());
        builder.AddColumn(NameColumnName, TextDataViewType.Instance);
        Schema = builder.ToSchema();
    }

    /// <inheritdoc/>
    public bool CanShuffle => true;

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public long? GetRowCount() => _pairs.Count;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new ImagePairCursor(Schema, _pairs, ActiveColumns.Of(Schema, columnsNeeded), Order(rand), first: 0, step: 1);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        int[]? order = Order(rand);
        int count = Math.Clamp(n, 1, Math.Max(1, _pairs.Count));
        var cursors = new DataViewRowCursor[count];
        for (int i = 0; i < count; i++)
            cursors[i] = new ImagePairCursor(Schema, _pairs, active, order, first: i, step: count);
        return cursors;
    }

    private int[]? Order(Random? rand)
    {
        if (rand is null)
            return null;
        int[] order = [.. Enumerable.Range(0, _pairs.Count)];
        rand.Shuffle(order);
        return order;
    }
}
