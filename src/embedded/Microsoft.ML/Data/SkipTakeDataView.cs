using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A stretch of consecutive rows.</summary>
internal sealed class SkipTakeDataView : IDataView
{
    private readonly IDataView _source;
    private readonly long _skip;
    private readonly long _take;

    public SkipTakeDataView(IDataView source, long skip, long take)
    {
        _source = source;
        _skip = skip;
        _take = take;
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _source.GetRowCount() is long rows ? Math.Clamp(rows - _skip, 0, _take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new Cursor(_source.GetRowCursor(columnsNeeded), this);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : WrappingCursor
    {
        private readonly SkipTakeDataView _view;
        private long _position = -1;
        private bool _finished;

        public Cursor(DataViewRowCursor input, SkipTakeDataView view)
            : base(input)
        {
            _view = view;
        }

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => Input.Schema;

        public override bool MoveNext()
        {
            bool moved = !_finished && _position + 1 < _view._take && SkipFirst() && Input.MoveNext();
            if (moved)
            {
                _position++;
                return true;
            }

            _finished = true;
            _position = -1;
            return false;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter()
        {
            ValueGetter<DataViewRowId> getter = Input.GetIdGetter();
            return (ref DataViewRowId id) =>
            {
                Errors.Check(_position >= 0, "The cursor has no current row, so no row id.");
                getter(ref id);
            };
        }

        private bool SkipFirst()
        {
            for (long i = 0; _position < 0 && i < _view._skip; i++)
            {
                if (!Input.MoveNext())
                {
                    return false;
                }
            }

            return true;
        }
    }
}
