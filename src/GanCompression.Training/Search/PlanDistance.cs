namespace GanCompression.Training;

/// <summary>What <see cref="PlanEvaluator.DistancesToTeacher"/> compares images by.</summary>
public enum PlanDistance
{
    /// <summary><see cref="Features"/> where the scorer is an <see cref="IFeatureScorer"/>, otherwise <see cref="Pixels"/>.</summary>
    Automatic,

    /// <summary>Mean absolute difference of pixel values in [-1, 1]: from 0 to 2.</summary>
    Pixels,

    /// <summary>Euclidean distance between the scorer's features of both images. Needs a scorer that is an <see cref="IFeatureScorer"/>.</summary>
    Features,
}
