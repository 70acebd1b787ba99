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
    private readonly float[] _columnFactors;
    private readonly int _reach;
    private float* _sourceAddress;
    private float* _targetAddress;
    private float* _row;

    public PoolingStep(PlaneView source, PlaneView target, PoolingProducer pooling, int maxParts)
    {
        _source = source;
        _target = target;
        _pooling = pooling;

        // A row with room for every window, in front of and behind the image.
        _reach = Math.Max(pooling.Padding + source.Width, (target.Width - 1) * pooling.Stride + pooling.Kernel);
        _rowBuffer = PlaneView.Create(new PlaneLayout(maxParts, 1, _reach + 2 * PlaneLayout.Slack, Border.None, 1));
        _columnFactors = new float[target.Width];
        for (int x = 0; x < target.Width; x++)
            _columnFactors[x] = 1f / Inside(x, source.Width);
    }

    public override IEnumerable<PlaneBuffer> Buffers => [_source.Buffer, _target.Buffer, _rowBuffer.Buffer];

    public override int Channels => _source.Channels;

    public override void Bind(float* arena)
    {
        _sourceAddress = _source.Resolve(arena);
        _targetAddress = _target.Resolve(arena);
        _row = _rowBuffer.Resolve(arena);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunChannel(int channel, int part)
    {
        bool max = _pooling.Kind == PoolingKind.Max;
        float* start = _row + (nint)part * _rowBuffer.Layout.PlaneStride;
        new Span<float>(start, _reach + PlaneLayout.Slack).Fill(max ? float.NegativeInfinity : 0);
        float* row = start + _pooling.Padding;
        float* plane = _sourceAddress + (nint)channel * _source.Layout.PlaneStride;
        float* target = _targetAddress + (nint)channel * _target.Layout.PlaneStride;
        for (int y = 0; y < _target.Height; y++, target += _target.Layout.RowStride)
        {
            int first = Math.Max(0, y * _pooling.Stride - _pooling.Padding);
            int end = Math.Min(_source.Height, y * _pooling.Stride - _pooling.Padding + _pooling.Kernel);
            RowKernels<TSimd, TVector>.Copy(plane + (nint)first * _source.Layout.RowStride, row, _source.Width);
            for (int i = first + 1; i < end; i++)
            {
                float* line = plane + (nint)i * _source.Layout.RowStride;
                if (max)
                    RowKernels<TSimd, TVector>.Max(row, line, _source.Width);
                else
                    RowKernels<TSimd, TVector>.Add(row, line, _source.Width);
            }

            if (max)
                ReduceMax(start, target);
            else
                ReduceMean(start, target, 1f / Inside(y, _source.Height));
        }
    }

    private int Inside(int position, int extent)
    {
        if (_pooling.Kind == PoolingKind.MeanWithPadding)
            return _pooling.Kernel;
        int first = position * _pooling.Stride - _pooling.Padding;
        return Math.Max(1, Math.Min(extent, first + _pooling.Kernel) - Math.Max(0, first));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReduceMax(float* row, float* target)
    {
        int stride = _pooling.Stride;
        for (int x = 0; x < _target.Width; x++)
        {
            float* window = row + (nint)x * stride;
            float value = window[0];
            for (int i = 1; i < _pooling.Kernel; i++)
                value = SimdScalar.Max(window[i], value);
            target[x] = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReduceMean(float* row, float* target, float rowFactor)
    {
        int stride = _pooling.Stride;
        for (int x = 0; x < _target.Width; x++)
        {
            float* window = row + (nint)x * stride;
            float sum = window[0];
            for (int i = 1; i < _pooling.Kernel; i++)
                sum += window[i];
            target[x] = sum * (rowFactor * _columnFactors[x]);
        }
    }
}
