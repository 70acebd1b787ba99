namespace GanCompression;

/// <summary>The numbers by which ONNX calls types of elements.</summary>
internal static class OnnxElementTypes
{
    /// <summary>The number of a type: a value of <c>TensorProto.DataType</c> of the ONNX schema.</summary>
    public static int Of(ElementType type) => type switch
    {
        ElementType.Float32 => 1,
        ElementType.UInt8 => 2,
        ElementType.Int64 => 7,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Exported files hold Float32, UInt8 and Int64."),
    };
}
