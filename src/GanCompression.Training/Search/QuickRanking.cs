namespace GanCompression.Training;

/// <summary>What <see cref="PlanEvaluator.QuickScores"/> ranks plans by.</summary>
public enum QuickRanking
{
    /// <summary>
    /// <see cref="Score"/> where the scorer judges few images as it judges many (<see cref="IFeatureScorer.JudgesFewImages"/>), <see cref="Features"/> where it has
    /// features, otherwise <see cref="Pixels"/>.
    /// </summary>
    Automatic,

    /// <summary>Mean absolute difference to the teacher's images, of pixel values in [-1, 1]: from 0 to 2.</summary>
    Pixels,

    /// <summary>Euclidean distance to the teacher's images in the scorer's features, mean over images. Needs a scorer that is an <see cref="IFeatureScorer"/>.</summary>
    Features,

    /// <summary>The score itself, of few images against all targets. Needs a scorer that is an <see cref="IFeatureScorer"/>.</summary>
    Score,
}
