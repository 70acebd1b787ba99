using Microsoft.ML.Model;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal ColumnConcatenatingTransformer(string outputColumnName, string[] inputColumnNames)
    {
        Errors.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        OutputColumnName = outputColumnName;
        InputColumnNames = inputColumnNames is { Length: > 0 } ? inputColumnNames : [outputColumnName];
    }

    internal string OutputColumnName { get; }

    internal string[] InputColumnNames { get; }

    internal static ITransformer Load(ModelReader reader)
    {
        string output = reader.ReadString();
        var inputs = new string[reader.ReadCount()];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = reader.ReadString();
        }

        return new ColumnConcatenatingTransformer(output, inputs);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetKind(ModelKinds.Concatenate);
        ctx.Write(OutputColumnName);
        ctx.Write(InputColumnNames.Length);
        foreach (string name in InputColumnNames)
        {
            ctx.Write(name);
        }
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    private sealed class Mapper : RowMapper
    {
        private readonly string _name;
        private readonly DataViewSchema.Column[] _inputs;
        private readonly VectorDataViewType _type;

        public Mapper(ColumnConcatenatingTransformer parent, DataViewSchema inputSchema)
            : base(inputSchema)
        {
            _name = parent.OutputColumnName;
            _inputs = Array.ConvertAll(parent.InputColumnNames, name => inputSchema.GetColumnOrNull(name) ?? throw Errors.ColumnNotFound(nameof(inputSchema), "input", name));
            if (StandardTypes.ItemType(_inputs[0].Type) is not PrimitiveDataViewType itemType)
            {
                throw Errors.SchemaMismatch(nameof(inputSchema), "input", _inputs[0].Name, "a primitive type or a vector of one", _inputs[0].Type.ToString());
            }

            int size = 0;
            bool isKnown = true;
            foreach (DataViewSchema.Column input in _inputs)
            {
                if (!itemType.Equals(StandardTypes.ItemType(input.Type)))
                {
                    throw Errors.SchemaMismatch(nameof(inputSchema), "input", input.Name, $"{itemType} or vector of {itemType}", input.Type.ToString());
                }

                isKnown &= input.Type is not VectorDataViewType { IsKnownSize: false };
                size += input.Type is VectorDataViewType vector ? vector.Size : 1;
            }

            _type = new VectorDataViewType(itemType, isKnown ? size : 0);
        }

        public override DataViewSchema.DetachedColumn[] GetOutputColumns() => [new DataViewSchema.DetachedColumn(_name, _type)];

        public override IEnumerable<int> GetDependencies(bool[] activeOutputs) => activeOutputs[0] ? _inputs.Select(input => input.Index) : [];

        public override Delegate[] CreateGetters(DataViewRow input, bool[] activeOutputs, out Action disposer)
        {
            disposer = null;
            return activeOutputs[0] ? [(Delegate)GenericCall.Static(typeof(Mapper), nameof(MakeGetter), _type.ItemType.RawType, input, _inputs)] : [null];
        }

        private static ValueGetter<VBuffer<T>> MakeGetter<T>(DataViewRow row, DataViewSchema.Column[] inputs)
        {
            Action<List<T>>[] readers = Array.ConvertAll(inputs, input => MakeReader<T>(row, input));
            var values = new List<T>();
            return (ref VBuffer<T> destination) =>
            {
                values.Clear();
                foreach (Action<List<T>> reader in readers)
                {
                    reader(values);
                }

                VBufferEditor<T> editor = VBufferEditor.Create(ref destination, values.Count);
                values.CopyTo(editor.Values);
                destination = editor.Commit();
            };
        }

        private static Action<List<T>> MakeReader<T>(DataViewRow row, DataViewSchema.Column input)
        {
            if (input.Type is VectorDataViewType)
            {
                ValueGetter<VBuffer<T>> vectorGetter = row.GetGetter<VBuffer<T>>(input);
                VBuffer<T> buffer = default;
                return values =>
                {
                    vectorGetter(ref buffer);
                    values.AddRange(buffer.DenseValues());
                };
            }

            ValueGetter<T> getter = row.GetGetter<T>(input);
            T value = default;
            return values =>
            {
                getter(ref value);
                values.Add(value);
            };
        }
    }
}
