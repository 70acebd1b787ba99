using GanCompression.Quality;

namespace GanCompression.Training;

/// <summary>
/// A scorer that judges features of images, not the images themselves. A search can then also compare sub-networks with the teacher
/// by these features, and compute the features of each image once. <see cref="PlanScorers"/> are of this kind.
/// </summary>
public interface IFeatureScorer : IPlanScorer
{
    /// <summary>The features. Safe for use by several threads.</summary>
    IFeatureExtractor Extractor { get; }

    /// <summary>Whether few images have, but for noise, the score of many, and have it quickly: true of unbiased estimates such as the kernel distance.</summary>
    bool JudgesFewImages => false;

    /// <summary>Judges a set of images by their features: the same number as for the images themselves.</summary>
    /// <param name="generated">Features of what the sub-network made, one row per image.</param>
    /// <param name="targets">Features of what it should have made, or examples of it.</param>
    /// <returns>A finite number; lower is better.</returns>
    double Score(FeatureTable generated, FeatureTable targets);
}
