using System.Collections.Concurrent;
using Microsoft.ML;

namespace GanCompression.TestSupport;

/// <summary>A data view that shows what is asked of it: cursors, their active columns and values read.</summary>
public sealed class ProbeDataView(IDataView inner) : IDataView
{
    private int _cursors;
    private int _rows;
    private readonly ConcurrentDictionary<string, int> _values = new();
    private readonly ConcurrentDictionary<string, bool> _active = new();

    /// <summary>Cursors made.</summary>
    public int Cursors => _cursors;

    /// <summary>Rows moved to.</summary>
    public int Rows => _rows;

    /// <summary>Values read, of all columns.</summary>
    public int Values => _values.Values.Sum();

    /// <summary>Columns that any cursor was asked for, in ordinal order.</summary>
    public IReadOnlyList<string> ActiveColumns => [.. _active.Keys.Order(StringComparer.Ordinal)];

    public bool CanShuffle => inner.CanShuffle;

    public DataViewSchema Schema => inner.Schema;

    /// <summary>Values read of one column.</summary>
    public int ValuesOf(string column) => _values.GetValueOrDefault(column);

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = Note(columnsNeeded);
        return new Cursor(this, inner.GetRowCursor(columns, rand));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] columns = Note(columnsNeeded);
        return [.. inner.GetRowCursorSet(columns, n, rand).Select(cursor => new Cursor(this, cursor))];
    }

    private DataViewSchema.Column[] Note(IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        Interlocked.Increment(ref _cursors);
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        foreach (DataViewSchema.Column column in columns)
            _active[column.Name] = true;
        return columns;
    }

    private sealed class Cursor(ProbeDataView probe, DataViewRowCursor cursor) : DataViewRowCursor
    {
        public override DataViewSchema Schema => cursor.Schema;

        public override long Position => cursor.Position;

        public override long Batch => cursor.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => cursor.IsColumnActive(column);

        public override ValueGetter<Microsoft.ML.Data.DataViewRowId> GetIdGetter() => cursor.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<TValue> getter = cursor.GetGetter<TValue>(column);
            return (ref TValue value) =>
            {
                probe._values.AddOrUpdate(column.Name, 1, (_, count) => count + 1);
                getter(ref value);
            };
        }

        public override bool MoveNext()
        {
            bool moved = cursor.MoveNext();
            if (moved)
                Interlocked.Increment(ref probe._rows);
            return moved;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                cursor.Dispose();
            base.Dispose(disposing);
        }
    }
}
