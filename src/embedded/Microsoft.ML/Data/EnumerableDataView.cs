using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A data view over a sequence of row objects, enumerated anew by each cursor.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _rows;
    private readonly ObjectGetters<TRow> _getters;

    public EnumerableDataView(IEnumerable<TRow> rows, SchemaDefinition definition)
    {
        _rows = rows;
        _getters = new ObjectGetters<TRow>(RowMember.Bind(typeof(TRow), definition, SchemaDefinition.Direction.Read));
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema => _getters.Schema;

    public long? GetRowCount() => (_rows as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new Cursor(this, ActiveColumns.Of(Schema, columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly IEnumerator<TRow> _rows;
        private readonly Delegate[] _getters;
        private TRow _current;
        private long _position = -1;
        private bool _finished;

        public Cursor(EnumerableDataView<TRow> view, bool[] active)
        {
            Schema = view.Schema;
            _rows = view._rows.GetEnumerator();
            _getters = new Delegate[active.Length];
            for (int i = 0; i < active.Length; i++)
            {
                _getters[i] = active[i] ? view._getters.Create(i, Current) : null;
            }
        }

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema { get; }

        public override bool MoveNext()
        {
            if (_finished)
            {
                return false;
            }

            if (!_rows.MoveNext())
            {
                Dispose();
                return false;
            }

            _current = _rows.Current ?? throw new InvalidOperationException("Encountered null when iterating over data, this is not supported.");
            _position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] != null;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Delegate getter = _getters[column.Index] ?? throw Errors.Param(nameof(column), "requested column not active");
            return getter as ValueGetter<TValue> ?? throw Errors.WrongGetterType(typeof(TValue), getter.GetType().GetGenericArguments()[0]);
        }

        public override ValueGetter<DataViewRowId> GetIdGetter()
            => (ref DataViewRowId id) => id = _position >= 0 ? new DataViewRowId((ulong)_position, 0) : throw Errors.NoCurrentRow();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_finished)
            {
                _finished = true;
                _current = null;
                _position = -1;
                _rows.Dispose();
            }

            base.Dispose(disposing);
        }

        private TRow Current() => _current ?? throw Errors.NoCurrentRow();
    }
}
