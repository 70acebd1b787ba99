namespace GanCompression;

/// <summary>A class of PyTorch's storages.</summary>
/// <param name="Name">Its name, such as <c>FloatStorage</c>.</param>
/// <param name="ElementType">Type of the elements here.</param>
/// <param name="ElementBytes">Size of an element in the file, in bytes.</param>
internal sealed record TorchStorageType(string Name, ElementType ElementType, int ElementBytes)
{
    private static readonly TorchStorageType[] s_all =
    [
        Of("FloatStorage", ElementType.Float32),
        Of("DoubleStorage", ElementType.Float64),
        Of("HalfStorage", ElementType.Float16),
        Of("BFloat16Storage", ElementType.BFloat16),
        Of("LongStorage", ElementType.Int64),
        Of("IntStorage", ElementType.Int32),
        // Tables of weights have no 16-bit integers; they are widened.
        new("ShortStorage", ElementType.Int32, sizeof(short)),
        Of("CharStorage", ElementType.Int8),
        Of("ByteStorage", ElementType.UInt8),
        Of("BoolStorage", ElementType.Bool),
    ];

    /// <summary>The type of a name, or null.</summary>
    public static TorchStorageType? Find(string name) => Array.Find(s_all, type => type.Name == name);

    /// <summary>The type that stores elements as they are.</summary>
    public static TorchStorageType Of(ElementType elementType) =>
        Array.Find(s_all, type => type.ElementType == elementType && type.ElementBytes == WeightTensor.SizeOf(elementType))!;

    private static TorchStorageType Of(string name, ElementType elementType) => new(name, elementType, WeightTensor.SizeOf(elementType));
}
