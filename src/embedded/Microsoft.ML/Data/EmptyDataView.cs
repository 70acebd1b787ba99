namespace Microsoft.ML.Data;

/// <summary>A schema without rows.</summary>
internal sealed class EmptyDataView : IDataView
{
    public EmptyDataView(DataViewSchema schema)
    {
        Schema = schema;
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => 0;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new Cursor(Schema, ActiveColumns.Of(Schema, columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly bool[] _active;

        public Cursor(DataViewSchema schema, bool[] active)
        {
            Schema = schema;
            _active = active;
        }

        public override long Position => -1;

        public override long Batch => 0;

        public override DataViewSchema Schema { get; }

        public override bool MoveNext() => false;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            => (ref TValue value) => throw Runtime.Errors.NoCurrentRow();

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => throw Runtime.Errors.NoCurrentRow();
    }
}
