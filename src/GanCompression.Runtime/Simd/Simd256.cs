using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanCompression.Runtime;

/// <summary>Registers of 8 values.</summary>
internal readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static int Count => 8;

    public static bool HasManyRegisters => Avx512F.VL.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector256<float> value) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Create(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Vector256.MultiplyAddEstimate(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> left, Vector256<float> right) => Vector256.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> left, Vector256<float> right) => Vector256.MinNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> And(Vector256<float> value, Vector256<float> mask) => value & mask;

    public static double Sum(Vector256<float> value)
    {
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(value);
        return Vector256.Sum(lower + upper);
    }

    // tanh x = 1 - 2 / (e^2x + 1); the exponential's overflow gives the right limit.
    public static Vector256<float> Tanh(Vector256<float> value) =>
        Vector256<float>.One - Vector256.Create(2f) / (Vector256.Exp(value + value) + Vector256<float>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave(Vector256<float> even, Vector256<float> odd, out Vector256<float> first, out Vector256<float> second)
    {
        if (Avx.IsSupported)
        {
            Vector256<float> low = Avx.UnpackLow(even, odd);
            Vector256<float> high = Avx.UnpackHigh(even, odd);
            first = Avx.Permute2x128(low, high, 0x20);
            second = Avx.Permute2x128(low, high, 0x31);
        }
        else
        {
            Simd128.Interleave(even.GetLower(), odd.GetLower(), out Vector128<float> a, out Vector128<float> b);
            Simd128.Interleave(even.GetUpper(), odd.GetUpper(), out Vector128<float> c, out Vector128<float> d);
            first = Vector256.Create(a, b);
            second = Vector256.Create(c, d);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Deinterleave(Vector256<float> first, Vector256<float> second, out Vector256<float> even, out Vector256<float> odd)
    {
        if (Avx.IsSupported)
        {
            Vector256<float> low = Avx.Permute2x128(first, second, 0x20);
            Vector256<float> high = Avx.Permute2x128(first, second, 0x31);
            even = Avx.Shuffle(low, high, 0b10_00_10_00);
            odd = Avx.Shuffle(low, high, 0b11_01_11_01);
        }
        else
        {
            Simd128.Deinterleave(first.GetLower(), first.GetUpper(), out Vector128<float> a, out Vector128<float> b);
            Simd128.Deinterleave(second.GetLower(), second.GetUpper(), out Vector128<float> c, out Vector128<float> d);
            even = Vector256.Create(a, c);
            odd = Vector256.Create(b, d);
        }
    }
}
