using System.Runtime.CompilerServices;

namespace GanCompression.Runtime;

/// <summary>
/// Everything that is done to single pixels between one convolution and the next, in one pass: joins the split rows of a
/// transposed convolution, applies normalisation, rectifiers, sums and limits, fills the border and splits rows for a strided reader.
/// </summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal sealed unsafe class PixelStep<TSimd, TVector> : ChannelStep
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly ImageSource _source;
    private readonly ImageTarget _target;
    private readonly PixelInstruction[] _instructions;
    private readonly PlaneView? _rowBuffer;
    private readonly int _count;
    private readonly bool _splitsDirectly;
    private float* _row;

    public PixelStep(ImageSource source, ImageTarget target, PixelInstruction[] instructions, int maxParts)
    {
        _source = source;
        _target = target;
        _instructions = instructions;
        int width = target.Shape.Width;
        _count = source.IsExternal || target.IsExternal ? width : (width + TSimd.Count - 1) / TSimd.Count * TSimd.Count;
        if (target.ColumnPhases > 1)
            _rowBuffer = PlaneView.Create(new PlaneLayout(maxParts, 1, width, target.Border with { Top = 0, Bottom = 0 }, 1));
        _splitsDirectly = target.ColumnPhases == 2 && source is { ColumnPhases: 1, IsExternal: false } && instructions is [{ Operation: AffineMap }];
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

    /// <summary>What it writes.</summary>
    public ImageTarget Target => _target;

    public override int Channels => _target.Shape.Channels;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunChannel(int channel, int part) => RunRows(channel, 0, _target.Shape.Height, part);

    /// <summary>Computes some rows of all channels; the rows before must be complete, and the first time must include what the border above mirrors.</summary>
    public void RunRows(int first, int end)
    {
        for (int channel = 0; channel < _target.Shape.Channels; channel++)
            RunRows(channel, first, end, part: 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunRows(int channel, int first, int end, int part)
    {
        Border border = _target.Border;
        int width = _target.Shape.Width;
        float* plane = _target.Address + (nint)channel * _target.PlaneStride;
        float* source = _source.Address + (nint)channel * _source.PlaneStride + (nint)first * _source.RowStride;
        float* target = plane + (nint)first * _target.RowStride;
        bool splits = _target.ColumnPhases > 1;
        if (_splitsDirectly)
        {
            PixelInstruction map = _instructions[0];
            RowKernels<TSimd, TVector>.AffineSplit(source, _source.RowStride, target, _target.RowStride, _target.PhaseStride, border.Left, end - first, width,
                map.Scale![channel], map.Shift![channel], ((AffineMap)map.Operation).NegativeSlope);
            for (int y = first; y < end; y++, target += _target.RowStride)
                Borders.FillSplitSides(target, _target.PhaseStride, width, border);
        }
        else if (splits)
        {
            float* row = _row + (nint)part * _rowBuffer!.Layout.PlaneStride;
            for (int y = first; y < end; y++, source += _source.RowStride, target += _target.RowStride)
            {
                Compute(source, row, 0, channel, y, 1);
                Borders.FillSides(row, width, border);
                RowKernels<TSimd, TVector>.SplitPhases(row - border.Left, _target.ColumnPhases, _target.PhaseStride, target, border.Left + width + border.Right);
            }
        }
        else
        {
            Compute(source, target, _target.RowStride, channel, first, end - first);
            if (border.Kind != BorderKind.None)
            {
                for (int y = first; y < end; y++, target += _target.RowStride)
                    Borders.FillSides(target, width, border);
            }
        }

        float* start = splits ? plane : plane - border.Left;
        int length = splits ? _target.RowStride : border.Left + width + border.Right;
        if (first == 0)
            Borders.FillTop(start, _target.RowStride, length, border);
        if (end == _target.Shape.Height)
            Borders.FillBottom(start, _target.Shape.Height, _target.RowStride, length, border);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compute(float* source, float* target, nint targetStep, int channel, int firstRow, int rows)
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

        nint sourceStep = _source.RowStride;
        if (_source.ColumnPhases > 1)
        {
            RowKernels<TSimd, TVector>.JoinPhases(source, sourceStep, _source.ColumnPhases, _source.PhaseStride, target, targetStep, rows, _count, scale, shift, slope);
        }
        else if (slope == 1 && next < _instructions.Length && _instructions[next].Other is { } other)
        {
            RowKernels<TSimd, TVector>.AffineAdd(source, sourceStep, RowOf(other, channel, firstRow), other.RowStride, target, targetStep, rows, _count, scale, shift);
            next++;
        }
        else if (next > 0)
        {
            RowKernels<TSimd, TVector>.Affine(source, sourceStep, target, targetStep, rows, _count, scale, shift, slope);
        }
        else
        {
            for (int row = 0; row < rows; row++)
                RowKernels<TSimd, TVector>.Copy(source + row * sourceStep, target + row * targetStep, _count);
        }

        for (; next < _instructions.Length; next++)
        {
            for (int row = 0; row < rows; row++)
                Apply(_instructions[next], target + row * targetStep, channel, firstRow + row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Apply(PixelInstruction instruction, float* row, int channel, int y)
    {
        switch (instruction.Operation)
        {
            case AffineMap map:
                RowKernels<TSimd, TVector>.Affine(row, 0, row, 0, 1, _count, instruction.Scale![channel], instruction.Shift![channel], map.NegativeSlope);
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
