namespace GanCompression.Runtime;

/// <summary>
/// One of stride × stride interleaved parts of a transposed convolution's result: output pixels with y mod stride = row and
/// x mod stride = column. Each is a plain convolution of the source; tap (j, i) reads source pixel (y + RowTaps[j], x + ColumnTaps[i]).
/// </summary>
/// <param name="Row">Row of the part.</param>
/// <param name="Column">Column of the part.</param>
/// <param name="RowTaps">Source rows relative to the part's row.</param>
/// <param name="ColumnTaps">Source columns relative to the part's column.</param>
/// <param name="Filter">The weights, taps in row-major order.</param>
internal sealed record TransposedPhase(int Row, int Column, int[] RowTaps, int[] ColumnTaps, PackedFilter Filter);
