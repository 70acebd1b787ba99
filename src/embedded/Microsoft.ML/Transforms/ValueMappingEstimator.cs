using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(ValueMap map, string outputColumnName, string inputColumnName)
        : base(new ValueMappingTransformer(map, outputColumnName, inputColumnName))
    {
    }

    public sealed override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = inputSchema.FindInput(Transformer.InputColumnName);
        return inputSchema.With(new SchemaShape.Column(Transformer.OutputColumnName, input.Kind, Transformer.Map.ValueType, false));
    }
}

public sealed class ValueMappingEstimator<TKey, TValue> : ValueMappingEstimator
{
    internal ValueMappingEstimator(ValueMap map, string outputColumnName, string inputColumnName)
        : base(map, outputColumnName, inputColumnName)
    {
    }
}
