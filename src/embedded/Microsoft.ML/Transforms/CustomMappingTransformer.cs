using Microsoft.ML.Data;
using Microsoft.ML.Model;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _map;
    private readonly string _contractName;
    private readonly ObjectGetters<TDst> _outputs;

    internal CustomMappingTransformer(Action<TSrc, TDst> map, string contractName, SchemaDefinition inputDefinition, SchemaDefinition outputDefinition)
    {
        ArgumentNullException.ThrowIfNull(map, "mapAction");
        _map = map;
        _contractName = contractName;
        InputDefinition = inputDefinition;
        _outputs = new ObjectGetters<TDst>(RowMember.Bind(typeof(TDst), outputDefinition, SchemaDefinition.Direction.Write));
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal SchemaDefinition InputDefinition { get; }

    internal DataViewSchema AddedSchema => _outputs.Schema;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new ColumnBindings(inputSchema, new Mapper(this, inputSchema).GetOutputColumns()).Schema;
    }

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedDataView(input, new Mapper(this, input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new MappedDataView(new EmptyDataView(inputSchema), new Mapper(this, inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Errors.Check(_contractName != null, "Empty contract name for a transform: the transform cannot be saved");
        ctx.SetKind(ModelKinds.CustomMapping);
        ctx.Write(_contractName);
        ctx.Write(_map.Method.DeclaringType.Assembly.FullName);
    }

    private sealed class Mapper : RowMapper
    {
        private readonly CustomMappingTransformer<TSrc, TDst> _parent;
        private readonly ObjectFiller<TSrc> _filler;

        public Mapper(CustomMappingTransformer<TSrc, TDst> parent, DataViewSchema inputSchema)
            : base(inputSchema)
        {
            _parent = parent;
            _filler = new ObjectFiller<TSrc>(inputSchema, ignoreMissingColumns: false, parent.InputDefinition);
        }

        public override DataViewSchema.DetachedColumn[] GetOutputColumns()
            => _parent.AddedSchema.Select(column => new DataViewSchema.DetachedColumn(column)).ToArray();

        public override IEnumerable<int> GetDependencies(bool[] activeOutputs)
            => activeOutputs.Contains(true) ? _filler.Columns.Select(column => column.Index) : [];

        public override Delegate[] CreateGetters(DataViewRow input, bool[] activeOutputs, out Action disposer)
        {
            disposer = null;
            var getters = new Delegate[activeOutputs.Length];
            if (!activeOutputs.Contains(true))
            {
                return getters;
            }

            Action<TSrc> fill = _filler.Bind(input);
            var source = new TSrc();
            var destination = new TDst();
            long mappedPosition = -1;

            // One call of the user's action per row, however many of its columns are read.
            TDst Current()
            {
                if (mappedPosition != input.Position)
                {
                    fill(source);
                    _parent._map(source, destination);
                    mappedPosition = input.Position;
                }

                return destination;
            }

            for (int i = 0; i < getters.Length; i++)
            {
                getters[i] = activeOutputs[i] ? _parent._outputs.Create(i, Current) : null;
            }

            return getters;
        }
    }
}
