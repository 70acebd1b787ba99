namespace Embedded.MicrosoftML.Tests.Stages;

/// <summary>What a stage learns, and hands to the next stage in the schema.</summary>
internal sealed class ScaleModel(string name, float scale)
{
    public const string Kind = "Test.Scale";

    public string Name { get; } = name;

    public float Scale { get; } = scale;

    public static ScaleModel? Find(DataViewSchema schema, string column)
    {
        if (schema.GetColumnOrNull(column) is not { } found || found.Annotations.Schema.GetColumnOrNull(Kind)?.Type is not ScaleModelType)
        {
            return null;
        }

        ScaleModel? model = null;
        found.Annotations.GetValue(Kind, ref model);
        return model;
    }

    public DataViewSchema.Annotations ToAnnotations()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue(Kind, ScaleModelType.Instance, this);
        return builder.ToAnnotations();
    }
}
