namespace GanCompression.Runtime;

/// <summary>
/// Everything that is done to single pixels between one convolution and the next, in one pass: joins the split rows of a
/// transposed convolution, applies normalisation, rectifiers, sums and limits, fills the border and splits rows for a strided reader.
/// </summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal sealed unsafe class PixelStep<TSimd, TVector> : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly ImageSource _source;
    private readonly ImageTarget _target;
    private readonly PixelInstruction[] _instructions;
    private readonly PlaneView? _rowBuffer;
    private readonly int _count;
    private float* _row;

    public PixelStep(ImageSource source, ImageTarget target, PixelInstruction[] instructions)
    {
        _source = source;
        _target = target;
        _instructions = instructions;
        int width = target.Shape.Width;
        _count = source.IsExternal || target.IsExternal ? width : (width + TSimd.Count - 1) / TSimd.Count * TSimd.Count;
        if (target.ColumnPhases > 1)
            _rowBuffer = PlaneView.Create(new PlaneLayout(1, 1, width, target.Border with { Top = 0, Bottom = 0 }, 1));
    }

    public override IEnumerable<PlaneBuffer> Buffers
    {
        get
        {
            PlaneBuffer?[] buffers = [_source.Buffer, _target.View?.Buffer, _rowBuffer?.Buffer, .. _instructions.Select(i => i.Other?.Buffer)];
            return buffers.OfType<PlaneBuffer>();
        }
    }

    public override void Bind(float* arena)
    {
        _source.Bind(arena);
        _target.Bind(arena);
        foreach (PixelInstruction instruction in _instructions)
            instruction.Other?.Bind(arena);
        if (_rowBuffer is not null)
            _row = _rowBuffer.Resolve(arena);
    }

    public override void Run()
    {
        for (int channel = 0; channel < _target.Shape.Channels; channel++)
            RunChannel(channel);
    }

    private void RunChannel(int channel)
    {
        Border border = _target.Border;
        int width = _target.Shape.Width;
        float* source = _source.Address + (nint)channel * _source.PlaneStride;
        float* target = _target.Address + (nint)channel * _target.PlaneStride;
        bool splits = _target.ColumnPhases > 1;
        for (int y = 0; y < _target.Shape.Height; y++, source += _source.RowStride, target += _target.RowStride)
        {
            float* row = splits ? _row : target;
            Compute(source, row, channel, y);
            Borders.FillSides(row, width, border);
            if (splits)
            {
                int length = border.Left + width + border.Right;
                int step = 2 * TSimd.Count;
                RowKernels<TSimd, TVector>.SplitPhases(row - border.Left, _target.ColumnPhases, _target.PhaseStride, target,
                    _target.ColumnPhases == 2 ? (length + step - 1) / step * step : length);
            }
        }

        target = _target.Address + (nint)channel * _target.PlaneStride;
        if (splits)
            Borders.FillTopAndBottom(target, _target.Shape.Height, _target.RowStride, _target.RowStride, border);
        else
            Borders.FillTopAndBottom(target - border.Left, _target.Shape.Height, _target.RowStride, border.Left + width + border.Right, border);
    }

    private void Compute(float* source, float* target, int channel, int y)
    {
        int next = 0;
        float scale = 1;
        float shift = 0;
        float slope = 1;
        if (_instructions.Length > 0)
        {
            PixelInstruction first = _instructions[0];
            if (first.Operation is AffineMap map)
            {
                scale = first.Scale![channel];
                shift = first.Shift![channel];
                slope = map.NegativeSlope;
                next = 1;
            }
            else if (first.Operation is Rectify { NegativeSlope: <= 1 } rectify)
            {
                slope = rectify.NegativeSlope;
                next = 1;
            }
        }

        if (_source.ColumnPhases > 1)
        {
            RowKernels<TSimd, TVector>.JoinPhases(source, _source.ColumnPhases, _source.PhaseStride, target, _count, scale, shift, slope);
        }
        else if (slope == 1 && next < _instructions.Length && _instructions[next].Other is { } other)
        {
            RowKernels<TSimd, TVector>.AffineAdd(source, RowOf(other, channel, y), target, _count, scale, shift);
            next++;
        }
        else if (next > 0)
        {
            RowKernels<TSimd, TVector>.Affine(source, target, _count, scale, shift, slope);
        }
        else
        {
            RowKernels<TSimd, TVector>.Copy(source, target, _count);
        }

        for (; next < _instructions.Length; next++)
            Apply(_instructions[next], target, channel, y);
    }

    private void Apply(PixelInstruction instruction, float* row, int channel, int y)
    {
        switch (instruction.Operation)
        {
            case AffineMap map:
                RowKernels<TSimd, TVector>.Affine(row, row, _count, instruction.Scale![channel], instruction.Shift![channel], map.NegativeSlope);
                break;
            case Rectify rectify:
                RowKernels<TSimd, TVector>.Rectify(row, _count, rectify.NegativeSlope);
                break;
            case AddValue:
                RowKernels<TSimd, TVector>.Add(row, RowOf(instruction.Other!, channel, y), _count);
                break;
            case Limit limit:
                RowKernels<TSimd, TVector>.Limit(row, _count, limit.Min, limit.Max);
                break;
            case HyperbolicTangent:
                RowKernels<TSimd, TVector>.Tanh(row, _count);
                break;
        }
    }

    private static float* RowOf(ImageSource image, int channel, int y) =>
        image.Address + (nint)channel * image.PlaneStride + (nint)y * image.RowStride;
}
