using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Rows in a random order: each next row is drawn from a pool that the source refills. One seed, one order.</summary>
internal sealed class ShuffledDataView : IDataView
{
    private readonly IDataView _source;
    private readonly int _seed;
    private readonly int _poolRows;
    private readonly bool _shuffleSource;

    public ShuffledDataView(IDataView input, int seed, int poolRows, bool shuffleSource)
    {
        _source = ColumnStore.StorableColumns(input);
        _seed = seed;
        _poolRows = poolRows;
        _shuffleSource = shuffleSource;
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        Random order = rand ?? new Random(_seed);
        Random sourceOrder = _shuffleSource && _source.CanShuffle ? new Random(order.Next()) : null;
        return new Cursor(_source.GetRowCursor(Schema.Where(column => active[column.Index]), sourceOrder), active, order, _poolRows);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : WrappingCursor
    {
        private readonly ColumnStore[] _stores;
        private readonly ValueGetter<DataViewRowId> _idGetter;
        private readonly DataViewRowId[] _ids;
        private readonly Random _order;
        private readonly int _poolRows;
        private readonly List<int> _full = [];
        private int _drawn = -1;
        private long _position = -1;
        private bool _sourceFinished;

        public Cursor(DataViewRowCursor input, bool[] active, Random order, int poolRows)
            : base(input)
        {
            _order = order;
            _poolRows = poolRows;
            _ids = new DataViewRowId[poolRows];
            _idGetter = input.GetIdGetter();
            _stores = new ColumnStore[active.Length];
            for (int i = 0; i < active.Length; i++)
            {
                if (active[i])
                {
                    _stores[i] = ColumnStore.Create(input, input.Schema[i]);
                    _stores[i].Resize(poolRows);
                }
            }
        }

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => Input.Schema;

        public override bool MoveNext()
        {
            if (_drawn >= 0)
            {
                // The slot of the row before is free now: refill it, or do without it.
                int slot = _full[_drawn];
                if (!TryFill(slot))
                {
                    _full[_drawn] = _full[^1];
                    _full.RemoveAt(_full.Count - 1);
                }
            }
            else if (_position < 0)
            {
                while (_full.Count < _poolRows && TryFill(_full.Count))
                {
                    _full.Add(_full.Count);
                }
            }

            if (_full.Count == 0)
            {
                _drawn = -1;
                _position = -1;
                return false;
            }

            _drawn = _order.Next(_full.Count);
            _position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _stores[column.Index] != null;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ColumnStore store = _stores[column.Index] ?? throw Errors.ColumnNotActive(column);
            return store.MakeGetter(Slot) as ValueGetter<TValue> ?? throw Errors.WrongGetterType(typeof(TValue), column.Type.RawType);
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[Slot()];

        private int Slot() => _drawn >= 0 ? _full[_drawn] : throw Errors.NoCurrentRow();

        private bool TryFill(int slot)
        {
            if (_sourceFinished || !Input.MoveNext())
            {
                _sourceFinished = true;
                return false;
            }

            foreach (ColumnStore store in _stores)
            {
                store?.Store(slot);
            }

            _idGetter(ref _ids[slot]);
            return true;
        }
    }
}
