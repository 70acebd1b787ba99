namespace GanCompression.Training;

/// <summary>Pairs of images of one size, by index: what trainers learn from.</summary>
public interface IImagePairSource
{
    /// <summary>Number of pairs.</summary>
    int Count { get; }

    /// <summary>Height of every image in pixels.</summary>
    int Height { get; }

    /// <summary>Width of every image in pixels.</summary>
    int Width { get; }

    /// <summary>Identifies the content: equal for equal images in equal order, so that a checkpoint is never continued with other data.</summary>
    string Fingerprint { get; }

    /// <summary>Reads one pair.</summary>
    /// <param name="index">Index of the pair, from 0.</param>
    /// <param name="sourceRgb">Receives the source: red, green and blue of each pixel, row by row, 3 × height × width bytes.</param>
    /// <param name="targetRgb">Receives the target in the same form.</param>
    void Read(int index, Span<byte> sourceRgb, Span<byte> targetRgb);
}
