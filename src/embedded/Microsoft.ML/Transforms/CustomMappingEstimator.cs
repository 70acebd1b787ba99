using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition inputSchemaDefinition, SchemaDefinition outputSchemaDefinition)
        : base(new CustomMappingTransformer<TSrc, TDst>(mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (RowMember member in RowMember.Bind(typeof(TSrc), Transformer.InputDefinition, SchemaDefinition.Direction.Both))
        {
            SchemaShape.Column actual = inputSchema.FindInput(member.ColumnName);
            SchemaShape.Column expected = SchemaShape.Column.Create(member.ColumnName, member.ColumnType, null);

            // As in ML.NET, item types are compared by identity, and a member of unknown length takes vectors of any.
            bool kindFits = expected.Kind switch
            {
                SchemaShape.Column.VectorKind.VariableVector => actual.Kind != SchemaShape.Column.VectorKind.Scalar,
                SchemaShape.Column.VectorKind kind => actual.Kind == kind,
            };
            if (!kindFits || expected.ItemType != actual.ItemType || expected.IsKey != actual.IsKey)
            {
                throw Errors.SchemaMismatch(nameof(inputSchema), "input", member.ColumnName, member.ColumnType.ToString(), actual.GetTypeString());
            }
        }

        return inputSchema.With(SchemaShape.Create(Transformer.AddedSchema));
    }
}
