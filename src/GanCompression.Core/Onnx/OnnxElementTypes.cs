namespace GanCompression;

/// <summary>The numbers by which ONNX calls types of elements.</summary>
internal static class OnnxElementTypes
{
    /// <summary>The number of a type: a value of <c>TensorProto.DataType</c> of the ONNX schema.</summary>
    public static int Of(ElementType type) => type switch
    {
        ElementType.Float32 => 1,
        ElementType.UInt8 => 2,
        ElementType.Int8 => 3,
        ElementType.Int32 => 6,
        ElementType.Int64 => 7,
        ElementType.Bool => 9,
        ElementType.Float16 => 10,
        ElementType.Float64 => 11,
        ElementType.BFloat16 => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "ONNX has no such type of elements."),
    };
}
