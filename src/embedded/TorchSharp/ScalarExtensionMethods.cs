namespace TorchSharp;

/// <summary>Conversions between scalars and .NET numbers.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;

    public static float ToSingle(this Scalar value) => (float)value.DoubleValue;

    public static double ToDouble(this Scalar value) => value.DoubleValue;

    public static byte ToByte(this Scalar value) => (byte)value.IntegerValue;

    public static int ToInt32(this Scalar value) => (int)value.IntegerValue;

    public static long ToInt64(this Scalar value) => value.IntegerValue;

    public static bool ToBoolean(this Scalar value) => value.DoubleValue != 0;
}
