using Microsoft.ML;

namespace GanCompression.MLNet;

/// <summary>
/// The annotation on a generated column that says which generator made it: so a compressor finds its teacher without being told.
/// </summary>
internal static class GeneratorAnnotation
{
    /// <summary>Name of the annotation.</summary>
    public const string Kind = "GanCompression.Generator";

    /// <summary>Annotations that carry a model; null for a schema that only promises one.</summary>
    public static DataViewSchema.Annotations Of(GeneratorModel? model)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(Kind, GeneratorModelDataViewType.Instance, (ref GeneratorModel value) => value = model!);
        return builder.ToAnnotations();
    }

    /// <summary>The generator that made the visible column of a name; null if it does not say.</summary>
    public static GeneratorModel? Find(DataViewSchema schema, string columnName)
    {
        if (schema.GetColumnOrNull(columnName) is not { } column
            || column.Annotations.Schema.GetColumnOrNull(Kind) is not { } annotation
            || annotation.Type is not GeneratorModelDataViewType)
            return null;
        GeneratorModel model = null!;
        column.Annotations.GetValue(Kind, ref model);
        return model;
    }

    /// <summary>Whether a shape promises a generator behind a column.</summary>
    public static bool IsPromised(SchemaShape.Column column) =>
        column.Annotations.Any(annotation => annotation.Name == Kind && annotation.ItemType is GeneratorModelDataViewType);
}
