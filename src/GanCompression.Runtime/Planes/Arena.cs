using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCompression.Runtime;

/// <summary>The one block of memory that a plan works in. Buffers that are never needed at the same time share a place.</summary>
internal sealed unsafe class Arena
{
    private const int Alignment = 64;

    private readonly float[] _memory;

    public Arena(IEnumerable<PlaneBuffer> buffers)
    {
        long size = Place([.. buffers]);
        if (size > Array.MaxLength - Alignment)
        {
            throw new GraphException(FormattableString.Invariant(
                $"An image of this size needs {size * sizeof(float) / (1L << 20)} MiB of working memory; at most {Array.MaxLength * (long)sizeof(float) / (1L << 20)} MiB are possible. Use smaller images."));
        }

        _memory = GC.AllocateArray<float>((int)size + Alignment, pinned: true);
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        Start = (float*)(((nuint)start + Alignment - 1) & ~(nuint)(Alignment - 1));
    }

    /// <summary>Start of the memory, at a cache line; valid as long as this object lives.</summary>
    public float* Start { get; }

    /// <summary>Size in bytes.</summary>
    public long Bytes => (long)_memory.Length * sizeof(float);

    // Largest first, each at the lowest place that is free during its whole life.
    private static long Place(PlaneBuffer[] buffers)
    {
        const int Line = Alignment / sizeof(float);
        const int Margin = PlaneLayout.Slack;
        long end = Margin;
        var placed = new List<PlaneBuffer>(buffers.Length);
        foreach (PlaneBuffer buffer in buffers.OrderByDescending(b => b.Size).ThenBy(b => b.FirstStep))
        {
            long offset = Margin;
            foreach (PlaneBuffer other in placed.Where(buffer.IsUsedTogetherWith).OrderBy(b => b.Offset))
            {
                if (offset + buffer.Size <= other.Offset)
                    break;
                offset = Math.Max(offset, RoundUp(other.Offset + other.Size));
            }

            buffer.Offset = offset;
            placed.Add(buffer);
            end = Math.Max(end, RoundUp(offset + buffer.Size));
        }

        return end + Margin;

        static long RoundUp(long floats) => (floats + Line - 1) / Line * Line;
    }
}
