using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCompression.Runtime;

/// <summary>
/// Mean and variance of every channel of an image, gathered while a convolution writes it. Sums are taken of the distance to a
/// shift close to the mean (that of the first pixels), so that a large mean does not swallow a small variance, and are moved
/// to double precision at intervals.
/// </summary>
internal sealed unsafe class ChannelMoments
{
    /// <summary>Floats per channel: a register each for the shift, the sum and the sum of squares.</summary>
    public const int Stride = 3 * MaxCount;

    private const int MaxCount = 16;

    private readonly float[] _running;
    private readonly double[] _sums;
    private readonly double[] _squares;

    public ChannelMoments(int channels)
    {
        _running = GC.AllocateArray<float>(channels * Stride, pinned: true);
        _sums = new double[channels];
        _squares = new double[channels];
    }

    /// <summary>The running sums of a channel, for the kernels.</summary>
    public float* Running(int channel) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_running)) + channel * Stride;

    /// <summary>Forgets everything about a channel and chooses its shift.</summary>
    public void Begin<TSimd, TVector>(int channel, float shift)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float* running = Running(channel);
        TSimd.Store(running, TSimd.Create(shift));
        TSimd.Store(running + MaxCount, TSimd.Create(0));
        TSimd.Store(running + 2 * MaxCount, TSimd.Create(0));
        _sums[channel] = 0;
        _squares[channel] = 0;
    }

    /// <summary>Forgets everything about a channel, chooses its shift from the pixels of its first tiles, and adds those.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void BeginWithTiles<TSimd, TVector>(int channel, TilePosition* positions, int tiles, float* target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector sum = TSimd.Create(0);
        TVector count = TSimd.Create(0);
        TVector one = TSimd.Create(1);
        for (int tile = 0; tile < tiles; tile++)
        {
            TilePosition* position = positions + tile;
            Include(position->Mask0, position->Target0);
            Include(position->Mask1, position->Target1);
            Include(position->Mask2, position->Target2);
            Include(position->Mask3, position->Target3);
        }

        Begin<TSimd, TVector>(channel, (float)(TSimd.Sum(sum) / TSimd.Sum(count)));
        for (int tile = 0; tile < tiles; tile++)
        {
            TilePosition* position = positions + tile;
            Accumulate<TSimd, TVector>(Running(channel), position, 4, TSimd.Load(target + position->Target0), TSimd.Load(target + position->Target1),
                TSimd.Load(target + position->Target2), TSimd.Load(target + position->Target3));
        }

        void Include(float* mask, nint offset)
        {
            TVector valid = TSimd.Load(mask);
            sum = TSimd.Add(sum, TSimd.And(TSimd.Load(target + offset), valid));
            count = TSimd.Add(count, TSimd.And(one, valid));
        }
    }

    /// <summary>Adds the registers of a tile (two or four of them) to the running sums of its channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate<TSimd, TVector>(float* running, TilePosition* position, int registers, TVector v0, TVector v1, TVector v2, TVector v3)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector shift = TSimd.Load(running);
        TVector d0 = TSimd.Subtract(v0, shift);
        TVector d1 = TSimd.Subtract(v1, shift);
        if (!position->IsFull)
        {
            d0 = TSimd.And(d0, TSimd.Load(position->Mask0));
            d1 = TSimd.And(d1, TSimd.Load(position->Mask1));
        }

        TVector sum = TSimd.Add(d0, d1);
        TVector square = TSimd.MultiplyAdd(d0, d0, TSimd.MultiplyAdd(d1, d1, TSimd.Load(running + 2 * MaxCount)));
        if (registers == 4)
        {
            TVector d2 = TSimd.Subtract(v2, shift);
            TVector d3 = TSimd.Subtract(v3, shift);
            if (!position->IsFull)
            {
                d2 = TSimd.And(d2, TSimd.Load(position->Mask2));
                d3 = TSimd.And(d3, TSimd.Load(position->Mask3));
            }

            sum = TSimd.Add(sum, TSimd.Add(d2, d3));
            square = TSimd.MultiplyAdd(d2, d2, TSimd.MultiplyAdd(d3, d3, square));
        }

        TSimd.Store(running + MaxCount, TSimd.Add(TSimd.Load(running + MaxCount), sum));
        TSimd.Store(running + 2 * MaxCount, square);
    }

    /// <summary>Adds sums that a kernel kept in registers.</summary>
    public void Add(int channel, double sum, double square)
    {
        _sums[channel] += sum;
        _squares[channel] += square;
    }

    /// <summary>Moves the running sums of some channels to double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Flush<TSimd, TVector>(int firstChannel, int channels)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (int channel = firstChannel; channel < firstChannel + channels; channel++)
        {
            float* running = Running(channel);
            Add(channel, TSimd.Sum(TSimd.Load(running + MaxCount)), TSimd.Sum(TSimd.Load(running + 2 * MaxCount)));
            TSimd.Store(running + MaxCount, TSimd.Create(0));
            TSimd.Store(running + 2 * MaxCount, TSimd.Create(0));
        }
    }

    /// <summary>Mean of a channel, and the sum of the squares of the distances to it.</summary>
    public void Summarise(int channel, long pixels, out double mean, out double squares)
    {
        double offset = _sums[channel] / pixels;
        mean = *Running(channel) + offset;
        squares = Math.Max(0, _squares[channel] - offset * _sums[channel]);
    }
}
