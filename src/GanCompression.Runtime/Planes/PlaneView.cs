namespace GanCompression.Runtime;

/// <summary>Some channels of a buffer, and how they lie in it.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Layout">Layout of the whole buffer.</param>
/// <param name="FirstChannel">First channel.</param>
/// <param name="Channels">Number of channels.</param>
internal sealed record PlaneView(PlaneBuffer Buffer, PlaneLayout Layout, int FirstChannel, int Channels)
{
    public int Height => Layout.Height;

    public int Width => Layout.Width;

    /// <summary>A whole new buffer.</summary>
    public static PlaneView Create(PlaneLayout layout) => new(new PlaneBuffer(layout.Size), layout, 0, layout.Channels);

    /// <summary>Where the first channel's first pixel lies (in a split row: its left border).</summary>
    public unsafe float* Resolve(float* arena) => arena + Buffer.Offset + Layout.Origin + (nint)FirstChannel * Layout.PlaneStride;
}
