using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GanCompression.OnnxSchema;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace GanCompression;

/// <summary>Turns the tensors of ONNX files into those of this library, and checks that they hold what their shape says.</summary>
internal static class OnnxTensors
{
    /// <summary>The tensor of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="source">Name of the file, for errors.</param>
    /// <param name="name">Name of the tensor, for errors.</param>
    /// <exception cref="FormatException">Shape and values do not fit together.</exception>
    /// <exception cref="NotSupportedException">The values are of an unknown type or lie in another file.</exception>
    public static WeightTensor Read(TensorProto message, string source, string name)
    {
        if (message.DataLocation == TensorProto.Types.DataLocation.External || message.ExternalData.Count > 0)
            throw new NotSupportedException($"'{source}' cannot be read: the values of tensor '{name}' lie in another file, but they are expected inside. Export the network again without external data.");
        ElementType type = OnnxElementTypes.Find(message.DataType) ?? throw new NotSupportedException(FormattableString.Invariant(
            $"'{source}' cannot be read: tensor '{name}' has elements of ONNX type {message.DataType}; types 1 (float), 2, 3, 6, 7 (integers), 9 (bool), 10, 11 and 16 (half, double, bfloat16) can be read."));
        ImmutableArray<int> shape = [.. message.Dims.Select(Extent)];
        try
        {
            return WeightTensor.Adopt(type, Bytes(message, type), shape);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw FileErrors.Damaged(source, OnnxImport.Kind, $"tensor '{name}': {(e is OverflowException ? $"its shape [{string.Join(", ", shape)}] has more elements than any file." : e.Message)}", e);
        }

        int Extent(long extent) => extent is >= 0 and <= int.MaxValue
            ? (int)extent
            : throw FileErrors.Damaged(source, OnnxImport.Kind, FormattableString.Invariant($"tensor '{name}' has an extent of {extent}."));
    }

    // Values lie in one block of bytes, or in a list of the type that is as wide or wider.
    private static byte[] Bytes(TensorProto message, ElementType type)
    {
        if (message.HasRawData)
            return Array(message.RawData);
        return type switch
        {
            ElementType.Float32 => Copy(message.FloatData),
            ElementType.Float64 => Copy(message.DoubleData),
            ElementType.Int64 => Copy(message.Int64Data),
            ElementType.Int32 => Copy(message.Int32Data),
            ElementType.Float16 or ElementType.BFloat16 => Copy(new RepeatedField<ushort> { message.Int32Data.Select(value => unchecked((ushort)value)) }),
            _ => [.. message.Int32Data.Select(value => unchecked((byte)value))],
        };
    }

    // The array behind a byte string never changes, so that a tensor can keep it instead of a copy: files are large.
    private static byte[] Array(ByteString bytes) =>
        MemoryMarshal.TryGetArray(bytes.Memory, out ArraySegment<byte> segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : bytes.ToByteArray();

    private static byte[] Copy<T>(RepeatedField<T> values)
        where T : unmanaged
    {
        var bytes = new byte[checked(values.Count * Unsafe.SizeOf<T>())];
        Span<T> target = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        for (int i = 0; i < target.Length; i++)
            target[i] = values[i];
        return bytes;
    }
}
