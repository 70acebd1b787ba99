namespace GanCompression.Training;

/// <summary>
/// Two independent sets of images of one size: those to translate, and examples of what they should look like afterwards
/// (Zhu et al., ICCV 2017). An epoch shows as many of each as the larger set has; targets are drawn at random.
/// </summary>
public interface IUnpairedImageSource : IImageSource
{
    /// <summary>Number of source images.</summary>
    int SourceCount { get; }

    /// <summary>Number of target images.</summary>
    int TargetCount { get; }

    /// <summary>Reads one source image.</summary>
    /// <param name="index">Index of the image, from 0.</param>
    /// <param name="rgb">Receives red, green and blue of each pixel, row by row, 3 × height × width bytes.</param>
    void ReadSource(int index, Span<byte> rgb);

    /// <summary>Reads one target image.</summary>
    /// <param name="index">Index of the image, from 0.</param>
    /// <param name="rgb">Receives red, green and blue of each pixel, row by row, 3 × height × width bytes.</param>
    void ReadTarget(int index, Span<byte> rgb);
}
