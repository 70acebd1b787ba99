using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase(string outputColumnName, string inputColumnName)
    {
        Errors.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName ?? outputColumnName;
        Errors.CheckNonEmpty(InputColumnName, nameof(inputColumnName));
    }

    internal string OutputColumnName { get; }

    internal string InputColumnName { get; }

    private protected override RowMapper MakeRowMapper(DataViewSchema inputSchema)
    {
        DataViewSchema.Column input = inputSchema.GetColumnOrNull(InputColumnName) ?? throw Errors.ColumnNotFound(nameof(inputSchema), "input", InputColumnName);
        CheckInput(input);
        return new Mapper(this, inputSchema, input);
    }

    /// <summary>Throws the schema mismatch where the input column has an unfit type.</summary>
    private protected virtual void CheckInput(DataViewSchema.Column input)
    {
    }

    /// <summary>The added column.</summary>
    private protected abstract DataViewSchema.DetachedColumn MakeOutput(DataViewSchema.Column input);

    private protected abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input, out Action disposer);

    private protected ArgumentOutOfRangeException Mismatch(string expected, string actual)
        => Errors.SchemaMismatch("inputSchema", "input", InputColumnName, expected, actual);

    private sealed class Mapper : RowMapper
    {
        private readonly OneToOneTransformerBase _parent;
        private readonly DataViewSchema.Column _input;

        public Mapper(OneToOneTransformerBase parent, DataViewSchema inputSchema, DataViewSchema.Column input)
            : base(inputSchema)
        {
            _parent = parent;
            _input = input;
        }

        public override DataViewSchema.DetachedColumn[] GetOutputColumns() => [_parent.MakeOutput(_input)];

        public override IEnumerable<int> GetDependencies(bool[] activeOutputs) => activeOutputs[0] ? [_input.Index] : [];

        public override Delegate[] CreateGetters(DataViewRow input, bool[] activeOutputs, out Action disposer)
        {
            disposer = null;
            return activeOutputs[0] ? [_parent.MakeGetter(input, input.Schema[_input.Index], out disposer)] : [null];
        }
    }
}
