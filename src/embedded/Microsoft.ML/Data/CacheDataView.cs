using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view that reads each column of its source once, when it is first asked for, and keeps it in memory.</summary>
internal sealed class CacheDataView : IDataView
{
    private const int BlockRows = 64;

    private readonly IDataView _source;
    private readonly Lock _lock = new();
    private readonly ColumnStore[] _columns;
    private int _rows = -1;

    public CacheDataView(IDataView input, string[] columnsToPrefetch)
    {
        _source = ColumnStore.StorableColumns(input);
        _columns = new ColumnStore[Schema.Count];
        var prefetch = new bool[Schema.Count];
        foreach (string name in columnsToPrefetch ?? [])
        {
            DataViewSchema.Column asked = input.Schema.GetColumnOrNull(name) ?? throw Errors.ColumnNotFound(nameof(columnsToPrefetch), "prefetch", name);
            Errors.Check(ColumnStore.CanStore(asked.Type), $"Asked to prefetch column '{name}' into cache, but it is of unhandled type '{asked.Type}'");
            prefetch[Schema[name].Index] = true;
        }

        if (prefetch.Contains(true))
        {
            Load(prefetch);
        }
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount()
    {
        lock (_lock)
        {
            return _rows >= 0 ? _rows : _source.GetRowCount();
        }
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new Cursor(this, ActiveColumns.Of(Schema, columnsNeeded), new Blocks(), rand);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        if (n <= 1 || rand != null)
        {
            return [new Cursor(this, active, new Blocks(), rand)];
        }

        var blocks = new Blocks();
        return Enumerable.Range(0, n).Select(_ => (DataViewRowCursor)new Cursor(this, active, blocks, null)).ToArray();
    }

    private int Load(bool[] active)
    {
        lock (_lock)
        {
            int[] missing = Enumerable.Range(0, active.Length).Where(i => active[i] && _columns[i] == null).ToArray();
            if (missing.Length == 0 && _rows >= 0)
            {
                return _rows;
            }

            using DataViewRowCursor cursor = _source.GetRowCursor(missing.Select(i => Schema[i]));
            ColumnStore[] loaded = Array.ConvertAll(missing, i => ColumnStore.Create(cursor, Schema[i]));
            int rows = 0;
            for (int capacity = 0; cursor.MoveNext(); rows++)
            {
                if (rows == capacity)
                {
                    capacity = Math.Max(BlockRows, checked(capacity * 2));
                    Array.ForEach(loaded, store => store.Resize(capacity));
                }

                Array.ForEach(loaded, store => store.Store(rows));
            }

            Errors.Check(_rows < 0 || _rows == rows, $"The data view to be cached gave {_rows} rows before and {rows} rows now.");
            Array.ForEach(loaded, store => store.Resize(rows));
            for (int i = 0; i < missing.Length; i++)
            {
                _columns[missing[i]] = loaded[i];
            }

            return _rows = rows;
        }
    }

    /// <summary>Hands out blocks of rows to the cursors that share the work.</summary>
    private sealed class Blocks
    {
        private int _next;

        public int Next() => Interlocked.Increment(ref _next) - 1;
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly CacheDataView _view;
        private readonly bool[] _active;
        private readonly Blocks _blocks;
        private readonly Random _rand;
        private int[] _order;
        private int _rows = -1;
        private int _block;
        private long _index = -1;
        private long _position = -1;
        private bool _finished;

        public Cursor(CacheDataView view, bool[] active, Blocks blocks, Random rand)
        {
            _view = view;
            _active = active;
            _blocks = blocks;
            _rand = rand;
        }

        public override long Position => _position;

        public override long Batch => _block;

        public override DataViewSchema Schema => _view.Schema;

        public override bool MoveNext()
        {
            if (_finished)
            {
                return false;
            }

            if (_rows < 0)
            {
                _rows = _view.Load(_active);
                if (_rand != null)
                {
                    _order = Enumerable.Range(0, _rows).ToArray();
                    _rand.Shuffle(_order);
                }
            }

            _index++;
            if (_position < 0 || _index % BlockRows == 0)
            {
                _block = _blocks.Next();
                _index = (long)_block * BlockRows;
            }

            if (_index >= _rows)
            {
                Dispose();
                return false;
            }

            _position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!_active[column.Index])
            {
                throw Errors.ColumnNotActive(column);
            }

            if (typeof(TValue) != column.Type.RawType)
            {
                throw Errors.WrongGetterType(typeof(TValue), column.Type.RawType);
            }

            // The column is loaded when the cursor first moves, not when the getter is made.
            ValueGetter<TValue> getter = null;
            return (ref TValue value) =>
            {
                int slot = Slot();
                getter ??= (ValueGetter<TValue>)_view._columns[column.Index].MakeGetter(Slot);
                getter(ref value);
            };
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Slot(), 0);

        protected override void Dispose(bool disposing)
        {
            _finished = true;
            _position = -1;
            base.Dispose(disposing);
        }

        private int Slot()
        {
            if (_position < 0)
            {
                throw Errors.NoCurrentRow();
            }

            return _order == null ? (int)_index : _order[_index];
        }
    }
}
