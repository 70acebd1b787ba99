using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCompression.Runtime;

/// <summary>A depthwise convolution: every channel is convolved by itself, with rectifier and moments in the same pass.</summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal sealed unsafe class DepthwiseStep<TSimd, TVector> : ChannelStep
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly PlaneView _source;
    private readonly PlaneView _target;
    private readonly nint[] _taps;
    private readonly float[] _weights;
    private readonly float[]? _bias;
    private readonly nint _sourceOffset;
    private readonly nint _sourceRowStep;
    private readonly float _negativeSlope;
    private readonly NormState? _norm;
    private readonly bool _isSlidable;
    private float* _sourceAddress;
    private float* _targetAddress;

    /// <param name="source">What is read, with the border that the kernel reaches.</param>
    /// <param name="target">What is written, without its border.</param>
    /// <param name="taps">Offsets of the kernel taps from the first one.</param>
    /// <param name="weights">Weights per channel and tap.</param>
    /// <param name="bias">Bias per channel; null for none.</param>
    /// <param name="sourceOffset">From the source's first pixel to what the first tap of output pixel (0, 0) reads.</param>
    /// <param name="sourceRowStep">From the source pixels of one output row to those of the next.</param>
    /// <param name="negativeSlope">Factor of negative results.</param>
    /// <param name="norm">Where the moments of the result go; null if nobody needs them.</param>
    public DepthwiseStep(
        PlaneView source, PlaneView target, ReadOnlySpan<nint> taps, float[] weights, float[]? bias, nint sourceOffset, nint sourceRowStep, float negativeSlope, NormState? norm)
    {
        _source = source;
        _target = target;
        _taps = GC.AllocateArray<nint>(taps.Length, pinned: true);
        taps.CopyTo(_taps);
        _weights = weights;
        _bias = bias;
        _sourceOffset = sourceOffset;
        _sourceRowStep = sourceRowStep;
        _negativeSlope = negativeSlope;
        _norm = norm;

        // Nine taps in three rows of neighbours, one output row per source row.
        nint rowStride = source.Layout.RowStride;
        _isSlidable = sourceRowStep == rowStride && taps.SequenceEqual([0, 1, 2, rowStride, rowStride + 1, rowStride + 2, 2 * rowStride, 2 * rowStride + 1, 2 * rowStride + 2]);
    }

    /// <summary>What it reads.</summary>
    public PlaneView Source => _source;

    public override IEnumerable<PlaneBuffer> Buffers => [_source.Buffer, _target.Buffer];

    public override void Bind(float* arena)
    {
        _sourceAddress = _source.Resolve(arena);
        _targetAddress = _target.Resolve(arena);
    }

    public override int Channels => _target.Channels;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunChannel(int channel, int part)
    {
        fixed (float* weights = _weights)
        {
            var arguments = new DepthwiseArguments
            {
                Source = _sourceAddress + _sourceOffset + (nint)channel * _source.Layout.PlaneStride,
                SourceRowStep = _sourceRowStep,
                Target = _targetAddress + (nint)channel * _target.Layout.PlaneStride,
                TargetRowStep = _target.Layout.RowStride,
                Height = _target.Height,
                Width = _target.Width,
                Taps = (nint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_taps)),
                TapCount = _taps.Length,
                Weights = weights + (nint)channel * _taps.Length,
                Bias = _bias is null ? 0 : _bias[channel],
                NegativeSlope = _negativeSlope,
            };
            if (_norm is not null)
            {
                arguments.Shift = EstimateMean(&arguments);
                _norm.Moments(0).Begin<TSimd, TVector>(channel, arguments.Shift);
            }

            if (_isSlidable)
                DepthwiseKernels<TSimd, TVector>.Run3x3(&arguments);
            else
                DepthwiseKernels<TSimd, TVector>.Run(&arguments);
            if (_norm is not null)
            {
                _norm.Moments(0).Add(channel, arguments.Sum, arguments.SumOfSquares);
                _norm.Complete(channel, [(long)_target.Height * _target.Width]);
            }
        }
    }

    // A value close to the mean of the result: that of a few pixels across the image.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float EstimateMean(DepthwiseArguments* arguments)
    {
        const int Samples = 8;
        double sum = 0;
        for (int i = 0; i < Samples; i++)
        {
            int y = arguments->Height * (2 * i + 1) / (2 * Samples);
            int x = arguments->Width * (2 * i + 1) / (2 * Samples);
            float* source = arguments->Source + y * arguments->SourceRowStep + x;
            for (int tap = 0; tap < arguments->TapCount; tap++)
                sum += (double)source[arguments->Taps[tap]] * arguments->Weights[tap];
        }

        return (float)(sum / Samples + arguments->Bias);
    }
}
