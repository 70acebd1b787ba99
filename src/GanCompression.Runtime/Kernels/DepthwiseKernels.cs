using System.Runtime.CompilerServices;

namespace GanCompression.Runtime;

/// <summary>The inner loops of depthwise convolutions.</summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal static unsafe class DepthwiseKernels<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Any kernel; rows are rounded up to whole registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(DepthwiseArguments* arguments)
    {
        TVector slope = TSimd.Create(arguments->NegativeSlope);
        TVector bias = TSimd.Create(arguments->Bias);
        int tapCount = arguments->TapCount;
        nint* taps = arguments->Taps;
        float* weights = arguments->Weights;
        for (int y = 0; y < arguments->Height; y++)
        {
            float* source = arguments->Source + y * arguments->SourceRowStep;
            float* target = arguments->Target + y * arguments->TargetRowStep;
            int x = 0;
            for (; x + TSimd.Count < arguments->Width; x += 2 * TSimd.Count)
            {
                TVector a = bias;
                TVector b = bias;
                for (int tap = 0; tap < tapCount; tap++)
                {
                    TVector weight = TSimd.Create(weights[tap]);
                    a = TSimd.MultiplyAdd(TSimd.Load(source + x + taps[tap]), weight, a);
                    b = TSimd.MultiplyAdd(TSimd.Load(source + x + taps[tap] + TSimd.Count), weight, b);
                }

                TSimd.Store(target + x, TSimd.Max(TSimd.Multiply(a, slope), a));
                TSimd.Store(target + x + TSimd.Count, TSimd.Max(TSimd.Multiply(b, slope), b));
            }

            if (x < arguments->Width)
            {
                TVector a = bias;
                for (int tap = 0; tap < tapCount; tap++)
                    a = TSimd.MultiplyAdd(TSimd.Load(source + x + taps[tap]), TSimd.Create(weights[tap]), a);
                TSimd.Store(target + x, TSimd.Max(TSimd.Multiply(a, slope), a));
            }
        }
    }
}
