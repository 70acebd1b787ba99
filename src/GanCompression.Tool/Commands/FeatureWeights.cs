using GanCompression.Quality;

namespace GanCompression.Tool.Commands;

/// <summary>The feature extractor of a command line.</summary>
internal static class FeatureWeights
{
    /// <summary>The word for ResNet-18.</summary>
    public const string ResNet18 = "resnet18";

    /// <summary>The word for the network with fixed random weights.</summary>
    public const string Random = "random";

    /// <summary>Loads it.</summary>
    /// <param name="choice">One of the words, or a file of weights.</param>
    /// <param name="imageSize">Size of the images it is for; throws now, rather than after hours of training, if they are too small. Null to find that out later.</param>
    public static IFeatureExtractor Load(string choice, int? imageSize = null)
    {
        IFeatureExtractor extractor = choice switch
        {
            ResNet18 => ResNet18Features.Create(),
            Random => FeatureExtractors.RandomNetwork(),
            _ => FeatureExtractors.FromFile(choice),
        };
        if (imageSize is { } size)
            extractor.Extract(new RgbImage(size, size, new byte[3 * size * size]), new float[extractor.Dimension]);
        return extractor;
    }
}
