namespace Embedded.MicrosoftML.Tests.Stages;

/// <summary>A stage outside ML.NET: doubles the scale of the stage before it, which it finds in the schema.</summary>
internal sealed class ScaleEstimator(string name, bool needsTeacher = false) : IEstimator<ScaleTransformer>
{
    public ScaleTransformer Fit(IDataView input)
    {
        ScaleModel? teacher = ScaleModel.Find(input.Schema, ScaleTransformer.OutputName);
        if (needsTeacher && teacher == null)
        {
            throw new InvalidOperationException($"{name}: no teacher in the schema");
        }

        return new ScaleTransformer(new ScaleModel(name, (teacher?.Scale ?? 1) * 2));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        if (needsTeacher && !inputSchema.Any(column => column.Name == ScaleTransformer.OutputName && column.Annotations.Any(annotation => annotation.Name == ScaleModel.Kind)))
        {
            throw new InvalidOperationException($"{name}: no teacher in the shape");
        }

        var capture = new Capture();
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(ScaleTransformer.OutputName, ScaleTransformer.OutputType, new ScaleModel("shape", 0).ToAnnotations());
        new EstimatorChain<ITransformer>().Append(capture).Fit(new NoRows(builder.ToSchema()));
        return new SchemaShape(inputSchema.Where(column => column.Name != ScaleTransformer.OutputName).Append(capture.Shape![0]));
    }

    // A chain makes the shape of a schema, which nothing public does.
    private sealed class Capture : IEstimator<ITransformer>
    {
        public SchemaShape? Shape { get; private set; }

        public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Shape = inputSchema;
    }

    private sealed class NoRows(DataViewSchema schema) : IDataView
    {
        public bool CanShuffle => false;

        public DataViewSchema Schema => schema;

        public long? GetRowCount() => 0;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => throw new NotSupportedException();

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => throw new NotSupportedException();
    }
}
