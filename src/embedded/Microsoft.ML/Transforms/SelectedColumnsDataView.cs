using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Some columns of a data view; also that selection for single rows.</summary>
internal sealed class SelectedColumnsDataView : IDataView, IRowToRowMapper
{
    private readonly IDataView _source;
    private readonly ColumnSelection _selection;

    public SelectedColumnsDataView(IDataView source, ColumnSelection selection)
    {
        _source = source;
        _selection = selection;
    }

    public bool CanShuffle => _source.CanShuffle;

    public DataViewSchema Schema => _selection.OutputSchema;

    public DataViewSchema InputSchema => _selection.InputSchema;

    public DataViewSchema OutputSchema => _selection.OutputSchema;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        return new Cursor(_source.GetRowCursor(_selection.Sources(active), rand), _selection, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        return Array.ConvertAll(_source.GetRowCursorSet(_selection.Sources(active), n, rand), cursor => (DataViewRowCursor)new Cursor(cursor, _selection, active));
    }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => _selection.Sources(ActiveColumns.Of(Schema, dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        return new Row(input, _selection, ActiveColumns.Of(Schema, activeColumns));
    }

    private static DataViewSchema.Column Source(ColumnSelection selection, bool[] active, DataViewSchema.Column column)
        => active[column.Index] ? selection.Source(column) : throw Errors.ColumnNotActive(column);

    private sealed class Row : WrappingRow
    {
        private readonly ColumnSelection _selection;
        private readonly bool[] _active;

        public Row(DataViewRow input, ColumnSelection selection, bool[] active)
            : base(input)
        {
            _selection = selection;
            _active = active;
        }

        public override DataViewSchema Schema => _selection.OutputSchema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(Source(_selection, _active, column));
    }

    private sealed class Cursor : WrappingCursor
    {
        private readonly ColumnSelection _selection;
        private readonly bool[] _active;

        public Cursor(DataViewRowCursor input, ColumnSelection selection, bool[] active)
            : base(input)
        {
            _selection = selection;
            _active = active;
        }

        public override DataViewSchema Schema => _selection.OutputSchema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(Source(_selection, _active, column));
    }
}
