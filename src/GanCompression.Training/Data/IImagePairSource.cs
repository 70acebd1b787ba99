namespace GanCompression.Training;

/// <summary>Pairs of images of one size, by index. An epoch shows every pair once.</summary>
public interface IImagePairSource : IImageSource
{
    /// <summary>Reads one pair.</summary>
    /// <param name="index">Index of the pair, from 0.</param>
    /// <param name="sourceRgb">Receives the source: red, green and blue of each pixel, row by row, 3 × height × width bytes.</param>
    /// <param name="targetRgb">Receives the target in the same form.</param>
    void Read(int index, Span<byte> sourceRgb, Span<byte> targetRgb);
}
