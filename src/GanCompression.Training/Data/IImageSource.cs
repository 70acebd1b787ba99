namespace GanCompression.Training;

/// <summary>Images of one size that trainers learn from: <see cref="IImagePairSource"/> or <see cref="IUnpairedImageSource"/>.</summary>
public interface IImageSource
{
    /// <summary>How many source images with a target image each an epoch shows.</summary>
    int Count { get; }

    /// <summary>Height of every image in pixels.</summary>
    int Height { get; }

    /// <summary>Width of every image in pixels.</summary>
    int Width { get; }

    /// <summary>Identifies the content: equal for equal images in equal order, so that a checkpoint is never continued with other data.</summary>
    string Fingerprint { get; }
}
