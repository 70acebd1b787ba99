using System.Runtime.CompilerServices;

namespace GanCompression.Runtime;

/// <summary>
/// The inner loops of every convolution: a tile of output channels × 2 registers of pixels is held in registers while all input
/// channels and taps are summed. For processors with about sixteen registers.
/// </summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal static unsafe class NarrowConvolutionTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Six output channels × 2 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run6(TileArguments* arguments)
    {
        TilePosition* position = arguments->Position;
        float* source = arguments->Source + position->Source0;
        nint offset1 = position->Source1 - position->Source0;
        TVector a0, a1;
        TVector b0, b1;
        TVector c0, c1;
        TVector d0, d1;
        TVector e0, e1;
        TVector f0, f1;
        float* start = arguments->Bias;
        a0 = a1 = TSimd.Create(start[0]);
        b0 = b1 = TSimd.Create(start[1]);
        c0 = c1 = TSimd.Create(start[2]);
        d0 = d1 = TSimd.Create(start[3]);
        e0 = e1 = TSimd.Create(start[4]);
        f0 = f1 = TSimd.Create(start[5]);

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
                TVector weight = TSimd.Create(weights[0]);
                a0 = TSimd.MultiplyAdd(x0, weight, a0);
                a1 = TSimd.MultiplyAdd(x1, weight, a1);
                weight = TSimd.Create(weights[1]);
                b0 = TSimd.MultiplyAdd(x0, weight, b0);
                b1 = TSimd.MultiplyAdd(x1, weight, b1);
                weight = TSimd.Create(weights[2]);
                c0 = TSimd.MultiplyAdd(x0, weight, c0);
                c1 = TSimd.MultiplyAdd(x1, weight, c1);
                weight = TSimd.Create(weights[3]);
                d0 = TSimd.MultiplyAdd(x0, weight, d0);
                d1 = TSimd.MultiplyAdd(x1, weight, d1);
                weight = TSimd.Create(weights[4]);
                e0 = TSimd.MultiplyAdd(x0, weight, e0);
                e1 = TSimd.MultiplyAdd(x1, weight, e1);
                weight = TSimd.Create(weights[5]);
                f0 = TSimd.MultiplyAdd(x0, weight, f0);
                f1 = TSimd.MultiplyAdd(x1, weight, f1);
            }
        }

        int outputs = arguments->Outputs;
        Finish(arguments, position, 0, a0, a1);
        Finish(arguments, position, 1, b0, b1);
        Finish(arguments, position, 2, c0, c1);
        Finish(arguments, position, 3, d0, d1);
        if (outputs > 4)
            Finish(arguments, position, 4, e0, e1);
        if (outputs > 5)
            Finish(arguments, position, 5, f0, f1);
    }

    /// <summary>Three output channels × 4 registers: two tiles at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run3(TileArguments* arguments)
    {
        TilePosition* position = arguments->Position;
        float* source = arguments->Source + position->Source0;
        nint offset1 = position->Source1 - position->Source0;
        nint offset2 = position[1].Source0 - position->Source0;
        nint offset3 = position[1].Source1 - position->Source0;
        TVector a0, a1, a2, a3;
        TVector b0, b1, b2, b3;
        TVector c0, c1, c2, c3;
        float* start = arguments->Bias;
        a0 = a1 = a2 = a3 = TSimd.Create(start[0]);
        b0 = b1 = b2 = b3 = TSimd.Create(start[1]);
        c0 = c1 = c2 = c3 = TSimd.Create(start[2]);

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
            }
        }

        int outputs = arguments->Outputs;
        bool isSecondUsed = position[1].IsUsed;
        Finish(arguments, position, 0, a0, a1);
        if (isSecondUsed)
            Finish(arguments, position + 1, 0, a2, a3);

        if (outputs > 1)
        {
            Finish(arguments, position, 1, b0, b1);
            if (isSecondUsed)
                Finish(arguments, position + 1, 1, b2, b3);
        }

        if (outputs > 2)
        {
            Finish(arguments, position, 2, c0, c1);
            if (isSecondUsed)
                Finish(arguments, position + 1, 2, c2, c3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TileArguments* arguments, TilePosition* position, int output, TVector v0, TVector v1)
    {
        float* target = arguments->Target + output * arguments->TargetPlane;
        if (arguments->Continues)
        {
            v0 = TSimd.Add(v0, TSimd.Load(target + position->Target0));
            v1 = TSimd.Add(v1, TSimd.Load(target + position->Target1));
        }

        if (arguments->Rectifies)
        {
            TVector slope = TSimd.Create(arguments->NegativeSlope);
            v0 = TSimd.Max(TSimd.Multiply(v0, slope), v0);
            v1 = TSimd.Max(TSimd.Multiply(v1, slope), v1);
        }

        TSimd.Store(target + position->Target1, v1);
        TSimd.Store(target + position->Target0, v0);
        if (arguments->Completes && arguments->Moments != null)
            ChannelMoments.Accumulate<TSimd, TVector>(arguments->Moments + output * ChannelMoments.Stride, position, 2, v0, v1, default, default);
    }
}
