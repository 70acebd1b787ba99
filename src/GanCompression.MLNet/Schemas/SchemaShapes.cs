using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.MLNet;

/// <summary>
/// Makes schema shapes with public API alone. ML.NET's constructors for them are internal, but an estimator chain makes a
/// shape of its input's schema and shows it to its stages.
/// </summary>
internal static class SchemaShapes
{
    /// <summary>The shape of a schema.</summary>
    public static SchemaShape Of(DataViewSchema schema)
    {
        var witness = new ShapeWitness();
        _ = new EstimatorChain<ITransformer>().Append(witness).Fit(new SchemaOnlyDataView(schema));
        return witness.Shape!;
    }

    /// <summary>A shape with one more column; an earlier column of its name is replaced.</summary>
    public static SchemaShape With(SchemaShape shape, string name, DataViewType type, DataViewSchema.Annotations annotations)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(name, type, annotations);
        return new SchemaShape(shape.Where(column => column.Name != name).Append(Of(builder.ToSchema())[0]));
    }

    /// <summary>A column's type as ML.NET writes it in its messages.</summary>
    public static string TypeName(SchemaShape.Column column)
    {
        string name = column.ItemType.ToString() ?? column.ItemType.GetType().Name;
        if (column.IsKey)
            name = $"Key<{name}>";
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"Vector<{name}>",
            SchemaShape.Column.VectorKind.VariableVector => $"VarVector<{name}>",
            _ => name,
        };
    }

    private sealed class ShapeWitness : IEstimator<ITransformer>
    {
        public SchemaShape? Shape { get; private set; }

        public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Shape = inputSchema;
    }
}
