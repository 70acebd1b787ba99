namespace GanCompression;

/// <summary>The numbers by which ONNX calls types of elements: values of <c>TensorProto.DataType</c> of its schema.</summary>
internal static class OnnxElementTypes
{
    private static readonly Dictionary<int, ElementType> s_types = new()
    {
        [1] = ElementType.Float32,
        [2] = ElementType.UInt8,
        [3] = ElementType.Int8,
        [6] = ElementType.Int32,
        [7] = ElementType.Int64,
        [9] = ElementType.Bool,
        [10] = ElementType.Float16,
        [11] = ElementType.Float64,
        [16] = ElementType.BFloat16,
    };

    /// <summary>The number of a type.</summary>
    public static int Of(ElementType type) => s_types.First(entry => entry.Value == type).Key;

    /// <summary>The type of a number; null if it is none that this library knows.</summary>
    public static ElementType? Find(int number) => s_types.TryGetValue(number, out ElementType type) ? type : null;
}
