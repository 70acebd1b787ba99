using GanCompression.Quality;

namespace GanCompression.Training;

/// <summary>The scorers that come with the library.</summary>
public static class PlanScorers
{
    /// <summary>The kernel distance, whose expectation does not depend on the number of images; see <see cref="Quality.KernelDistance"/>.</summary>
    /// <param name="extractor">Features; null for a network with fixed random weights, which judges a hundred images while ResNet-18 judges one. Trained ones judge content, not only texture.</param>
    public static IPlanScorer KernelDistance(IFeatureExtractor? extractor = null) =>
        new FeatureDistanceScorer("kernel distance", extractor ?? FeatureExtractors.RandomNetwork(), judgesFewImages: true, (a, b) => Quality.KernelDistance.Compute(a, b).Value);

    /// <summary>The Fréchet distance, which with <see cref="FeatureExtractors.Inception(string)"/> is the published criterion; see <see cref="Quality.FrechetDistance"/>.</summary>
    /// <param name="extractor">Features; null for a network with fixed random weights, as above.</param>
    public static IPlanScorer FrechetDistance(IFeatureExtractor? extractor = null) =>
        new FeatureDistanceScorer("Fréchet distance", extractor ?? FeatureExtractors.RandomNetwork(), judgesFewImages: false, Quality.FrechetDistance.Compute);
}
