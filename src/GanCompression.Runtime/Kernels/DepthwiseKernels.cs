using System.Runtime.CompilerServices;

namespace GanCompression.Runtime;

/// <summary>The inner loops of depthwise convolutions. Rows are rounded up to whole registers.</summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal static unsafe class DepthwiseKernels<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Any kernel and stride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(DepthwiseArguments* arguments)
    {
        TVector slope = TSimd.Create(arguments->NegativeSlope);
        TVector bias = TSimd.Create(arguments->Bias);
        int tapCount = arguments->TapCount;
        nint* taps = arguments->Taps;
        float* weights = arguments->Weights;
        arguments->Sum = 0;
        arguments->SumOfSquares = 0;
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

            RowKernels<TSimd, TVector>.Moments(target, arguments->Width, arguments->Shift, out double sum, out double square);
            arguments->Sum += sum;
            arguments->SumOfSquares += square;
        }
    }

    /// <summary>
    /// 3×3 with stride 1: a strip of one register's width slides down the image; every source row is loaded once and added to the
    /// three output rows that it takes part in.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run3x3(DepthwiseArguments* arguments)
    {
        float* w = arguments->Weights;
        TVector w0 = TSimd.Create(w[0]), w1 = TSimd.Create(w[1]), w2 = TSimd.Create(w[2]);
        TVector w3 = TSimd.Create(w[3]), w4 = TSimd.Create(w[4]), w5 = TSimd.Create(w[5]);
        TVector w6 = TSimd.Create(w[6]), w7 = TSimd.Create(w[7]), w8 = TSimd.Create(w[8]);
        TVector bias = TSimd.Create(arguments->Bias);
        TVector slope = TSimd.Create(arguments->NegativeSlope);
        TVector shift = TSimd.Create(arguments->Shift);
        TVector sum = TSimd.Create(0);
        TVector square = TSimd.Create(0);
        nint sourceStep = arguments->SourceRowStep;
        nint targetStep = arguments->TargetRowStep;
        int height = arguments->Height;
        int width = arguments->Width;
        int added = 0;
        arguments->Sum = 0;
        arguments->SumOfSquares = 0;
        float* lanes = stackalloc float[16];
        for (int x = 0; x < width; x += TSimd.Count)
        {
            int valid = Math.Min(TSimd.Count, width - x);
            for (int lane = 0; lane < TSimd.Count; lane++)
                lanes[lane] = BitConverter.Int32BitsToSingle(lane < valid ? -1 : 0);
            TVector mask = TSimd.Load(lanes);
            float* source = arguments->Source + x;
            float* target = arguments->Target + x;

            // The first two source rows.
            TVector left = TSimd.Load(source), middle = TSimd.Load(source + 1), right = TSimd.Load(source + 2);
            TVector upper = TSimd.MultiplyAdd(right, w2, TSimd.MultiplyAdd(middle, w1, TSimd.MultiplyAdd(left, w0, bias)));
            source += sourceStep;
            left = TSimd.Load(source);
            middle = TSimd.Load(source + 1);
            right = TSimd.Load(source + 2);
            upper = TSimd.MultiplyAdd(right, w5, TSimd.MultiplyAdd(middle, w4, TSimd.MultiplyAdd(left, w3, upper)));
            TVector lower = TSimd.MultiplyAdd(right, w2, TSimd.MultiplyAdd(middle, w1, TSimd.MultiplyAdd(left, w0, bias)));
            for (int y = 0; y < height; y++, target += targetStep)
            {
                source += sourceStep;
                left = TSimd.Load(source);
                middle = TSimd.Load(source + 1);
                right = TSimd.Load(source + 2);
                TVector result = TSimd.MultiplyAdd(right, w8, TSimd.MultiplyAdd(middle, w7, TSimd.MultiplyAdd(left, w6, upper)));
                upper = TSimd.MultiplyAdd(right, w5, TSimd.MultiplyAdd(middle, w4, TSimd.MultiplyAdd(left, w3, lower)));
                lower = TSimd.MultiplyAdd(right, w2, TSimd.MultiplyAdd(middle, w1, TSimd.MultiplyAdd(left, w0, bias)));
                result = TSimd.Max(TSimd.Multiply(result, slope), result);
                TSimd.Store(target, result);
                TVector distance = TSimd.And(TSimd.Subtract(result, shift), mask);
                sum = TSimd.Add(sum, distance);
                square = TSimd.MultiplyAdd(distance, distance, square);
            }

            added += height;
            if (added >= 512 || x + TSimd.Count >= width)
            {
                arguments->Sum += TSimd.Sum(sum);
                arguments->SumOfSquares += TSimd.Sum(square);
                sum = TSimd.Create(0);
                square = TSimd.Create(0);
                added = 0;
            }
        }
    }
}
