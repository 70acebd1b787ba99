using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet;

/// <summary>Checks of the columns that a stage reads, in ML.NET's own wording.</summary>
internal static class InputSchema
{
    /// <summary>The cure for a column that holds paths or bytes where images are expected.</summary>
    private const string LoadFirst = " Append mlContext.Transforms.LoadImages(...) before this stage.";

    /// <summary>The image column of a shape.</summary>
    /// <param name="context">Where errors are reported.</param>
    /// <param name="inputSchema">The shape.</param>
    /// <param name="role">Role of the column, in lower case, for messages.</param>
    /// <param name="name">Name of the column.</param>
    /// <param name="sizeMultiple">Known heights and widths must be multiples of this.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, holds no images or images of unsuitable size.</exception>
    public static ImageDataViewType RequireImage(IExceptionContext context, SchemaShape inputSchema, string role, string name, int sizeMultiple = 1)
    {
        SchemaShape.Column column = Require(context, inputSchema, role, name);
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.ItemType is not ImageDataViewType image)
            throw Mismatch(context, inputSchema, role, name, "Image", SchemaShapes.TypeName(column), column.ItemType is TextDataViewType ? LoadFirst : "");
        if (image.Height % sizeMultiple != 0 || image.Width % sizeMultiple != 0)
        {
            throw Mismatch(context, inputSchema, role, name, FormattableString.Invariant($"Image with height and width that are multiples of {sizeMultiple}"), image.ToString(),
                " Append mlContext.Transforms.ResizeImages(...) before this stage.");
        }

        return image;
    }

    /// <summary>A column of a shape.</summary>
    public static SchemaShape.Column Require(IExceptionContext context, SchemaShape inputSchema, string role, string name)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column column = inputSchema.FirstOrDefault(candidate => candidate.Name == name);
        return column.Name is null
            ? throw context.Process(new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find {role} column '{name}'"))
            : column;
    }

    /// <summary>The error for a column of the wrong type.</summary>
    public static Exception Mismatch(IExceptionContext context, SchemaShape inputSchema, string role, string name, string expected, string got, string cure = "") =>
        context.Process(new ArgumentOutOfRangeException(nameof(inputSchema), $"Schema mismatch for {role} column '{name}': expected {expected}, got {got}{(cure.Length > 0 ? "." : "")}{cure}"));
}
