using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GanCompression;

/// <summary>An immutable tensor in plain memory: element type, shape and little-endian values in row-major order.</summary>
public sealed class WeightTensor
{
    private readonly byte[] _data;

    private WeightTensor(ElementType elementType, ImmutableArray<int> shape, byte[] data)
    {
        ElementType = elementType;
        Shape = shape;
        _data = data;
    }

    /// <summary>Type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>Extents; empty for a scalar.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Number of elements.</summary>
    public long Elements => _data.LongLength / SizeOf(ElementType);

    /// <summary>The raw little-endian values.</summary>
    public ReadOnlySpan<byte> Bytes => _data;

    /// <summary>The same, for those who keep them; they never change.</summary>
    internal ReadOnlyMemory<byte> Memory => _data;

    /// <summary>The values of a float32 tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds another type.</exception>
    public ReadOnlySpan<float> Floats => ElementType == ElementType.Float32
        ? MemoryMarshal.Cast<byte, float>(_data)
        : throw new InvalidOperationException($"The tensor holds {ElementType} values; convert it with ToFloat32 first.");

    /// <summary>Creates a float32 tensor with a copy of the values.</summary>
    /// <param name="values">As many values as the shape has elements.</param>
    /// <param name="shape">Extents.</param>
    public static WeightTensor FromFloats(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        FromBytes(ElementType.Float32, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Creates a tensor with a copy of raw little-endian values.</summary>
    /// <param name="elementType">Type of the elements.</param>
    /// <param name="bytes">Exactly the bytes that the shape needs.</param>
    /// <param name="shape">Extents, each at least 0.</param>
    public static WeightTensor FromBytes(ElementType elementType, ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> shape) =>
        Adopt(elementType, bytes.ToArray(), [.. shape]);

    /// <summary>Creates a tensor that takes over an array which nobody else changes any more.</summary>
    internal static WeightTensor Adopt(ElementType elementType, byte[] data, ImmutableArray<int> shape)
    {
        long elements = 1;
        foreach (int extent in shape)
        {
            if (extent < 0)
                throw new FormatException(FormattableString.Invariant($"A tensor extent must be at least 0, but is {extent}."));
            elements = checked(elements * extent);
        }

        long needed = checked(elements * SizeOf(elementType));
        if (needed != data.LongLength)
            throw new FormatException(FormattableString.Invariant($"A {elementType} tensor of shape [{string.Join(", ", shape)}] needs {needed} bytes, but has {data.LongLength}."));
        return new WeightTensor(elementType, shape, data);
    }

    /// <summary>The tensor with its values converted to float32; itself if it is one already.</summary>
    public WeightTensor ToFloat32()
    {
        if (ElementType == ElementType.Float32)
            return this;
        var values = new float[checked((int)Elements)];
        switch (ElementType)
        {
            case ElementType.Float64: Convert(MemoryMarshal.Cast<byte, double>(_data), values, v => (float)v); break;
            case ElementType.Float16: Convert(MemoryMarshal.Cast<byte, Half>(_data), values, v => (float)v); break;
            case ElementType.BFloat16: Convert(MemoryMarshal.Cast<byte, ushort>(_data), values, v => BitConverter.UInt32BitsToSingle((uint)v << 16)); break;
            case ElementType.Int64: Convert(MemoryMarshal.Cast<byte, long>(_data), values, v => v); break;
            case ElementType.Int32: Convert(MemoryMarshal.Cast<byte, int>(_data), values, v => v); break;
            case ElementType.Int8: Convert(MemoryMarshal.Cast<byte, sbyte>(_data), values, v => v); break;
            default: Convert<byte>(_data, values, v => v); break;
        }

        return Adopt(ElementType.Float32, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), Shape);

        static void Convert<T>(ReadOnlySpan<T> source, Span<float> target, Func<T, float> convert)
        {
            for (int i = 0; i < source.Length; i++)
                target[i] = convert(source[i]);
        }
    }

    /// <summary>Whether type, shape and every byte are equal.</summary>
    /// <param name="other">The other tensor.</param>
    public bool ContentEquals(WeightTensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ElementType == other.ElementType && Shape.AsSpan().SequenceEqual(other.Shape.AsSpan()) && Bytes.SequenceEqual(other.Bytes);
    }

    /// <summary>Type and shape, for messages: <c>Float32[64, 3, 7, 7]</c>.</summary>
    public override string ToString() => $"{ElementType}[{string.Join(", ", Shape)}]";

    internal static int SizeOf(ElementType elementType) => elementType switch
    {
        ElementType.Float64 or ElementType.Int64 => 8,
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Float16 or ElementType.BFloat16 => 2,
        _ => 1,
    };
}
