namespace GanCompression.Tool.Commands;

/// <summary>An input or output of an ONNX file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Its extents; a name where the caller decides.</param>
internal sealed record OnnxValueView(string Name, ElementType Type, IReadOnlyList<string> Shape)
{
    /// <summary>Makes the view of a value.</summary>
    public static OnnxValueView Of(OnnxValue value) => new(value.Name, value.ElementType, [.. value.Dimensions.Select(dimension => dimension.ToString())]);
}
