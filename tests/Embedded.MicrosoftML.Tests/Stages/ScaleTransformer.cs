namespace Embedded.MicrosoftML.Tests.Stages;

/// <summary>A row-to-row transformer written against the public interfaces alone.</summary>
internal sealed class ScaleTransformer(ScaleModel model) : ITransformer, IDisposable
{
    public const string InputName = "Z";
    public const string OutputName = "Generated";

    private int _calls;

    public static VectorDataViewType OutputType { get; } = new(NumberDataViewType.Single, 3);

    public ScaleModel Model => model;

    public int Calls => _calls;

    public int Disposed { get; private set; }

    public bool IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumn(OutputName, OutputType, model.ToAnnotations());
        return builder.ToSchema();
    }

    public IDataView Transform(IDataView input) => new View(this, input);

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    public void Dispose() => Disposed++;

    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)LoweredScale.Make(model)).Save(ctx);

    private static DataViewSchema.Column[] Dependencies(DataViewSchema input, IEnumerable<DataViewSchema.Column> asked)
        => asked.Select(column => column.Index < input.Count ? input[column.Index] : input[InputName]).DistinctBy(column => column.Index).ToArray();

    private ValueGetter<VBuffer<float>> MakeGetter(DataViewRow input)
    {
        ValueGetter<VBuffer<float>> getter = input.GetGetter<VBuffer<float>>(input.Schema[InputName]);
        VBuffer<float> source = default;
        return (ref VBuffer<float> destination) =>
        {
            Interlocked.Increment(ref _calls);
            getter(ref source);
            VBufferEditor<float> editor = VBufferEditor.Create(ref destination, 3);
            for (int i = 0; i < 3; i++)
            {
                editor.Values[i] = source.GetItemOrDefault(i) * model.Scale;
            }

            destination = editor.Commit();
        };
    }

    private sealed class Mapper(ScaleTransformer parent, DataViewSchema inputSchema) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => inputSchema;

        public DataViewSchema OutputSchema { get; } = parent.GetOutputSchema(inputSchema);

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => Dependencies(inputSchema, dependingColumns);

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new Row(parent, input, OutputSchema, activeColumns);
    }

    private sealed class Row : DataViewRow
    {
        private readonly DataViewRow _input;
        private readonly HashSet<int> _active;
        private readonly Delegate? _getter;

        public Row(ScaleTransformer parent, DataViewRow input, DataViewSchema schema, IEnumerable<DataViewSchema.Column> active)
        {
            _input = input;
            Schema = schema;
            _active = active.Select(column => column.Index).ToHashSet();
            _getter = _active.Contains(schema.Count - 1) ? parent.MakeGetter(input) : null;
        }

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override DataViewSchema Schema { get; }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            => !IsColumnActive(column) ? throw new InvalidOperationException($"Column '{column.Name}' is not active.")
                : column.Index == Schema.Count - 1 ? (ValueGetter<TValue>)_getter!
                : _input.GetGetter<TValue>(_input.Schema[column.Index]);

        protected override void Dispose(bool disposing)
        {
            _input.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Cursor(DataViewRowCursor input, Row row) : DataViewRowCursor
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => row.Schema;

        public override bool MoveNext() => input.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => row.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            row.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class View(ScaleTransformer parent, IDataView source) : IDataView
    {
        public bool CanShuffle => source.CanShuffle;

        public DataViewSchema Schema { get; } = parent.GetOutputSchema(source.Schema);

        public long? GetRowCount() => source.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
            => Wrap(source.GetRowCursor(Dependencies(source.Schema, columnsNeeded), rand), columnsNeeded);

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
            => Array.ConvertAll(source.GetRowCursorSet(Dependencies(source.Schema, columnsNeeded), n, rand), cursor => Wrap(cursor, columnsNeeded));

        private DataViewRowCursor Wrap(DataViewRowCursor cursor, IEnumerable<DataViewSchema.Column> columnsNeeded)
            => new Cursor(cursor, new Row(parent, cursor, Schema, columnsNeeded));
    }
}
