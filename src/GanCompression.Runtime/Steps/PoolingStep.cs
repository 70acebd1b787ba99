using System.Runtime.CompilerServices;

namespace GanCompression.Runtime;

/// <summary>Maximum or mean over windows: first down the columns into a row, then along it.</summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal sealed unsafe class PoolingStep<TSimd, TVector> : ChannelStep
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly PlaneView _source;
    private readonly PlaneView _target;
    private readonly PoolingProducer _pooling;
    private readonly PlaneView _rowBuffer;
    private readonly int _reach;
    private readonly int _phaseStride;
    private readonly int _count;
    private readonly float[] _columnFactors;
    private readonly nint[] _taps;
    private float* _sourceAddress;
    private float* _targetAddress;
    private float* _rows;

    public PoolingStep(PlaneView source, PlaneView target, PoolingProducer pooling, int maxParts)
    {
        _source = source;
        _target = target;
        _pooling = pooling;
        _count = (target.Width + TSimd.Count - 1) / TSimd.Count * TSimd.Count;

        // A row with room for every window, in front of and behind the image, and the same row split for the stride.
        int stride = pooling.Stride;
        _reach = Math.Max(pooling.Padding + source.Width, (_count - 1) * stride + pooling.Kernel);
        _phaseStride = (_reach + stride - 1) / stride + 2 * PlaneLayout.Slack;
        _rowBuffer = PlaneView.Create(new PlaneLayout(maxParts, 2, Math.Max(_reach + 2 * PlaneLayout.Slack, stride * _phaseStride), Border.None, 1));
        _taps = new nint[pooling.Kernel];
        for (int i = 0; i < _taps.Length; i++)
            _taps[i] = i % stride * _phaseStride + i / stride;
        _columnFactors = new float[_count];
        for (int x = 0; x < target.Width; x++)
            _columnFactors[x] = 1f / Inside(x, source.Width);
    }

    public override IEnumerable<PlaneBuffer> Buffers => [_source.Buffer, _target.Buffer, _rowBuffer.Buffer];

    public override int Channels => _source.Channels;

    public override void Bind(float* arena)
    {
        _sourceAddress = _source.Resolve(arena);
        _targetAddress = _target.Resolve(arena);
        _rows = _rowBuffer.Resolve(arena);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunChannel(int channel, int part)
    {
        int kernel = _pooling.Kernel;
        int stride = _pooling.Stride;
        int padding = _pooling.Padding;
        bool max = _pooling.Kind == PoolingKind.Max;
        float* row = _rows + (nint)part * _rowBuffer.Layout.PlaneStride;
        float* phases = stride == 1 ? row : row + _rowBuffer.Layout.RowStride;
        new Span<float>(row, _reach + PlaneLayout.Slack).Fill(max ? float.NegativeInfinity : 0);
        nint sourceStep = _source.Layout.RowStride;
        nint targetStep = _target.Layout.RowStride;
        float* plane = _sourceAddress + channel * (nint)_source.Layout.PlaneStride;
        float* target = _targetAddress + channel * (nint)_target.Layout.PlaneStride;
        fixed (float* columnFactors = _columnFactors)
        fixed (nint* taps = _taps)
        {
            for (int y = 0; y < _target.Height; y++, target += targetStep)
            {
                int first = Math.Max(0, y * stride - padding);
                int rows = Math.Min(_source.Height, y * stride - padding + kernel) - first;
                if (max)
                    RowKernels<TSimd, TVector>.MaxOfRows(plane + first * sourceStep, sourceStep, rows, row + padding, _source.Width);
                else
                    RowKernels<TSimd, TVector>.SumOfRows(plane + first * sourceStep, sourceStep, rows, row + padding, _source.Width);
                if (stride == 2)
                    RowKernels<TSimd, TVector>.AffineSplit(row, 0, phases, 0, _phaseStride, 0, 1, _reach, 1, 0, 1);
                else if (stride > 2)
                    RowKernels<TSimd, TVector>.SplitPhases(row, stride, _phaseStride, phases, _reach);
                if (max)
                    RowKernels<TSimd, TVector>.MaxOfTaps(phases, taps, kernel, target, _count);
                else
                    RowKernels<TSimd, TVector>.SumOfTaps(phases, taps, kernel, target, _count, columnFactors, 1f / Inside(y, _source.Height));
            }
        }
    }

    private int Inside(int position, int extent)
    {
        if (_pooling.Kind == PoolingKind.MeanWithPadding)
            return _pooling.Kernel;
        int first = position * _pooling.Stride - _pooling.Padding;
        return Math.Max(1, Math.Min(extent, first + _pooling.Kernel) - Math.Max(0, first));
    }
}
