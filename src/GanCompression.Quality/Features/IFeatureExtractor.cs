namespace GanCompression.Quality;

/// <summary>Turns an image into a vector of numbers that describes its content, for distances between sets of images.</summary>
public interface IFeatureExtractor
{
    /// <summary>Name that goes with every figure computed from these features.</summary>
    string Name { get; }

    /// <summary>Length of a feature vector.</summary>
    int Dimension { get; }

    /// <summary>Computes the features of one image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="features">Receives <see cref="Dimension"/> values.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="features"/> differs, or the image is too small.</exception>
    void Extract(RgbImage image, Span<float> features);
}
