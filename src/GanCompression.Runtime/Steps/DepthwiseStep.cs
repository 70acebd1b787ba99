using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCompression.Runtime;

/// <summary>A depthwise convolution: every channel is convolved by itself, with moments and rectifier in the same pass.</summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal sealed unsafe class DepthwiseStep<TSimd, TVector> : Step
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
    private float* _sourceAddress;
    private float* _targetAddress;

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
    }

    public override IEnumerable<PlaneBuffer> Buffers => [_source.Buffer, _target.Buffer];

    public override void Bind(float* arena)
    {
        _sourceAddress = _source.Resolve(arena);
        _targetAddress = _target.Resolve(arena);
    }

    public override void Run()
    {
        var taps = (nint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_taps));
        fixed (float* weights = _weights)
        {
            for (int channel = 0; channel < _target.Channels; channel++)
            {
                var arguments = new DepthwiseArguments
                {
                    Source = _sourceAddress + _sourceOffset + (nint)channel * _source.Layout.PlaneStride,
                    SourceRowStep = _sourceRowStep,
                    Target = _targetAddress + (nint)channel * _target.Layout.PlaneStride,
                    TargetRowStep = _target.Layout.RowStride,
                    Height = _target.Height,
                    Width = _target.Width,
                    Taps = taps,
                    TapCount = _taps.Length,
                    Weights = weights + (nint)channel * _taps.Length,
                    Bias = _bias is null ? 0 : _bias[channel],
                    NegativeSlope = _negativeSlope,
                };
                DepthwiseKernels<TSimd, TVector>.Run(&arguments);
                if (_norm is not null)
                    GatherMoments(channel, &arguments);
            }
        }

        _norm?.Complete((long)_target.Height * _target.Width);
    }

    private void GatherMoments(int channel, DepthwiseArguments* arguments)
    {
        float shift = (float)(RowKernels<TSimd, TVector>.Sum(arguments->Target, arguments->Width) / arguments->Width);
        _norm!.Moments.Begin<TSimd, TVector>(channel, shift);
        for (int y = 0; y < arguments->Height; y++)
        {
            RowKernels<TSimd, TVector>.Moments(arguments->Target + y * arguments->TargetRowStep, arguments->Width, shift, out double sum, out double square);
            _norm.Moments.Add(channel, sum, square);
        }
    }
}
