using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCompression.Runtime;

/// <summary>
/// A convolution, direct: no intermediate matrix. The image is walked in tiles of neighbouring registers of pixels; for each,
/// blocks of output channels are computed by the tile kernels. Rectifier and moments are applied while the results are in registers.
/// </summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal sealed unsafe class ConvolutionStep<TSimd, TVector> : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Source pixels that all blocks of output channels read while they stay in the first-level cache, beside the weights that stream
    // through it; and results that stay in the second-level cache until all input channels have been summed. Found by measuring:
    // more results at a time read the weights less often, but came out slower for 256 channels.
    private const int NearBytes = 28 << 10;
    private const int FarBytes = 128 << 10;
    private const int MaxTilesPerChunk = 8;
    private const int MaskCount = 16;
    private const int TilesBetweenFlushes = 64;

    private readonly PlaneView _source;
    private readonly PlaneView _target;
    private readonly ConvolutionPart[][] _grids;
    private readonly float _negativeSlope;
    private readonly NormState? _norm;
    private readonly NormState? _inputNorm;
    private readonly float[] _masks;
    private readonly TilePosition[] _positions;
    private readonly float[] _zeroBias;
    private readonly float[] _scaledWeights = [];
    private readonly float[] _scaledBias = [];
    private readonly int _tilesPerGroup;
    private readonly int _tilesPerChunk;
    private readonly bool _pairsRows;
    private readonly int _inputBlock;
    private float* _sourceAddress;
    private float* _targetAddress;
    private readonly int[] _unflushedTiles;
    private readonly long[] _pixels;

    /// <param name="source">What is read, with the border that the kernel reaches.</param>
    /// <param name="target">What is written, without its border.</param>
    /// <param name="parts">The convolutions.</param>
    /// <param name="negativeSlope">Factor of negative results.</param>
    /// <param name="norm">Where the moments of the result go; null if nobody needs them.</param>
    /// <param name="inputNorm">A normalisation of the source that the weights take over; null for none.</param>
    /// <param name="maxParts">How many parts may run at the same time.</param>
    public ConvolutionStep(PlaneView source, PlaneView target, ConvolutionPart[] parts, float negativeSlope, NormState? norm, NormState? inputNorm, int maxParts)
    {
        _source = source;
        _target = target;
        _grids = [.. parts.GroupBy(part => (part.Height, part.Width)).Select(group => group.ToArray())];
        _negativeSlope = negativeSlope;
        _norm = norm;
        _inputNorm = inputNorm;
        Rows = parts.Max(part => part.Height);
        SourceRowsPerRow = (int)(parts[0].SourceRowStep / source.Layout.RowStride);
        LastSourceRow = parts.Max(part => part.LastSourceRow);
        _zeroBias = GC.AllocateArray<float>(8, pinned: true);

        // A register of ones, then of zeros: a window into it is the mask of a row's last register.
        _masks = GC.AllocateArray<float>(2 * MaskCount, pinned: true);
        Array.Fill(_masks, BitConverter.Int32BitsToSingle(-1), 0, MaskCount);
        if (inputNorm is not null)
        {
            _scaledWeights = GC.AllocateArray<float>(parts[0].Filter.Length, pinned: true);
            _scaledBias = GC.AllocateArray<float>(parts[0].Filter.BiasLength, pinned: true);
        }

        bool hasPairs = Array.Exists(parts, part => Array.Exists(part.Filter.Blocks, block => block.Size == 3));
        _tilesPerGroup = hasPairs ? 2 : 1;
        _pairsRows = hasPairs && TSimd.HasManyRegisters && parts is [{ TapsPerRow: > 0, Filter.Blocks.Length: 1 }];
        int inputs = parts[0].Filter.Inputs;
        int tileBytes = RegistersPerTile * TSimd.Count * sizeof(float);
        int blocks = parts.Max(part => part.Filter.Blocks.Length);
        int bytesPerInput = parts.Max(part => part.TapRuns * (tileBytes + (part.Filter.Taps > 1 ? 64 : 0))) * _tilesPerGroup;

        // One block of output channels reads every pixel once: nothing to keep.
        int passes = blocks * parts.Length == 1 ? 1 : (int)Math.Clamp(((long)inputs * bytesPerInput + NearBytes - 1) / NearBytes, 1, inputs);
        _inputBlock = (inputs + passes - 1) / passes;
        _tilesPerChunk = passes == 1 ? _tilesPerGroup : Math.Clamp(FarBytes / (parts.Max(part => part.Filter.Outputs) * tileBytes), _tilesPerGroup, MaxTilesPerChunk) / _tilesPerGroup * _tilesPerGroup;
        _positions = GC.AllocateArray<TilePosition>((_tilesPerChunk + 1) * maxParts, pinned: true);
        _unflushedTiles = new int[maxParts];
        _pixels = new long[maxParts];
    }

    /// <summary>What it reads.</summary>
    public PlaneView Source => _source;

    public override IEnumerable<PlaneBuffer> Buffers => [_source.Buffer, _target.Buffer];

    /// <summary>Rows of the grid of output pixels.</summary>
    public int Rows { get; }

    /// <summary>Source rows from one row of the grid to the next.</summary>
    public int SourceRowsPerRow { get; }

    /// <summary>The last source row that row 0 of the grid reads.</summary>
    public int LastSourceRow { get; }

    private static int RegistersPerTile => TSimd.HasManyRegisters ? 4 : 2;

    public override void Bind(float* arena)
    {
        _sourceAddress = _source.Resolve(arena);
        _targetAddress = _target.Resolve(arena);
    }

    public override int MaxParts => Rows;

    public override void Start()
    {
        Array.Clear(_unflushedTiles);
        Array.Clear(_pixels);
        if (_inputNorm is not null)
            ScaleWeights(_grids[0][0].Filter, _inputNorm);
    }

    public override void RunPart(int part, int parts) =>
        RunRows((int)((long)Rows * part / parts), (int)((long)Rows * (part + 1) / parts), part);

    /// <summary>Computes some rows of the grid. Those of one part come in order.</summary>
    public void RunRows(int first, int end, int part)
    {
        foreach (ConvolutionPart[] grid in _grids)
        {
            int gridEnd = Math.Min(end, grid[0].Height);
            if (first >= gridEnd)
                continue;
            RunGrid(grid, first, gridEnd, part);

            // Interleaved convolutions share their output channels, groups have their own.
            long perRow = grid[^1].FirstOutput == grid[0].FirstOutput ? (long)grid.Length * grid[0].Width : grid[0].Width;
            _pixels[part] += (gridEnd - first) * perRow;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Complete()
    {
        if (_norm is null)
            return;
        for (int part = 0; part < _pixels.Length; part++)
        {
            if (_pixels[part] > 0)
                Flush(part);
        }

        for (int channel = 0; channel < _target.Channels; channel++)
            _norm.Complete(channel, _pixels);
    }

    private static float* AddressOf(float[] pinned) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    private static delegate*<TileArguments*, void> Kernel(int outputs)
    {
        if (TSimd.HasManyRegisters)
        {
            return outputs switch
            {
                6 => &WideConvolutionTile<TSimd, TVector>.Run6,
                4 => &WideConvolutionTile<TSimd, TVector>.Run4,
                _ => &WideConvolutionTile<TSimd, TVector>.Run3,
            };
        }

        return outputs == 6 ? &NarrowConvolutionTile<TSimd, TVector>.Run6 : &NarrowConvolutionTile<TSimd, TVector>.Run3;
    }

    private void Flush(int part)
    {
        _norm!.Moments(part).Flush<TSimd, TVector>(0, _target.Channels);
        _unflushedTiles[part] = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunGrid(ConvolutionPart[] convolutions, int firstRow, int endRow, int part)
    {
        TilePosition* positions = (TilePosition*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_positions)) + part * (_tilesPerChunk + 1);
        ConvolutionPart grid = convolutions[0];
        int registersPerRow = (grid.Width + TSimd.Count - 1) / TSimd.Count;
        TileArguments arguments = default;
        arguments.SourcePlane = _source.Layout.PlaneStride;
        arguments.TargetPlane = _target.Layout.PlaneStride;
        arguments.NegativeSlope = _negativeSlope;
        bool isStart = _pixels[part] == 0;
        if (_pairsRows)
        {
            // Two tiles: one in a row and one below it.
            for (; firstRow < endRow - 1; firstRow += 2)
            {
                for (int column = 0; column < registersPerRow; column += RegistersPerTile)
                {
                    int register = firstRow * registersPerRow + column;
                    Locate(grid, register, registersPerRow, (firstRow + 1) * registersPerRow, positions);
                    Locate(grid, register + registersPerRow, registersPerRow, (firstRow + 2) * registersPerRow, positions + 1);
                    RunChunk(convolutions, positions, 2, isStart, part, &WideConvolutionTile<TSimd, TVector>.RunRowPair, &arguments);
                    isStart = false;
                }
            }
        }

        int end = registersPerRow * endRow;
        for (int register = registersPerRow * firstRow; register < end; register += _tilesPerChunk * RegistersPerTile)
        {
            int tiles = Math.Min(_tilesPerChunk, (end - register + RegistersPerTile - 1) / RegistersPerTile);
            for (int tile = 0; tile <= tiles; tile++)
                Locate(grid, register + tile * RegistersPerTile, registersPerRow, end, positions + tile);
            positions[tiles].IsUsed = false;
            RunChunk(convolutions, positions, tiles, isStart, part, null, &arguments);
            isStart = false;
        }
    }

    private void RunChunk(ConvolutionPart[] convolutions, TilePosition* positions, int tiles, bool isStart, int part, delegate*<TileArguments*, void> kernel, TileArguments* arguments)
    {
        int inputs = convolutions[0].Filter.Inputs;
        for (int input = 0; input < inputs; input += _inputBlock)
        {
            arguments->Inputs = Math.Min(_inputBlock, inputs - input);
            arguments->Continues = input > 0;
            arguments->Completes = input + _inputBlock >= inputs;
            arguments->Rectifies = arguments->Completes && _negativeSlope != 1;
            for (int tile = 0; tile < tiles; tile += _tilesPerGroup)
            {
                foreach (ConvolutionPart convolution in convolutions)
                    RunTiles(convolution, input, positions + tile, Math.Min(_tilesPerGroup, tiles - tile), isStart && tile == 0, _norm?.Moments(part), kernel, arguments);
            }
        }

        _unflushedTiles[part] += tiles;
        if (_norm is not null && _unflushedTiles[part] >= TilesBetweenFlushes)
            Flush(part);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunTiles(
        ConvolutionPart convolution, int input, TilePosition* positions, int tiles, bool isStart, ChannelMoments? moments, delegate*<TileArguments*, void> fixedKernel, TileArguments* arguments)
    {
        PackedFilter filter = convolution.Filter;
        float* allWeights = _inputNorm is null ? filter.Weights : AddressOf(_scaledWeights);
        float* allBiases = _inputNorm is null ? filter.Bias : AddressOf(_scaledBias);
        bool begins = moments is not null && arguments->Completes && convolution.IsFirst && isStart;
        arguments->Source = _sourceAddress + convolution.SourceOffset + input * arguments->SourcePlane;
        arguments->Taps = convolution.Taps;
        arguments->TapCount = filter.Taps;
        arguments->TapsPerRow = convolution.TapsPerRow;
        foreach (ref readonly FilterBlock block in filter.Blocks.AsSpan())
        {
            int channel = convolution.FirstOutput + block.FirstOutput;
            delegate*<TileArguments*, void> kernel = fixedKernel == null ? Kernel(block.Size) : fixedKernel;
            int tilesPerCall = block.Size == 3 ? 2 : 1;
            arguments->Weights = allWeights + block.WeightOffset + (nint)input * filter.Taps * block.Size;
            arguments->Bias = input == 0 ? allBiases + block.BiasOffset : AddressOf(_zeroBias);
            arguments->Target = _targetAddress + convolution.TargetOffset + channel * arguments->TargetPlane;
            arguments->Outputs = block.Outputs;
            int tile = 0;
            if (begins)
            {
                arguments->Moments = null;
                arguments->Position = positions;
                kernel(arguments);
                for (int i = 0; i < block.Outputs; i++)
                    moments!.BeginWithTiles<TSimd, TVector>(channel + i, positions, tilesPerCall, arguments->Target + i * arguments->TargetPlane);
                tile = tilesPerCall;
            }

            arguments->Moments = moments is null ? null : moments.Running(channel);
            for (; tile < tiles; tile += tilesPerCall)
            {
                arguments->Position = positions + tile;
                kernel(arguments);
            }
        }
    }

    // A register behind the end repeats the last one, with an empty mask.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Locate(ConvolutionPart grid, int register, int registersPerRow, int end, TilePosition* position)
    {
        float* full = AddressOf(_masks);
        position->IsUsed = true;
        position->IsFull = true;
        int y = Math.DivRem(Math.Min(register, end - 1), registersPerRow, out int column);
        for (int i = 0; i < 4; i++, register++)
        {
            bool exists = register < end && i < RegistersPerTile;
            nint x = (nint)column * TSimd.Count;
            int valid = exists ? Math.Min(TSimd.Count, grid.Width - (int)x) : 0;
            position->IsFull &= valid == TSimd.Count;
            position->Set(i, y * grid.SourceRowStep + x, y * grid.TargetRowStep + x, full + MaskCount - valid);
            if (register + 1 < end && ++column == registersPerRow)
            {
                column = 0;
                y++;
            }
        }
    }

    // The normalised source is x · scale + shift: the weights take the scale, and the shift ends up in the bias (which a
    // normalisation of the result makes superfluous).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScaleWeights(PackedFilter filter, NormState inputNorm)
    {
        float* weights = filter.Weights;
        float* scaled = AddressOf(_scaledWeights);
        foreach (ref readonly FilterBlock block in filter.Blocks.AsSpan())
        {
            nint at = (nint)block.WeightOffset;
            for (int input = 0; input < filter.Inputs; input++)
            {
                float factor = inputNorm.Scale[input];
                for (int i = 0; i < filter.Taps * block.Size; i++, at++)
                    scaled[at] = weights[at] * factor;
            }
        }

        if (_norm is not null)
            return;
        float* bias = AddressOf(_scaledBias);
        foreach (ref readonly FilterBlock block in filter.Blocks.AsSpan())
        {
            for (int i = 0; i < block.Size; i++)
            {
                double sum = filter.Bias[block.BiasOffset + i];
                for (int input = 0; input < filter.Inputs; input++)
                {
                    for (int tap = 0; tap < filter.Taps; tap++)
                        sum += (double)weights[block.WeightOffset + ((nint)input * filter.Taps + tap) * block.Size + i] * inputNorm.Shift[input];
                }

                bias[block.BiasOffset + i] = (float)sum;
            }
        }
    }
}
