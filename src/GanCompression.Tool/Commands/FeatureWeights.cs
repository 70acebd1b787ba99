using GanCompression.Quality;

namespace GanCompression.Tool.Commands;

/// <summary>The feature extractor of a command line.</summary>
internal static class FeatureWeights
{
    /// <summary>Loads it.</summary>
    /// <param name="file">Weights; null for the network with fixed random weights.</param>
    /// <param name="imageSize">Size of the images it is for; throws now, rather than after hours of training, if they are too small. Null to find that out later.</param>
    public static IFeatureExtractor Load(string? file, int? imageSize = null)
    {
        IFeatureExtractor extractor = file is null ? FeatureExtractors.RandomNetwork() : FeatureExtractors.FromFile(file);
        if (imageSize is { } size)
            extractor.Extract(new RgbImage(size, size, new byte[3 * size * size]), new float[extractor.Dimension]);
        return extractor;
    }
}
