using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Data;

public sealed class ImageLoadingEstimator : TrivialEstimator<ImageLoadingTransformer>
{
    internal ImageLoadingEstimator(ImageLoadingTransformer transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = inputSchema.FindInput(Transformer.InputColumnName);
        if (input.ItemType is not TextDataViewType || input.Kind != SchemaShape.Column.VectorKind.Scalar)
        {
            throw Errors.SchemaMismatch(nameof(inputSchema), "input", input.Name, TextDataViewType.Instance.ToString(), input.GetTypeString());
        }

        return inputSchema.With(Transformer.AsImage
            ? new SchemaShape.Column(Transformer.OutputColumnName, SchemaShape.Column.VectorKind.Scalar, new ImageDataViewType(), false)
            : new SchemaShape.Column(Transformer.OutputColumnName, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.Byte, false));
    }
}
