using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

public sealed class VectorToImageConvertingEstimator : TrivialEstimator<VectorToImageConvertingTransformer>
{
    internal VectorToImageConvertingEstimator(VectorToImageConvertingTransformer transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = inputSchema.FindInput(Transformer.InputColumnName);
        if (input.Kind != SchemaShape.Column.VectorKind.Vector || !VectorToImageConvertingTransformer.IsSupported(input.ItemType))
        {
            throw Errors.SchemaMismatch(nameof(inputSchema), "input", input.Name, "known-size vector of type Single, Double or Byte", input.GetTypeString());
        }

        return inputSchema.With(new SchemaShape.Column(Transformer.OutputColumnName, SchemaShape.Column.VectorKind.Scalar, Transformer.Type, false));
    }
}
