namespace Microsoft.ML.Data;

/// <summary>The rows that pass a test.</summary>
internal sealed class FilteredDataView : IDataView
{
    private readonly IDataView _source;
    private readonly DataViewSchema.Column? _testedColumn;
    private readonly Func<DataViewRowCursor, Func<bool>> _makeTest;

    /// <param name="source">The rows to test.</param>
    /// <param name="testedColumn">The column that the test reads, if it reads one.</param>
    /// <param name="makeTest">Makes the test for one cursor; it is called once for every row, in order.</param>
    public FilteredDataView(IDataView source, DataViewSchema.Column? testedColumn, Func<DataViewRowCursor, Func<bool>> makeTest)
    {
        _source = source;
        _testedColumn = testedColumn;
        _makeTest = makeTest;
    }

    // A test that reads no column counts rows, so the order must be the source's own.
    public bool CanShuffle => _testedColumn != null && _source.CanShuffle;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        IEnumerable<DataViewSchema.Column> needed = Schema.Where(column => active[column.Index] || column.Index == _testedColumn?.Index);
        DataViewRowCursor input = _source.GetRowCursor(needed, CanShuffle ? rand : null);
        return new Cursor(input, active, _makeTest(input));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : WrappingCursor
    {
        private readonly bool[] _active;
        private readonly Func<bool> _test;
        private long _position = -1;

        public Cursor(DataViewRowCursor input, bool[] active, Func<bool> test)
            : base(input)
        {
            _active = active;
            _test = test;
        }

        public override long Position => _position;

        public override DataViewSchema Schema => Input.Schema;

        public override bool MoveNext()
        {
            while (Input.MoveNext())
            {
                if (_test())
                {
                    _position++;
                    return true;
                }
            }

            _position = -1;
            return false;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            => _active[column.Index] ? Input.GetGetter<TValue>(column) : throw Runtime.Errors.ColumnNotActive(column);
    }
}
