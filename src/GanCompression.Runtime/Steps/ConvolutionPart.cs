using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCompression.Runtime;

/// <summary>
/// A plain convolution over part of an image: one group of a convolution, or one of the interleaved parts of a transposed one.
/// Offsets are in floats.
/// </summary>
internal sealed unsafe class ConvolutionPart
{
    private readonly nint[] _taps;

    public ConvolutionPart(PackedFilter filter, ReadOnlySpan<nint> taps)
    {
        Filter = filter;
        _taps = GC.AllocateArray<nint>(Math.Max(1, taps.Length), pinned: true);
        taps.CopyTo(_taps);
    }

    public PackedFilter Filter { get; }

    /// <summary>Offsets of the kernel taps from the first one.</summary>
    public nint* Taps => (nint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_taps));

    /// <summary>From the source's first pixel to what the first tap of output pixel (0, 0) reads.</summary>
    public required nint SourceOffset { get; init; }

    /// <summary>From the source pixels of one output row to those of the next.</summary>
    public required nint SourceRowStep { get; init; }

    /// <summary>From the target's first pixel to this part's first output pixel.</summary>
    public required nint TargetOffset { get; init; }

    /// <summary>From one output row to the next.</summary>
    public required nint TargetRowStep { get; init; }

    /// <summary>Taps in one row of the kernel; 0 where one output row does not read the source row below that of the one above.</summary>
    public int TapsPerRow { get; init; }

    /// <summary>How many separate stretches of source pixels the taps read.</summary>
    public required int TapRuns { get; init; }

    /// <summary>The last source row that output row 0 reads.</summary>
    public required int LastSourceRow { get; init; }

    /// <summary>Output rows.</summary>
    public required int Height { get; init; }

    /// <summary>Output columns.</summary>
    public required int Width { get; init; }

    /// <summary>First output channel.</summary>
    public required int FirstOutput { get; init; }

    /// <summary>Whether no earlier part computes the same output channels.</summary>
    public required bool IsFirst { get; init; }
}
