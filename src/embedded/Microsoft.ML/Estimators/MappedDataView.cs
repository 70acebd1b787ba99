using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A data view with the columns of a <see cref="RowMapper"/> added; also that mapper for single rows.</summary>
internal sealed class MappedDataView : IDataView, IRowToRowMapper
{
    private readonly IDataView _source;
    private readonly RowMapper _mapper;
    private readonly ColumnBindings _bindings;

    public MappedDataView(IDataView source, RowMapper mapper)
    {
        _source = source;
        _mapper = mapper;
        _bindings = new ColumnBindings(source.Schema, mapper.GetOutputColumns());
    }

    public bool CanShuffle => _source.CanShuffle;

    public DataViewSchema Schema => _bindings.Schema;

    public DataViewSchema InputSchema => _bindings.InputSchema;

    public DataViewSchema OutputSchema => _bindings.Schema;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        return new Cursor(_source.GetRowCursor(Dependencies(active), rand), this, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        return Array.ConvertAll(_source.GetRowCursorSet(Dependencies(active), n, rand), cursor => (DataViewRowCursor)new Cursor(cursor, this, active));
    }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => Dependencies(ActiveColumns.Of(Schema, dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        Errors.Check(input.Schema == InputSchema, "Schema of input row must be the same as the schema the mapper is bound to");
        return new Row(input, this, ActiveColumns.Of(Schema, activeColumns));
    }

    private DataViewSchema.Column[] Dependencies(bool[] active)
        => _bindings.ActiveInputs(active).Concat(_mapper.GetDependencies(_bindings.ActiveAdded(active))).Distinct().Order().Select(i => InputSchema[i]).ToArray();

    private ValueGetter<TValue> GetGetter<TValue>(DataViewRow input, Delegate[] getters, bool[] active, DataViewSchema.Column column)
    {
        if (!active[column.Index])
        {
            throw Errors.ColumnNotActive(column);
        }

        (bool isInput, int index) = _bindings.Source(column.Index);
        return isInput
            ? input.GetGetter<TValue>(InputSchema[index])
            : getters[index] as ValueGetter<TValue> ?? throw Errors.WrongGetterType(typeof(TValue), Schema[column.Index].Type.RawType);
    }

    private sealed class Row : WrappingRow
    {
        private readonly MappedDataView _view;
        private readonly bool[] _active;
        private readonly Delegate[] _getters;
        private readonly Action _disposer;

        public Row(DataViewRow input, MappedDataView view, bool[] active)
            : base(input)
        {
            _view = view;
            _active = active;
            _getters = view._mapper.CreateGetters(input, view._bindings.ActiveAdded(active), out _disposer);
        }

        public override DataViewSchema Schema => _view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _view.GetGetter<TValue>(Input, _getters, _active, column);

        protected override void DisposeCore() => _disposer?.Invoke();
    }

    private sealed class Cursor : WrappingCursor
    {
        private readonly MappedDataView _view;
        private readonly bool[] _active;
        private readonly Delegate[] _getters;
        private readonly Action _disposer;

        public Cursor(DataViewRowCursor input, MappedDataView view, bool[] active)
            : base(input)
        {
            _view = view;
            _active = active;
            _getters = view._mapper.CreateGetters(input, view._bindings.ActiveAdded(active), out _disposer);
        }

        public override DataViewSchema Schema => _view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _view.GetGetter<TValue>(Input, _getters, _active, column);

        protected override void DisposeCore() => _disposer?.Invoke();
    }
}
