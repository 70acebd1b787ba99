using Microsoft.ML;

namespace GanCompression.MLNet;

/// <summary>A data view with the generated column; row count, order and shuffling are those of its input.</summary>
internal sealed class GeneratedDataView(IDataView input, GeneratedColumnMapper mapper) : IDataView
{
    /// <inheritdoc/>
    public bool CanShuffle => input.CanShuffle;

    /// <inheritdoc/>
    public DataViewSchema Schema => mapper.OutputSchema;

    /// <inheritdoc/>
    public long? GetRowCount() => input.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        return Wrap(input.GetRowCursor(Dependencies(active), rand), active);
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        return [.. input.GetRowCursorSet(Dependencies(active), n, rand).Select(cursor => Wrap(cursor, active))];
    }

    private DataViewSchema.Column[] Dependencies(bool[] active) => [.. mapper.GetDependencies(Schema.Where(column => active[column.Index]))];

    private GeneratedCursor Wrap(DataViewRowCursor cursor, bool[] active) => new GeneratedCursor(cursor, new GeneratedRow(mapper, cursor, active));
}
