using System.Runtime.CompilerServices;

namespace GanCompression.Runtime;

/// <summary>
/// Where the registers of one tile of a convolution lie: up to four registers of neighbouring pixels, anywhere in the image.
/// Offsets are in floats from the start of the plane; unused registers repeat the last one with an empty mask.
/// </summary>
internal unsafe struct TilePosition
{
    public nint Source0, Source1, Source2, Source3;
    public nint Target0, Target1, Target2, Target3;
    public float* Mask0, Mask1, Mask2, Mask3;

    /// <summary>Whether the tile exists; otherwise nothing of it is written.</summary>
    public bool IsUsed;

    /// <summary>Whether every pixel of all four registers exists: the masks change nothing.</summary>
    public bool IsFull;

    /// <summary>Sets one register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int register, nint source, nint target, float* mask)
    {
        switch (register)
        {
            case 0: Source0 = source; Target0 = target; Mask0 = mask; break;
            case 1: Source1 = source; Target1 = target; Mask1 = mask; break;
            case 2: Source2 = source; Target2 = target; Mask2 = mask; break;
            default: Source3 = source; Target3 = target; Mask3 = mask; break;
        }
    }
}
