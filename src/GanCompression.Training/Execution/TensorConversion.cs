using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>Copies tensors between plain memory and libtorch.</summary>
public static class TensorConversion
{
    /// <summary>A copy of the values as a tensor of libtorch, on the CPU, without gradient.</summary>
    /// <param name="tensor">A float32, float64, int64, int32, int8 or uint8 tensor.</param>
    /// <exception cref="NotSupportedException">The element type has no counterpart here; convert it with <see cref="WeightTensor.ToFloat32"/> first.</exception>
    public static Tensor ToTensor(this WeightTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Tensor result = torch.empty(Shape(tensor), dtype: ToScalarType(tensor.ElementType));
        tensor.Bytes.CopyTo(result.bytes);
        return result;
    }

    /// <summary>A copy of a tensor's values in plain memory.</summary>
    /// <param name="tensor">A tensor on the CPU of type float32, float64, int64, int32, int8 or uint8, of any strides.</param>
    /// <exception cref="NotSupportedException">The tensor holds another type.</exception>
    public static WeightTensor ToWeightTensor(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using Tensor detached = tensor.detach();
        using Tensor contiguous = detached.contiguous();
        var shape = new int[contiguous.shape.Length];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = checked((int)contiguous.shape[i]);
        return WeightTensor.FromBytes(ToElementType(contiguous.dtype), contiguous.bytes, shape);
    }

    /// <summary>Overwrites the values of a tensor of libtorch, keeping its memory.</summary>
    /// <param name="target">A contiguous tensor on the CPU.</param>
    /// <param name="values">Values of the same type and shape.</param>
    /// <param name="name">What the tensor is, for the message.</param>
    /// <exception cref="FormatException">Type or shape differ.</exception>
    internal static void Overwrite(this Tensor target, WeightTensor values, string name)
    {
        if (ToElementType(target.dtype) != values.ElementType || !target.shape.AsSpan().SequenceEqual(Shape(values)))
            throw new FormatException($"'{name}' should be {ToElementType(target.dtype)}[{string.Join(", ", target.shape)}], but is {values}.");
        values.Bytes.CopyTo(target.bytes);
    }

    private static long[] Shape(WeightTensor tensor)
    {
        var shape = new long[tensor.Shape.Length];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = tensor.Shape[i];
        return shape;
    }

    private static torch.ScalarType ToScalarType(ElementType type) => type switch
    {
        ElementType.Float32 => torch.ScalarType.Float32,
        ElementType.Float64 => torch.ScalarType.Float64,
        ElementType.Int64 => torch.ScalarType.Int64,
        ElementType.Int32 => torch.ScalarType.Int32,
        ElementType.Int8 => torch.ScalarType.Int8,
        ElementType.UInt8 => torch.ScalarType.Byte,
        _ => throw new NotSupportedException($"A tensor of {type} values cannot be handed to libtorch; convert it with ToFloat32 first."),
    };

    private static ElementType ToElementType(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Float32 => ElementType.Float32,
        torch.ScalarType.Float64 => ElementType.Float64,
        torch.ScalarType.Int64 => ElementType.Int64,
        torch.ScalarType.Int32 => ElementType.Int32,
        torch.ScalarType.Int8 => ElementType.Int8,
        torch.ScalarType.Byte => ElementType.UInt8,
        _ => throw new NotSupportedException($"A tensor of {type} values cannot be stored as weights; convert it to Float32 first."),
    };
}
