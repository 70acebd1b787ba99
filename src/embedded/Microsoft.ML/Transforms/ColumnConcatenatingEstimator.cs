using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly ColumnConcatenatingTransformer _transformer;

    internal ColumnConcatenatingEstimator(string outputColumnName, string[] inputColumnNames)
    {
        _transformer = new ColumnConcatenatingTransformer(outputColumnName, inputColumnNames);
    }

    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _transformer;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column[] inputs = Array.ConvertAll(_transformer.InputColumnNames, name => inputSchema.FindInput(name));
        SchemaShape.Column first = inputs[0];
        foreach (SchemaShape.Column input in inputs)
        {
            if (input.ItemType is not PrimitiveDataViewType || !input.ItemType.Equals(first.ItemType) || input.IsKey != first.IsKey)
            {
                throw Errors.SchemaMismatch(nameof(inputSchema), "input", input.Name, first.GetTypeString(), input.GetTypeString());
            }
        }

        bool isVariable = inputs.Any(input => input.Kind == SchemaShape.Column.VectorKind.VariableVector);
        return inputSchema.With(new SchemaShape.Column(
            _transformer.OutputColumnName,
            isVariable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector,
            first.ItemType,
            first.IsKey));
    }
}
