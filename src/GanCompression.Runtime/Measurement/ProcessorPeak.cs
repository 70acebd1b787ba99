using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GanCompression.Runtime;

/// <summary>
/// The most multiply-adds that this machine does in single precision: independent chains of fused multiply-adds in registers,
/// nothing else. What a network reaches is compared with it.
/// </summary>
public static class ProcessorPeak
{
    private const int Chains = 12;
    private const int Iterations = 100_000;
    private const int Rounds = 20;

    /// <summary>Measures it: the sum, over the threads, of the fastest of some short rounds.</summary>
    /// <param name="threads">Threads that compute at the same time; at least 1.</param>
    /// <param name="vectorWidth">Registers to compute with; the engine's own choice by default.</param>
    /// <returns>Billions of floating-point operations per second, two for a multiply-add.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no thread.</exception>
    public static double MeasureGigaflopsPerSecond(int threads = 1, VectorWidth vectorWidth = VectorWidth.Automatic)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Func<double> measure = CompiledNetwork.Resolve(vectorWidth) switch
        {
            VectorWidth.Scalar => MeasureThread<SimdScalar, float>,
            VectorWidth.Bits128 => MeasureThread<Simd128, Vector128<float>>,
            VectorWidth.Bits256 => MeasureThread<Simd256, Vector256<float>>,
            _ => MeasureThread<Simd512, Vector512<float>>,
        };
        if (threads == 1)
            return measure();

        using var together = new Barrier(threads);
        var results = new double[threads];
        Thread[] helpers = [.. Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            together.SignalAndWait();
            results[thread] = measure();
        }))];
        foreach (Thread helper in helpers)
            helper.Start();
        foreach (Thread helper in helpers)
            helper.Join();
        return results.Sum();
    }

    private static double MeasureThread<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TimeSpan fastest = TimeSpan.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            Multiply<TSimd, TVector>();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            fastest = elapsed < fastest ? elapsed : fastest;
        }

        return 2e-9 * Iterations * Chains * TSimd.Count / fastest.TotalSeconds;
    }

    // Every chain converges to 1: no value ever is infinite or denormal, which some processors compute slowly.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Multiply<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector half = TSimd.Create(0.5f);
        TVector a = half, b = half, c = half, d = half, e = half, f = half, g = half, h = half, i = half, j = half, k = half, l = half;
        for (int n = 0; n < Iterations; n++)
        {
            a = TSimd.MultiplyAdd(a, half, half);
            b = TSimd.MultiplyAdd(b, half, half);
            c = TSimd.MultiplyAdd(c, half, half);
            d = TSimd.MultiplyAdd(d, half, half);
            e = TSimd.MultiplyAdd(e, half, half);
            f = TSimd.MultiplyAdd(f, half, half);
            g = TSimd.MultiplyAdd(g, half, half);
            h = TSimd.MultiplyAdd(h, half, half);
            i = TSimd.MultiplyAdd(i, half, half);
            j = TSimd.MultiplyAdd(j, half, half);
            k = TSimd.MultiplyAdd(k, half, half);
            l = TSimd.MultiplyAdd(l, half, half);
        }

        TVector upper = TSimd.Add(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Add(e, f));
        TVector lower = TSimd.Add(TSimd.Add(TSimd.Add(g, h), TSimd.Add(i, j)), TSimd.Add(k, l));
        return TSimd.Sum(TSimd.Add(upper, lower));
    }
}
