namespace Microsoft.ML.Data;

/// <summary>Mappers applied one after the other.</summary>
internal sealed class CompositeRowToRowMapper : IRowToRowMapper
{
    private readonly IRowToRowMapper[] _mappers;

    public CompositeRowToRowMapper(DataViewSchema inputSchema, IRowToRowMapper[] mappers)
    {
        InputSchema = inputSchema;
        _mappers = mappers;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema => _mappers.Length == 0 ? InputSchema : _mappers[^1].OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        IEnumerable<DataViewSchema.Column> columns = dependingColumns.ToArray();
        for (int i = _mappers.Length - 1; i >= 0; i--)
        {
            columns = _mappers[i].GetDependencies(columns).ToArray();
        }

        return columns;
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (_mappers.Length == 0)
        {
            return new SameRow(input, ActiveColumns.Of(InputSchema, activeColumns));
        }

        // What each mapper must produce is what the mappers after it depend on.
        var needed = new IEnumerable<DataViewSchema.Column>[_mappers.Length];
        needed[^1] = activeColumns.ToArray();
        for (int i = _mappers.Length - 1; i > 0; i--)
        {
            needed[i - 1] = _mappers[i].GetDependencies(needed[i]).ToArray();
        }

        DataViewRow row = input;
        for (int i = 0; i < _mappers.Length; i++)
        {
            row = _mappers[i].GetRow(row, needed[i]);
        }

        return row;
    }

    private sealed class SameRow : WrappingRow
    {
        private readonly bool[] _active;

        public SameRow(DataViewRow input, bool[] active)
            : base(input)
        {
            _active = active;
        }

        public override DataViewSchema Schema => Input.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(column);
    }
}
