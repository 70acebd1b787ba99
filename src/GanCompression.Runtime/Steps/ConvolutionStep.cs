using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCompression.Runtime;

/// <summary>
/// A convolution, direct: no intermediate matrix. The image is walked in tiles of four registers of pixels; for each, blocks of
/// output channels are computed by the tile kernels. Rectifier and moments are applied while the results are in registers.
/// </summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal sealed unsafe class ConvolutionStep<TSimd, TVector> : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Tiles that are walked before the next block of output channels' weights are fetched, and weights (per output channel)
    // that stay in the first-level cache meanwhile.
    private const int TilesPerChunk = 16;
    private const int MaxWeightsPerOutput = 1024;
    private const int MaskCount = 16;

    private readonly PlaneView _source;
    private readonly PlaneView _target;
    private readonly ConvolutionPart[] _parts;
    private readonly float _negativeSlope;
    private readonly NormState? _norm;
    private readonly NormState? _inputNorm;
    private readonly float[] _masks;
    private readonly TilePosition[] _positions;
    private readonly float[] _zeroBias;
    private readonly float[] _scaledWeights = [];
    private readonly float[] _scaledBias = [];
    private float* _sourceAddress;
    private float* _targetAddress;

    /// <param name="source">What is read, with the border that the kernel reaches.</param>
    /// <param name="target">What is written, without its border.</param>
    /// <param name="parts">The convolutions.</param>
    /// <param name="negativeSlope">Factor of negative results.</param>
    /// <param name="norm">Where the moments of the result go; null if nobody needs them.</param>
    /// <param name="inputNorm">A normalisation of the source that the weights take over; null for none.</param>
    public ConvolutionStep(PlaneView source, PlaneView target, ConvolutionPart[] parts, float negativeSlope, NormState? norm, NormState? inputNorm)
    {
        _source = source;
        _target = target;
        _parts = parts;
        _negativeSlope = negativeSlope;
        _norm = norm;
        _inputNorm = inputNorm;
        _positions = GC.AllocateArray<TilePosition>(TilesPerChunk, pinned: true);
        _zeroBias = GC.AllocateArray<float>(8, pinned: true);

        // A register of ones, then of zeros: a window into it is the mask of a row's last register.
        _masks = GC.AllocateArray<float>(2 * MaskCount, pinned: true);
        Array.Fill(_masks, BitConverter.Int32BitsToSingle(-1), 0, MaskCount);
        if (inputNorm is not null)
        {
            _scaledWeights = GC.AllocateArray<float>(parts[0].Filter.Length, pinned: true);
            _scaledBias = GC.AllocateArray<float>(parts[0].Filter.BiasLength, pinned: true);
        }
    }

    public override IEnumerable<PlaneBuffer> Buffers => [_source.Buffer, _target.Buffer];

    public override void Bind(float* arena)
    {
        _sourceAddress = _source.Resolve(arena);
        _targetAddress = _target.Resolve(arena);
    }

    public override void Run()
    {
        if (_inputNorm is not null)
            ScaleWeights(_parts[0].Filter, _inputNorm);
        foreach (ConvolutionPart part in _parts)
            RunPart(part);
        _norm?.Complete((long)_target.Height * _target.Width);
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

    private void RunPart(ConvolutionPart part)
    {
        PackedFilter filter = part.Filter;
        var positions = (TilePosition*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_positions));
        float* allWeights = _inputNorm is null ? filter.Weights : AddressOf(_scaledWeights);
        float* allBiases = _inputNorm is null ? filter.Bias : AddressOf(_scaledBias);
        int registersPerTile = TSimd.HasManyRegisters ? 4 : 2;
        int registersPerRow = (part.Width + TSimd.Count - 1) / TSimd.Count;
        int registers = registersPerRow * part.Height;
        int inputBlock = Math.Max(1, Math.Min(filter.Inputs, MaxWeightsPerOutput / Math.Max(1, filter.Taps)));
        int flushed = 0;
        bool isFirstTile = part.IsFirst;

        TileArguments arguments = default;
        arguments.SourcePlane = _source.Layout.PlaneStride;
        arguments.TargetPlane = _target.Layout.PlaneStride;
        arguments.Taps = part.Taps;
        arguments.TapCount = filter.Taps;
        arguments.NegativeSlope = _negativeSlope;

        for (int register = 0; register < registers; register += TilesPerChunk * registersPerTile)
        {
            int tiles = Math.Min(TilesPerChunk, (registers - register + registersPerTile - 1) / registersPerTile);
            for (int tile = 0; tile < tiles; tile++)
                Locate(part, register + tile * registersPerTile, registersPerRow, registers, registersPerTile, positions + tile);

            for (int input = 0; input < filter.Inputs; input += inputBlock)
            {
                arguments.Inputs = Math.Min(inputBlock, filter.Inputs - input);
                arguments.Source = _sourceAddress + part.SourceOffset + input * arguments.SourcePlane;
                arguments.Continues = input > 0;
                arguments.Completes = input + inputBlock >= filter.Inputs;
                foreach (ref readonly FilterBlock block in filter.Blocks.AsSpan())
                {
                    int channel = part.FirstOutput + block.FirstOutput;
                    delegate*<TileArguments*, void> kernel = Kernel(block.Size);
                    arguments.Weights = allWeights + block.WeightOffset + (nint)input * filter.Taps * block.Size;
                    arguments.Bias = input == 0 ? allBiases + block.BiasOffset : AddressOf(_zeroBias);
                    arguments.Target = _targetAddress + part.TargetOffset + channel * arguments.TargetPlane;
                    arguments.Outputs = block.Outputs;
                    int tile = 0;
                    if (_norm is not null && arguments.Completes && isFirstTile)
                    {
                        arguments.Moments = null;
                        arguments.Position = positions;
                        kernel(&arguments);
                        for (int i = 0; i < block.Outputs; i++)
                            _norm.Moments.BeginWithTile<TSimd, TVector>(channel + i, positions, arguments.Target + i * arguments.TargetPlane);
                        tile = 1;
                    }

                    arguments.Moments = _norm is null ? null : _norm.Moments.Running(channel);
                    for (; tile < tiles; tile++)
                    {
                        arguments.Position = positions + tile;
                        kernel(&arguments);
                    }
                }
            }

            isFirstTile = false;
            flushed += tiles;
            if (_norm is not null && (flushed >= 64 || register + TilesPerChunk * registersPerTile >= registers))
            {
                _norm.Moments.Flush<TSimd, TVector>(part.FirstOutput, filter.Outputs);
                flushed = 0;
            }
        }
    }

    private void Locate(ConvolutionPart part, int register, int registersPerRow, int registers, int perTile, TilePosition* position)
    {
        float* full = AddressOf(_masks);
        for (int i = 0; i < 4; i++, register++)
        {
            bool exists = register < registers && i < perTile;
            int at = exists ? register : Math.Min(register, registers - 1);
            int y = Math.DivRem(at, registersPerRow, out int column);
            nint x = (nint)column * TSimd.Count;
            int valid = exists ? Math.Min(TSimd.Count, part.Width - (int)x) : 0;
            position->Set(i, y * part.SourceRowStep + x, y * part.TargetRowStep + x, full + MaskCount - valid);
        }
    }

    // The normalised source is x · scale + shift: the weights take the scale, and the shift ends up in the bias (which a
    // normalisation of the result makes superfluous).
    private void ScaleWeights(PackedFilter filter, NormState inputNorm)
    {
        float* weights = filter.Weights;
        float* scaled = AddressOf(_scaledWeights);
        fixed (float* scale = inputNorm.Scale)
        {
            foreach (ref readonly FilterBlock block in filter.Blocks.AsSpan())
            {
                nint at = (nint)block.WeightOffset;
                for (int input = 0; input < filter.Inputs; input++)
                {
                    float factor = scale[input];
                    for (int i = 0; i < filter.Taps * block.Size; i++, at++)
                        scaled[at] = weights[at] * factor;
                }
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
