using System.Runtime.CompilerServices;

namespace GanCompression.Runtime;

/// <summary>
/// Operations on one row of pixels. Each handles whole registers first and the rest one by one, so a row whose length is
/// rounded up to whole registers runs without a rest.
/// </summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal static unsafe class RowKernels<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>y = x · scale + shift, then times the slope where negative; some rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Affine(float* source, nint sourceStep, float* target, nint targetStep, int rows, int count, float scale, float shift, float slope)
    {
        TVector a = TSimd.Create(scale);
        TVector b = TSimd.Create(shift);
        TVector s = TSimd.Create(slope);
        for (; rows > 0; rows--, source += sourceStep, target += targetStep)
        {
            int i = 0;
            for (; i <= count - 2 * TSimd.Count; i += 2 * TSimd.Count)
            {
                TVector x = TSimd.MultiplyAdd(TSimd.Load(source + i), a, b);
                TVector y = TSimd.MultiplyAdd(TSimd.Load(source + i + TSimd.Count), a, b);
                TSimd.Store(target + i, TSimd.Max(TSimd.Multiply(x, s), x));
                TSimd.Store(target + i + TSimd.Count, TSimd.Max(TSimd.Multiply(y, s), y));
            }

            for (; i <= count - TSimd.Count; i += TSimd.Count)
            {
                TVector x = TSimd.MultiplyAdd(TSimd.Load(source + i), a, b);
                TSimd.Store(target + i, TSimd.Max(TSimd.Multiply(x, s), x));
            }

            for (; i < count; i++)
            {
                float x = source[i] * scale + shift;
                target[i] = SimdScalar.Max(x * slope, x);
            }
        }
    }

    /// <summary>y = x · scale + shift + other, some rows; the target may be the other value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AffineAdd(float* source, nint sourceStep, float* other, nint otherStep, float* target, nint targetStep, int rows, int count, float scale, float shift)
    {
        TVector a = TSimd.Create(scale);
        TVector b = TSimd.Create(shift);
        for (; rows > 0; rows--, source += sourceStep, other += otherStep, target += targetStep)
        {
            int i = 0;
            for (; i <= count - 2 * TSimd.Count; i += 2 * TSimd.Count)
            {
                TVector x = TSimd.Add(TSimd.MultiplyAdd(TSimd.Load(source + i), a, b), TSimd.Load(other + i));
                TVector y = TSimd.Add(TSimd.MultiplyAdd(TSimd.Load(source + i + TSimd.Count), a, b), TSimd.Load(other + i + TSimd.Count));
                TSimd.Store(target + i, x);
                TSimd.Store(target + i + TSimd.Count, y);
            }

            for (; i <= count - TSimd.Count; i += TSimd.Count)
                TSimd.Store(target + i, TSimd.Add(TSimd.MultiplyAdd(TSimd.Load(source + i), a, b), TSimd.Load(other + i)));
            for (; i < count; i++)
                target[i] = source[i] * scale + shift + other[i];
        }
    }

    /// <summary>Copies a row.</summary>
    public static void Copy(float* source, float* target, int count) =>
        Buffer.MemoryCopy(source, target, (long)count * sizeof(float), (long)count * sizeof(float));

    /// <summary>y = y + other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* target, float* other, int count)
    {
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(target + i, TSimd.Add(TSimd.Load(target + i), TSimd.Load(other + i)));
        for (; i < count; i++)
            target[i] += other[i];
    }

    /// <summary>y = y · slope where negative; any slope.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rectify(float* target, int count, float slope)
    {
        TVector s = TSimd.Create(slope);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector x = TSimd.Load(target + i);
            TVector y = TSimd.Multiply(x, s);
            TSimd.Store(target + i, slope <= 1 ? TSimd.Max(y, x) : TSimd.Min(y, x));
        }

        for (; i < count; i++)
            target[i] = target[i] < 0 ? target[i] * slope : target[i];
    }

    /// <summary>Limits to a range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Limit(float* target, int count, float min, float max)
    {
        TVector low = TSimd.Create(min);
        TVector high = TSimd.Create(max);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(target + i, TSimd.Min(high, TSimd.Max(low, TSimd.Load(target + i))));
        for (; i < count; i++)
            target[i] = SimdScalar.Min(max, SimdScalar.Max(min, target[i]));
    }

    /// <summary>Hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tanh(float* target, int count)
    {
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(target + i, TSimd.Tanh(TSimd.Load(target + i)));
        for (; i < count; i++)
            target[i] = MathF.Tanh(target[i]);
    }

    /// <summary>The largest value of every column of some rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MaxOfRows(float* source, nint sourceStep, int rows, float* target, int count)
    {
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector value = TSimd.Load(source + i);
            for (int row = 1; row < rows; row++)
                value = TSimd.Max(TSimd.Load(source + row * sourceStep + i), value);
            TSimd.Store(target + i, value);
        }

        for (; i < count; i++)
        {
            float value = source[i];
            for (int row = 1; row < rows; row++)
                value = SimdScalar.Max(source[row * sourceStep + i], value);
            target[i] = value;
        }
    }

    /// <summary>The sum of every column of some rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumOfRows(float* source, nint sourceStep, int rows, float* target, int count)
    {
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector value = TSimd.Load(source + i);
            for (int row = 1; row < rows; row++)
                value = TSimd.Add(TSimd.Load(source + row * sourceStep + i), value);
            TSimd.Store(target + i, value);
        }

        for (; i < count; i++)
        {
            float value = source[i];
            for (int row = 1; row < rows; row++)
                value += source[row * sourceStep + i];
            target[i] = value;
        }
    }

    /// <summary>The largest of the values at some offsets from every place; whole registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MaxOfTaps(float* source, nint* taps, int tapCount, float* target, int count)
    {
        for (int i = 0; i < count; i += TSimd.Count)
        {
            TVector value = TSimd.Load(source + i);
            for (int tap = 1; tap < tapCount; tap++)
                value = TSimd.Max(TSimd.Load(source + i + taps[tap]), value);
            TSimd.Store(target + i, value);
        }
    }

    /// <summary>The sum of the values at some offsets from every place, times a factor per place and one for all; whole registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumOfTaps(float* source, nint* taps, int tapCount, float* target, int count, float* factors, float factor)
    {
        TVector all = TSimd.Create(factor);
        for (int i = 0; i < count; i += TSimd.Count)
        {
            TVector value = TSimd.Load(source + i);
            for (int tap = 1; tap < tapCount; tap++)
                value = TSimd.Add(TSimd.Load(source + i + taps[tap]), value);
            TSimd.Store(target + i, TSimd.Multiply(value, TSimd.Multiply(TSimd.Load(factors + i), all)));
        }
    }

    /// <summary>Joins rows that are split into parts: target[phases · i + p] = f(source[p · phaseStride + i]), with f as in <see cref="Affine"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void JoinPhases(
        float* source, nint sourceStep, int phases, int phaseStride, float* target, nint targetStep, int rows, int count, float scale, float shift, float slope)
    {
        TVector a = TSimd.Create(scale);
        TVector b = TSimd.Create(shift);
        TVector s = TSimd.Create(slope);
        for (; rows > 0; rows--, source += sourceStep, target += targetStep)
        {
            int at = 0;
            if (phases == 2)
            {
                for (; at <= count - 2 * TSimd.Count; at += 2 * TSimd.Count)
                {
                    TVector even = TSimd.MultiplyAdd(TSimd.Load(source + at / 2), a, b);
                    TVector odd = TSimd.MultiplyAdd(TSimd.Load(source + phaseStride + at / 2), a, b);
                    TSimd.Interleave(TSimd.Max(TSimd.Multiply(even, s), even), TSimd.Max(TSimd.Multiply(odd, s), odd), out TVector first, out TVector second);
                    TSimd.Store(target + at, first);
                    TSimd.Store(target + at + TSimd.Count, second);
                }
            }

            for (int phase = 0; phase < phases; phase++)
            {
                float* part = source + (nint)phase * phaseStride;
                for (int i = at + phase, j = at / phases; i < count; i += phases, j++)
                {
                    float x = part[j] * scale + shift;
                    target[i] = SimdScalar.Max(x * slope, x);
                }
            }
        }
    }

    /// <summary>Splits a row into parts: target[p · phaseStride + i] = source[phases · i + p].</summary>
    public static void SplitPhases(float* source, int phases, int phaseStride, float* target, int count)
    {
        for (int phase = 0; phase < phases; phase++)
        {
            float* part = target + (nint)phase * phaseStride;
            for (int i = phase, j = 0; i < count; i += phases, j++)
                part[j] = source[i];
        }
    }

    /// <summary>
    /// <see cref="Affine"/> into rows that are split into even and odd columns, counted from the left border. Writes whole
    /// registers: up to that many floats behind the last pixel of each part.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AffineSplit(
        float* source, nint sourceStep, float* target, nint targetStep, int phaseStride, int left, int rows, int count, float scale, float shift, float slope)
    {
        TVector a = TSimd.Create(scale);
        TVector b = TSimd.Create(shift);
        TVector s = TSimd.Create(slope);
        float* evenTarget = target + (nint)(left & 1) * phaseStride + left / 2;
        float* oddTarget = target + (nint)((left + 1) & 1) * phaseStride + (left + 1) / 2;
        for (; rows > 0; rows--, source += sourceStep, evenTarget += targetStep, oddTarget += targetStep)
        {
            for (int i = 0; i < count; i += 2 * TSimd.Count)
            {
                TVector x = TSimd.MultiplyAdd(TSimd.Load(source + i), a, b);
                TVector y = TSimd.MultiplyAdd(TSimd.Load(source + i + TSimd.Count), a, b);
                TSimd.Deinterleave(TSimd.Max(TSimd.Multiply(x, s), x), TSimd.Max(TSimd.Multiply(y, s), y), out TVector even, out TVector odd);
                TSimd.Store(evenTarget + i / 2, even);
                TSimd.Store(oddTarget + i / 2, odd);
            }
        }
    }

    /// <summary>Sums of the distances of a row's pixels to a shift and of their squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Moments(float* source, int count, float shift, out double sum, out double square)
    {
        TVector k = TSimd.Create(shift);
        TVector s = TSimd.Create(0);
        TVector q = TSimd.Create(0);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector d = TSimd.Subtract(TSimd.Load(source + i), k);
            s = TSimd.Add(s, d);
            q = TSimd.MultiplyAdd(d, d, q);
        }

        sum = TSimd.Sum(s);
        square = TSimd.Sum(q);
        for (; i < count; i++)
        {
            double d = (double)source[i] - shift;
            sum += d;
            square += d * d;
        }
    }

    /// <summary>Sum of a row.</summary>
    public static double Sum(float* source, int count)
    {
        Moments(source, count, 0, out double sum, out _);
        return sum;
    }
}
