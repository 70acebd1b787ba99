using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>One argument of an operator, made implicitly from what ATen's schemas take.</summary>
internal readonly struct Argument
{
    internal readonly ArgumentKind Kind;
    internal readonly long Value;
    internal readonly object? Reference;

    private Argument(ArgumentKind kind, long value = 0, object? reference = null)
    {
        Kind = kind;
        Value = value;
        Reference = reference;
    }

    /// <summary>Leaves the argument to the schema's default value.</summary>
    internal static Argument Default => new(ArgumentKind.Default);

    internal static Argument None => new(ArgumentKind.None);

    internal static Argument OptionalTensors(Tensor?[] tensors) => new(ArgumentKind.OptionalTensorList, 0, tensors);

    internal static Argument Dtype(ScalarType? type) => type is { } t ? new(ArgumentKind.Int, (long)t) : None;

    public static implicit operator Argument(Tensor? tensor) => tensor is null ? None : new(ArgumentKind.Tensor, 0, tensor);

    public static implicit operator Argument(long value) => new(ArgumentKind.Int, value);

    public static implicit operator Argument(long? value) => value is { } v ? new(ArgumentKind.Int, v) : None;

    public static implicit operator Argument(int value) => new(ArgumentKind.Int, value);

    public static implicit operator Argument(double value) => new(ArgumentKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Argument(double? value) => value is { } v ? v : None;

    public static implicit operator Argument(bool value) => new(ArgumentKind.Bool, value ? 1 : 0);

    public static implicit operator Argument(ScalarType type) => new(ArgumentKind.Int, (long)type);

    public static implicit operator Argument(nn.Reduction reduction) => new(ArgumentKind.Int, (long)reduction);

    public static implicit operator Argument(long[]? values) => values is null ? None : new(ArgumentKind.IntList, 0, values);

    public static implicit operator Argument(double[]? values) => values is null ? None : new(ArgumentKind.DoubleList, 0, values);

    public static implicit operator Argument(Tensor[] tensors) => new(ArgumentKind.TensorList, 0, tensors);

    public static implicit operator Argument(string? text) => text is null ? None : new(ArgumentKind.String, 0, Encoding.UTF8.GetBytes(text));

    public static implicit operator Argument(Generator? generator) => generator is null ? None : new(ArgumentKind.Generator, 0, generator);

    public static implicit operator Argument(Scalar? scalar) => scalar is null ? None : scalar.AsArgument();
}
