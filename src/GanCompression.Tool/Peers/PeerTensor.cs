using System.Runtime.InteropServices;

namespace GanCompression.Tool.Peers;

/// <summary>A tensor on its way to or from a peer.</summary>
internal sealed class PeerTensor
{
    /// <summary>Creates a tensor.</summary>
    /// <param name="name">Name of the input or output.</param>
    /// <param name="elementType">Float32 or UInt8.</param>
    /// <param name="bytes">Its values, little-endian, row by row.</param>
    /// <param name="shape">Its extents.</param>
    /// <exception cref="ArgumentException">The values do not fit the shape or the type is another one.</exception>
    public PeerTensor(string name, ElementType elementType, byte[] bytes, params int[] shape)
    {
        long elements = shape.Aggregate(1L, (product, extent) => product * extent);
        long expected = elements * elementType switch
        {
            ElementType.Float32 => sizeof(float),
            ElementType.UInt8 => 1,
            _ => throw new ArgumentException($"A peer takes and gives Float32 and UInt8, but '{name}' holds {elementType}.", nameof(elementType)),
        };
        if (bytes.Length != expected)
            throw new ArgumentException(FormattableString.Invariant($"'{name}' of shape [{string.Join(", ", shape)}] needs {expected} bytes, but has {bytes.Length}."), nameof(bytes));
        Name = name;
        ElementType = elementType;
        Bytes = bytes;
        Shape = shape;
    }

    /// <summary>Name of the input or output.</summary>
    public string Name { get; }

    /// <summary>Type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>The values, little-endian, row by row.</summary>
    public byte[] Bytes { get; }

    /// <summary>The extents.</summary>
    public int[] Shape { get; }

    /// <summary>The values of a Float32 tensor.</summary>
    public ReadOnlySpan<float> Floats => ElementType == ElementType.Float32
        ? MemoryMarshal.Cast<byte, float>(Bytes)
        : throw new InvalidOperationException($"'{Name}' holds {ElementType}, not Float32.");

    /// <summary>A Float32 tensor.</summary>
    public static PeerTensor FromFloats(string name, ReadOnlySpan<float> values, params int[] shape) =>
        new(name, ElementType.Float32, MemoryMarshal.AsBytes(values).ToArray(), shape);
}
