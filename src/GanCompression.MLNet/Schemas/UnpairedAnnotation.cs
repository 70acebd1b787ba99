using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.MLNet;

/// <summary>
/// The annotation on a target column that says that its images have nothing to do with the sources of their rows, so that
/// trainers on pairs refuse it and others learn accordingly.
/// </summary>
internal static class UnpairedAnnotation
{
    /// <summary>Name of the annotation.</summary>
    public const string Kind = "GanCompression.Unpaired";

    /// <summary>The annotation.</summary>
    public static DataViewSchema.Annotations Create()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue(Kind, BooleanDataViewType.Instance, true);
        return builder.ToAnnotations();
    }

    /// <summary>Whether a column has it.</summary>
    public static bool IsOn(SchemaShape.Column column) => column.Annotations.Any(annotation => annotation.Name == Kind && annotation.ItemType is BooleanDataViewType);
}
