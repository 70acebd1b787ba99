using System.Runtime.CompilerServices;

namespace GanCompression.Runtime;

/// <summary>Registers of one value.</summary>
internal readonly unsafe struct SimdScalar : ISimd<float>
{
    public static int Count => 1;

    public static bool HasManyRegisters => false;

    public static float Load(float* source) => *source;

    public static void Store(float* target, float value) => *target = value;

    public static float Create(float value) => value;

    public static float Add(float left, float right) => left + right;

    public static float Subtract(float left, float right) => left - right;

    public static float Multiply(float left, float right) => left * right;

    public static float MultiplyAdd(float left, float right, float addend) => left * right + addend;

    public static float Max(float left, float right) => left > right ? left : right;

    public static float Min(float left, float right) => left < right ? left : right;

    public static float And(float value, float mask) => BitConverter.SingleToInt32Bits(mask) == 0 ? 0 : value;

    public static double Sum(float value) => value;

    public static float Tanh(float value) => MathF.Tanh(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave(float even, float odd, out float first, out float second)
    {
        first = even;
        second = odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Deinterleave(float first, float second, out float even, out float odd)
    {
        even = first;
        odd = second;
    }
}
