using System.Runtime.CompilerServices;

namespace GanCompression.Runtime;

/// <summary>
/// The inner loops of every convolution: a tile of output channels × 4 registers of pixels is held in registers while all input
/// channels and taps are summed. For processors with about thirty registers.
/// </summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal static unsafe class WideConvolutionTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Six output channels × 4 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run6(TileArguments* arguments)
    {
        TilePosition* position = arguments->Position;
        float* source = arguments->Source + position->Source0;
        nint offset1 = position->Source1 - position->Source0;
        nint offset2 = position->Source2 - position->Source0;
        nint offset3 = position->Source3 - position->Source0;
        TVector a0, a1, a2, a3;
        TVector b0, b1, b2, b3;
        TVector c0, c1, c2, c3;
        TVector d0, d1, d2, d3;
        TVector e0, e1, e2, e3;
        TVector f0, f1, f2, f3;
        float* start = arguments->Bias;
        a0 = a1 = a2 = a3 = TSimd.Create(start[0]);
        b0 = b1 = b2 = b3 = TSimd.Create(start[1]);
        c0 = c1 = c2 = c3 = TSimd.Create(start[2]);
        d0 = d1 = d2 = d3 = TSimd.Create(start[3]);
        e0 = e1 = e2 = e3 = TSimd.Create(start[4]);
        f0 = f1 = f2 = f3 = TSimd.Create(start[5]);

        float* weights = arguments->Weights;
        nint* taps = arguments->Taps;
        nint sourcePlane = arguments->SourcePlane;
        int tapCount = arguments->TapCount;
        for (int input = arguments->Inputs; input > 0; input--, source += sourcePlane)
        {
            for (int tap = 0; tap < tapCount; tap++, weights += 6)
            {
                float* pixels = source + taps[tap];
                TVector x0 = TSimd.Load(pixels);
                TVector x1 = TSimd.Load(pixels + offset1);
                TVector x2 = TSimd.Load(pixels + offset2);
                TVector x3 = TSimd.Load(pixels + offset3);
                TVector weight = TSimd.Create(weights[0]);
                a0 = TSimd.MultiplyAdd(x0, weight, a0);
                a1 = TSimd.MultiplyAdd(x1, weight, a1);
                a2 = TSimd.MultiplyAdd(x2, weight, a2);
                a3 = TSimd.MultiplyAdd(x3, weight, a3);
                weight = TSimd.Create(weights[1]);
                b0 = TSimd.MultiplyAdd(x0, weight, b0);
                b1 = TSimd.MultiplyAdd(x1, weight, b1);
                b2 = TSimd.MultiplyAdd(x2, weight, b2);
                b3 = TSimd.MultiplyAdd(x3, weight, b3);
                weight = TSimd.Create(weights[2]);
                c0 = TSimd.MultiplyAdd(x0, weight, c0);
                c1 = TSimd.MultiplyAdd(x1, weight, c1);
                c2 = TSimd.MultiplyAdd(x2, weight, c2);
                c3 = TSimd.MultiplyAdd(x3, weight, c3);
                weight = TSimd.Create(weights[3]);
                d0 = TSimd.MultiplyAdd(x0, weight, d0);
                d1 = TSimd.MultiplyAdd(x1, weight, d1);
                d2 = TSimd.MultiplyAdd(x2, weight, d2);
                d3 = TSimd.MultiplyAdd(x3, weight, d3);
                weight = TSimd.Create(weights[4]);
                e0 = TSimd.MultiplyAdd(x0, weight, e0);
                e1 = TSimd.MultiplyAdd(x1, weight, e1);
                e2 = TSimd.MultiplyAdd(x2, weight, e2);
                e3 = TSimd.MultiplyAdd(x3, weight, e3);
                weight = TSimd.Create(weights[5]);
                f0 = TSimd.MultiplyAdd(x0, weight, f0);
                f1 = TSimd.MultiplyAdd(x1, weight, f1);
                f2 = TSimd.MultiplyAdd(x2, weight, f2);
                f3 = TSimd.MultiplyAdd(x3, weight, f3);
            }
        }

        int outputs = arguments->Outputs;
        Finish(arguments, position, 0, a0, a1, a2, a3);
        Finish(arguments, position, 1, b0, b1, b2, b3);
        Finish(arguments, position, 2, c0, c1, c2, c3);
        Finish(arguments, position, 3, d0, d1, d2, d3);
        Finish(arguments, position, 4, e0, e1, e2, e3);
        if (outputs > 5)
            Finish(arguments, position, 5, f0, f1, f2, f3);
    }

    /// <summary>Four output channels × 4 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run4(TileArguments* arguments)
    {
        TilePosition* position = arguments->Position;
        float* source = arguments->Source + position->Source0;
        nint offset1 = position->Source1 - position->Source0;
        nint offset2 = position->Source2 - position->Source0;
        nint offset3 = position->Source3 - position->Source0;
        TVector a0, a1, a2, a3;
        TVector b0, b1, b2, b3;
        TVector c0, c1, c2, c3;
        TVector d0, d1, d2, d3;
        float* start = arguments->Bias;
        a0 = a1 = a2 = a3 = TSimd.Create(start[0]);
        b0 = b1 = b2 = b3 = TSimd.Create(start[1]);
        c0 = c1 = c2 = c3 = TSimd.Create(start[2]);
        d0 = d1 = d2 = d3 = TSimd.Create(start[3]);

        float* weights = arguments->Weights;
        nint* taps = arguments->Taps;
        nint sourcePlane = arguments->SourcePlane;
        int tapCount = arguments->TapCount;
        for (int input = arguments->Inputs; input > 0; input--, source += sourcePlane)
        {
            for (int tap = 0; tap < tapCount; tap++, weights += 4)
            {
                float* pixels = source + taps[tap];
                TVector x0 = TSimd.Load(pixels);
                TVector x1 = TSimd.Load(pixels + offset1);
                TVector x2 = TSimd.Load(pixels + offset2);
                TVector x3 = TSimd.Load(pixels + offset3);
                TVector weight = TSimd.Create(weights[0]);
                a0 = TSimd.MultiplyAdd(x0, weight, a0);
                a1 = TSimd.MultiplyAdd(x1, weight, a1);
                a2 = TSimd.MultiplyAdd(x2, weight, a2);
                a3 = TSimd.MultiplyAdd(x3, weight, a3);
                weight = TSimd.Create(weights[1]);
                b0 = TSimd.MultiplyAdd(x0, weight, b0);
                b1 = TSimd.MultiplyAdd(x1, weight, b1);
                b2 = TSimd.MultiplyAdd(x2, weight, b2);
                b3 = TSimd.MultiplyAdd(x3, weight, b3);
                weight = TSimd.Create(weights[2]);
                c0 = TSimd.MultiplyAdd(x0, weight, c0);
                c1 = TSimd.MultiplyAdd(x1, weight, c1);
                c2 = TSimd.MultiplyAdd(x2, weight, c2);
                c3 = TSimd.MultiplyAdd(x3, weight, c3);
                weight = TSimd.Create(weights[3]);
                d0 = TSimd.MultiplyAdd(x0, weight, d0);
                d1 = TSimd.MultiplyAdd(x1, weight, d1);
                d2 = TSimd.MultiplyAdd(x2, weight, d2);
                d3 = TSimd.MultiplyAdd(x3, weight, d3);
            }
        }

        Finish(arguments, position, 0, a0, a1, a2, a3);
        Finish(arguments, position, 1, b0, b1, b2, b3);
        Finish(arguments, position, 2, c0, c1, c2, c3);
        Finish(arguments, position, 3, d0, d1, d2, d3);
    }

    /// <summary>Three output channels × 8 registers: two tiles at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run3(TileArguments* arguments)
    {
        TilePosition* position = arguments->Position;
        float* source = arguments->Source + position->Source0;
        nint offset1 = position->Source1 - position->Source0;
        nint offset2 = position->Source2 - position->Source0;
        nint offset3 = position->Source3 - position->Source0;
        nint offset4 = position[1].Source0 - position->Source0;
        nint offset5 = position[1].Source1 - position->Source0;
        nint offset6 = position[1].Source2 - position->Source0;
        nint offset7 = position[1].Source3 - position->Source0;
        TVector a0, a1, a2, a3, a4, a5, a6, a7;
        TVector b0, b1, b2, b3, b4, b5, b6, b7;
        TVector c0, c1, c2, c3, c4, c5, c6, c7;
        float* start = arguments->Bias;
        a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = TSimd.Create(start[0]);
        b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = TSimd.Create(start[1]);
        c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = TSimd.Create(start[2]);

        float* weights = arguments->Weights;
        nint* taps = arguments->Taps;
        nint sourcePlane = arguments->SourcePlane;
        int tapCount = arguments->TapCount;
        for (int input = arguments->Inputs; input > 0; input--, source += sourcePlane)
        {
            for (int tap = 0; tap < tapCount; tap++, weights += 3)
            {
                float* pixels = source + taps[tap];
                TVector weight0 = TSimd.Create(weights[0]);
                TVector weight1 = TSimd.Create(weights[1]);
                TVector weight2 = TSimd.Create(weights[2]);
                TVector x = TSimd.Load(pixels);
                a0 = TSimd.MultiplyAdd(x, weight0, a0);
                b0 = TSimd.MultiplyAdd(x, weight1, b0);
                c0 = TSimd.MultiplyAdd(x, weight2, c0);
                x = TSimd.Load(pixels + offset1);
                a1 = TSimd.MultiplyAdd(x, weight0, a1);
                b1 = TSimd.MultiplyAdd(x, weight1, b1);
                c1 = TSimd.MultiplyAdd(x, weight2, c1);
                x = TSimd.Load(pixels + offset2);
                a2 = TSimd.MultiplyAdd(x, weight0, a2);
                b2 = TSimd.MultiplyAdd(x, weight1, b2);
                c2 = TSimd.MultiplyAdd(x, weight2, c2);
                x = TSimd.Load(pixels + offset3);
                a3 = TSimd.MultiplyAdd(x, weight0, a3);
                b3 = TSimd.MultiplyAdd(x, weight1, b3);
                c3 = TSimd.MultiplyAdd(x, weight2, c3);
                x = TSimd.Load(pixels + offset4);
                a4 = TSimd.MultiplyAdd(x, weight0, a4);
                b4 = TSimd.MultiplyAdd(x, weight1, b4);
                c4 = TSimd.MultiplyAdd(x, weight2, c4);
                x = TSimd.Load(pixels + offset5);
                a5 = TSimd.MultiplyAdd(x, weight0, a5);
                b5 = TSimd.MultiplyAdd(x, weight1, b5);
                c5 = TSimd.MultiplyAdd(x, weight2, c5);
                x = TSimd.Load(pixels + offset6);
                a6 = TSimd.MultiplyAdd(x, weight0, a6);
                b6 = TSimd.MultiplyAdd(x, weight1, b6);
                c6 = TSimd.MultiplyAdd(x, weight2, c6);
                x = TSimd.Load(pixels + offset7);
                a7 = TSimd.MultiplyAdd(x, weight0, a7);
                b7 = TSimd.MultiplyAdd(x, weight1, b7);
                c7 = TSimd.MultiplyAdd(x, weight2, c7);
            }
        }

        int outputs = arguments->Outputs;
        bool isSecondUsed = position[1].IsUsed;
        Finish(arguments, position, 0, a0, a1, a2, a3);
        if (isSecondUsed)
            Finish(arguments, position + 1, 0, a4, a5, a6, a7);

        if (outputs > 1)
        {
            Finish(arguments, position, 1, b0, b1, b2, b3);
            if (isSecondUsed)
                Finish(arguments, position + 1, 1, b4, b5, b6, b7);
        }

        if (outputs > 2)
        {
            Finish(arguments, position, 2, c0, c1, c2, c3);
            if (isSecondUsed)
                Finish(arguments, position + 1, 2, c4, c5, c6, c7);
        }
    }

    /// <summary>
    /// Three output channels × 4 registers in each of two rows, one below the other: every source register but those of the outermost
    /// kernel rows is used for both. The second tile lies one source row below the first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunRowPair(TileArguments* arguments)
    {
        TilePosition* position = arguments->Position;
        float* source = arguments->Source + position->Source0;
        nint offset1 = position->Source1 - position->Source0;
        nint offset2 = position->Source2 - position->Source0;
        nint offset3 = position->Source3 - position->Source0;
        TVector a0, a1, a2, a3;
        TVector b0, b1, b2, b3;
        TVector c0, c1, c2, c3;
        TVector d0, d1, d2, d3;
        TVector e0, e1, e2, e3;
        TVector f0, f1, f2, f3;
        float* start = arguments->Bias;
        a0 = a1 = a2 = a3 = d0 = d1 = d2 = d3 = TSimd.Create(start[0]);
        b0 = b1 = b2 = b3 = e0 = e1 = e2 = e3 = TSimd.Create(start[1]);
        c0 = c1 = c2 = c3 = f0 = f1 = f2 = f3 = TSimd.Create(start[2]);

        nint* taps = arguments->Taps;
        nint sourcePlane = arguments->SourcePlane;
        nint rowBelow = position[1].Source0 - position->Source0;
        int tapCount = arguments->TapCount;
        int tapsPerRow = arguments->TapsPerRow;
        float* weights = arguments->Weights;
        for (int input = arguments->Inputs; input > 0; input--, source += sourcePlane, weights += 3 * tapCount)
        {
            for (int tap = 0; tap < tapsPerRow; tap++)
            {
                float* pixels = source + taps[tap];
                TVector x0 = TSimd.Load(pixels), x1 = TSimd.Load(pixels + offset1), x2 = TSimd.Load(pixels + offset2), x3 = TSimd.Load(pixels + offset3);
                float* upper = weights + 3 * tap;
                TVector weight = TSimd.Create(upper[0]);
                a0 = TSimd.MultiplyAdd(x0, weight, a0);
                a1 = TSimd.MultiplyAdd(x1, weight, a1);
                a2 = TSimd.MultiplyAdd(x2, weight, a2);
                a3 = TSimd.MultiplyAdd(x3, weight, a3);
                weight = TSimd.Create(upper[1]);
                b0 = TSimd.MultiplyAdd(x0, weight, b0);
                b1 = TSimd.MultiplyAdd(x1, weight, b1);
                b2 = TSimd.MultiplyAdd(x2, weight, b2);
                b3 = TSimd.MultiplyAdd(x3, weight, b3);
                weight = TSimd.Create(upper[2]);
                c0 = TSimd.MultiplyAdd(x0, weight, c0);
                c1 = TSimd.MultiplyAdd(x1, weight, c1);
                c2 = TSimd.MultiplyAdd(x2, weight, c2);
                c3 = TSimd.MultiplyAdd(x3, weight, c3);
            }

            for (int tap = tapsPerRow; tap < tapCount; tap++)
            {
                float* pixels = source + taps[tap];
                TVector x0 = TSimd.Load(pixels), x1 = TSimd.Load(pixels + offset1), x2 = TSimd.Load(pixels + offset2), x3 = TSimd.Load(pixels + offset3);
                float* upper = weights + 3 * tap;
                TVector weight = TSimd.Create(upper[0]);
                a0 = TSimd.MultiplyAdd(x0, weight, a0);
                a1 = TSimd.MultiplyAdd(x1, weight, a1);
                a2 = TSimd.MultiplyAdd(x2, weight, a2);
                a3 = TSimd.MultiplyAdd(x3, weight, a3);
                weight = TSimd.Create(upper[1]);
                b0 = TSimd.MultiplyAdd(x0, weight, b0);
                b1 = TSimd.MultiplyAdd(x1, weight, b1);
                b2 = TSimd.MultiplyAdd(x2, weight, b2);
                b3 = TSimd.MultiplyAdd(x3, weight, b3);
                weight = TSimd.Create(upper[2]);
                c0 = TSimd.MultiplyAdd(x0, weight, c0);
                c1 = TSimd.MultiplyAdd(x1, weight, c1);
                c2 = TSimd.MultiplyAdd(x2, weight, c2);
                c3 = TSimd.MultiplyAdd(x3, weight, c3);
                float* lower = weights + 3 * (tap - tapsPerRow);
                weight = TSimd.Create(lower[0]);
                d0 = TSimd.MultiplyAdd(x0, weight, d0);
                d1 = TSimd.MultiplyAdd(x1, weight, d1);
                d2 = TSimd.MultiplyAdd(x2, weight, d2);
                d3 = TSimd.MultiplyAdd(x3, weight, d3);
                weight = TSimd.Create(lower[1]);
                e0 = TSimd.MultiplyAdd(x0, weight, e0);
                e1 = TSimd.MultiplyAdd(x1, weight, e1);
                e2 = TSimd.MultiplyAdd(x2, weight, e2);
                e3 = TSimd.MultiplyAdd(x3, weight, e3);
                weight = TSimd.Create(lower[2]);
                f0 = TSimd.MultiplyAdd(x0, weight, f0);
                f1 = TSimd.MultiplyAdd(x1, weight, f1);
                f2 = TSimd.MultiplyAdd(x2, weight, f2);
                f3 = TSimd.MultiplyAdd(x3, weight, f3);
            }

            for (int tap = tapCount - tapsPerRow; tap < tapCount; tap++)
            {
                float* pixels = source + taps[tap] + rowBelow;
                TVector x0 = TSimd.Load(pixels), x1 = TSimd.Load(pixels + offset1), x2 = TSimd.Load(pixels + offset2), x3 = TSimd.Load(pixels + offset3);
                float* lower = weights + 3 * tap;
                TVector weight = TSimd.Create(lower[0]);
                d0 = TSimd.MultiplyAdd(x0, weight, d0);
                d1 = TSimd.MultiplyAdd(x1, weight, d1);
                d2 = TSimd.MultiplyAdd(x2, weight, d2);
                d3 = TSimd.MultiplyAdd(x3, weight, d3);
                weight = TSimd.Create(lower[1]);
                e0 = TSimd.MultiplyAdd(x0, weight, e0);
                e1 = TSimd.MultiplyAdd(x1, weight, e1);
                e2 = TSimd.MultiplyAdd(x2, weight, e2);
                e3 = TSimd.MultiplyAdd(x3, weight, e3);
                weight = TSimd.Create(lower[2]);
                f0 = TSimd.MultiplyAdd(x0, weight, f0);
                f1 = TSimd.MultiplyAdd(x1, weight, f1);
                f2 = TSimd.MultiplyAdd(x2, weight, f2);
                f3 = TSimd.MultiplyAdd(x3, weight, f3);
            }
        }

        int outputs = arguments->Outputs;
        Finish(arguments, position, 0, a0, a1, a2, a3);
        Finish(arguments, position + 1, 0, d0, d1, d2, d3);

        if (outputs > 1)
        {
            Finish(arguments, position, 1, b0, b1, b2, b3);
            Finish(arguments, position + 1, 1, e0, e1, e2, e3);
        }

        if (outputs > 2)
        {
            Finish(arguments, position, 2, c0, c1, c2, c3);
            Finish(arguments, position + 1, 2, f0, f1, f2, f3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TileArguments* arguments, TilePosition* position, int output, TVector v0, TVector v1, TVector v2, TVector v3)
    {
        float* target = arguments->Target + output * arguments->TargetPlane;
        if (arguments->Continues)
        {
            v0 = TSimd.Add(v0, TSimd.Load(target + position->Target0));
            v1 = TSimd.Add(v1, TSimd.Load(target + position->Target1));
            v2 = TSimd.Add(v2, TSimd.Load(target + position->Target2));
            v3 = TSimd.Add(v3, TSimd.Load(target + position->Target3));
        }

        if (arguments->Rectifies)
        {
            TVector slope = TSimd.Create(arguments->NegativeSlope);
            v0 = TSimd.Max(TSimd.Multiply(v0, slope), v0);
            v1 = TSimd.Max(TSimd.Multiply(v1, slope), v1);
            v2 = TSimd.Max(TSimd.Multiply(v2, slope), v2);
            v3 = TSimd.Max(TSimd.Multiply(v3, slope), v3);
        }

        TSimd.Store(target + position->Target3, v3);
        TSimd.Store(target + position->Target2, v2);
        TSimd.Store(target + position->Target1, v1);
        TSimd.Store(target + position->Target0, v0);
        if (arguments->Completes && arguments->Moments != null)
            ChannelMoments.Accumulate<TSimd, TVector>(arguments->Moments + output * ChannelMoments.Stride, position, 4, v0, v1, v2, v3);
    }
}
