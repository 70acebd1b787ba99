using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    internal ColumnCopyingEstimator(string outputColumnName, string inputColumnName)
        : base(new ColumnCopyingTransformer(outputColumnName, inputColumnName))
    {
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = inputSchema.FindInput(Transformer.InputColumnName);
        return inputSchema.With(new SchemaShape.Column(Transformer.OutputColumnName, input.Kind, input.ItemType, input.IsKey, input.Annotations));
    }
}
