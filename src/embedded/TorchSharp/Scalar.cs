using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number with a type, as operators take it.</summary>
public sealed class Scalar : IDisposable
{
    private readonly double _double;
    private readonly long _integer;

    internal Scalar(double value, ScalarType type)
    {
        _double = value;
        _integer = double.IsNaN(value) ? 0 : (long)value;
        Type = type;
    }

    internal Scalar(long value, ScalarType type)
    {
        _double = value;
        _integer = value;
        Type = type;
    }

    public ScalarType Type { get; }

    internal double DoubleValue => _double;

    internal long IntegerValue => _integer;

    public static implicit operator Scalar(byte value) => new((long)value, ScalarType.Byte);

    public static implicit operator Scalar(sbyte value) => new((long)value, ScalarType.Int8);

    public static implicit operator Scalar(short value) => new((long)value, ScalarType.Int16);

    public static implicit operator Scalar(int value) => new((long)value, ScalarType.Int32);

    public static implicit operator Scalar(long value) => new(value, ScalarType.Int64);

    public static implicit operator Scalar(float value) => new((double)value, ScalarType.Float32);

    public static implicit operator Scalar(double value) => new(value, ScalarType.Float64);

    public static implicit operator Scalar(bool value) => new(value ? 1L : 0L, ScalarType.Bool);

    public void Dispose()
    {
        // A managed value; the method is part of the documented API.
    }

    internal Argument AsArgument() => Type switch
    {
        ScalarType.Bool => _integer != 0,
        ScalarType.Float32 or ScalarType.Float64 => _double,
        _ => _integer,
    };
}
