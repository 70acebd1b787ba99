using GanCompression.Quality;
using GanCompression.Training;

namespace GanCompression.Training.Tests.Recipes;

/// <summary>The kernel distance as searches see it, by features; but for images, as fine-tuned students are judged, a given score.</summary>
internal sealed class FixedImageScorer(double score) : IFeatureScorer
{
    private readonly IFeatureScorer _inner = (IFeatureScorer)PlanScorers.KernelDistance();

    public string Name => _inner.Name;

    public IFeatureExtractor Extractor => _inner.Extractor;

    public bool JudgesFewImages => _inner.JudgesFewImages;

    public double Score(IReadOnlyList<RgbImage> generated, IReadOnlyList<RgbImage> targets) => score;

    public double Score(FeatureTable generated, FeatureTable targets) => _inner.Score(generated, targets);
}
