using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Conversions of one-element tensors, and TorchSharp's own tensor format: type, rank and sizes as LEB128, then the bytes.</summary>
public static class TensorExtensionMethods
{
    public static Parameter AsParameter(this Tensor tensor) => new(tensor);

    public static float ToSingle(this Tensor value) => value.ToScalar().ToSingle();

    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();

    public static byte ToByte(this Tensor value) => value.ToScalar().ToByte();

    public static int ToInt32(this Tensor value) => value.ToScalar().ToInt32();

    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();

    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToBoolean();

    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        writer.WriteLeb128((long)tensor.dtype);
        writer.WriteLeb128(tensor.ndim);
        foreach (var size in tensor.shape)
            writer.WriteLeb128(size);
        writer.Flush();
        using var contiguous = tensor.contiguous();
        contiguous.WriteBytesToStream(writer.BaseStream);
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        var tensor = empty(shape, type);
        tensor.ReadBytesFromStream(reader.BaseStream);
        if (skip)
            tensor.zero_();
        return tensor;
    }

    /// <summary>Reads into an existing tensor of the same type and shape.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (type != tensor.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading: expected {tensor.dtype}, but found {type}.");
        if (!skip && !shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException($"Mismatched tensor shape while loading: expected [{string.Join(", ", tensor.shape)}], but found [{string.Join(", ", shape)}].");
        using var mode = no_grad();
        using var loaded = empty(shape, type);
        loaded.ReadBytesFromStream(reader.BaseStream);
        if (!skip)
            tensor.copy_(loaded);
    }

    private static (ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = reader.ReadLeb128();
        var rank = reader.ReadLeb128();
        if (!Enum.IsDefined((ScalarType)type) || rank > 64)
            throw new InvalidDataException($"This is no tensor in TorchSharp's format: found the type {type} and {rank} dimensions.");
        var shape = new long[rank];
        for (var d = 0; d < shape.Length; d++)
            shape[d] = reader.ReadLeb128();
        return ((ScalarType)type, shape);
    }
}
