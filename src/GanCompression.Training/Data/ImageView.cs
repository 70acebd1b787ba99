namespace GanCompression.Training;

/// <summary>The part of a source image that a batch shows. Equal views of one data set are the same pixels.</summary>
/// <param name="Index">Number of the source image.</param>
/// <param name="Top">First row.</param>
/// <param name="Left">First column.</param>
/// <param name="IsFlipped">Whether it is mirrored from left to right.</param>
internal readonly record struct ImageView(int Index, int Top, int Left, bool IsFlipped);
