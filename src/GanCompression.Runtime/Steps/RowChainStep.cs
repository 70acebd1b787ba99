namespace GanCompression.Runtime;

/// <summary>
/// Pixel operations and the convolution that reads their result in one, some rows at a time: the convolution finds its source in
/// the second-level cache.
/// </summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal sealed unsafe class RowChainStep<TSimd, TVector> : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int BandBytes = 256 << 10;

    private readonly PixelStep<TSimd, TVector> _pixels;
    private readonly ConvolutionStep<TSimd, TVector> _convolution;
    private readonly int _bandRows;

    public RowChainStep(PixelStep<TSimd, TVector> pixels, ConvolutionStep<TSimd, TVector> convolution)
    {
        _pixels = pixels;
        _convolution = convolution;
        long rowBytes = (long)pixels.Target.Shape.Channels * pixels.Target.RowStride * sizeof(float) * convolution.SourceRowsPerRow;
        _bandRows = (int)Math.Clamp(BandBytes / rowBytes / 2 * 2, 2, Math.Max(2, convolution.Rows));
    }

    public override IEnumerable<PlaneBuffer> Buffers => _pixels.Buffers.Concat(_convolution.Buffers);

    public override void Bind(float* arena)
    {
        _pixels.Bind(arena);
        _convolution.Bind(arena);
    }

    public override int MaxParts => 1;

    public override void Start() => _convolution.Start();

    public override void RunPart(int part, int parts)
    {
        int height = _pixels.Target.Shape.Height;
        int ready = 0;
        for (int row = 0; row < _convolution.Rows; row += _bandRows)
        {
            int end = Math.Min(_convolution.Rows, row + _bandRows);

            // The border above mirrors the first rows, so they are made together.
            int needed = Math.Max((end - 1) * _convolution.SourceRowsPerRow + _convolution.LastSourceRow + 1, _pixels.Target.Border.Top + 1);
            needed = end == _convolution.Rows ? height : Math.Min(height, needed);
            if (needed > ready)
                _pixels.RunRows(ready, needed);
            ready = Math.Max(ready, needed);
            _convolution.RunRows(row, end, part: 0);
        }
    }

    public override void Complete() => _convolution.Complete();
}
