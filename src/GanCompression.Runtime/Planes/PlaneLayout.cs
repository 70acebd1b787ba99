namespace GanCompression.Runtime;

/// <summary>
/// How the planes of an image lie in memory. Rows start at multiples of a cache line; the left border of a row uses the unused
/// end of the row above. With <paramref name="ColumnPhases"/> above 1 a row is split: first every column with x mod phases = 0
/// (counted from the left border), then those with 1, and so on, so that a convolution with that stride reads neighbours.
/// </summary>
/// <param name="Channels">Number of planes.</param>
/// <param name="Height">Rows of the image.</param>
/// <param name="Width">Columns of the image.</param>
/// <param name="Border">What lies around it.</param>
/// <param name="ColumnPhases">Number of parts that a row is split into.</param>
internal sealed record PlaneLayout(int Channels, int Height, int Width, Border Border, int ColumnPhases)
{
    /// <summary>Floats that may be written or read behind the last pixel of a row or buffer.</summary>
    public const int Slack = 64;

    private const int Line = 16;

    private readonly int _rowStride = RoundUp(Border.Left + Width + Border.Right);

    /// <summary>Whether all channels use the memory of one plane, one after the other.</summary>
    public bool SharesOnePlane { get; init; }

    public static PlaneLayout Plain(TensorShape shape, Border border = default) => new(shape.Channels, shape.Height, shape.Width, border, 1);

    /// <summary>Floats from one part of a split row to the next: room for its pixels with the border, and for whole registers of pixels behind the border.</summary>
    public int PhaseStride { get; } = RoundUp(Math.Max(
        Parts(Border.Left + Width + Border.Right, ColumnPhases), Parts(Border.Left, ColumnPhases) + RoundUp(Parts(Width, ColumnPhases))));

    /// <summary>Floats from one row to the next.</summary>
    public int RowStride => ColumnPhases > 1 ? ColumnPhases * PhaseStride : _rowStride;

    /// <summary>Floats from one plane to the next.</summary>
    public int PlaneStride => SharesOnePlane ? 0 : PlaneSize;

    /// <summary>Floats from the start of the buffer to the image's first pixel, or to its left border in a split row.</summary>
    public int Origin => (ColumnPhases > 1 ? 0 : RoundUp(Border.Left)) + Border.Top * RowStride;

    /// <summary>Floats that the buffer needs.</summary>
    public long Size => (SharesOnePlane ? 1L : Channels) * PlaneSize + RoundUp(Border.Left) + Slack;

    public TensorShape Shape => new(Channels, Height, Width);

    // Never a multiple of a large power of two, which would put all planes on the same cache sets.
    private int PlaneSize
    {
        get
        {
            int lines = checked(RowStride * (Border.Top + Height + Border.Bottom)) / Line;
            return Line * (lines % 2 == 0 ? lines + 5 : lines + 4);
        }
    }

    private static int Parts(int columns, int phases) => (columns + phases - 1) / phases;

    private static int RoundUp(int floats) => (floats + Line - 1) / Line * Line;
}
