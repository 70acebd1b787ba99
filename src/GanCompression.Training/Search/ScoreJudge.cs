namespace GanCompression.Training;

/// <summary>Ranks plans by the score of few images against all targets: what decides in the end, with more noise.</summary>
internal sealed class ScoreJudge(SearchImages images, IFeatureScorer scorer, CancellationToken cancellationToken) : FeatureJudge(images, scorer, cancellationToken)
{
    public override string Key => "score";

    public override string Name => Scorer.Name;

    // Unbiased estimates are taken over pairs of images.
    public override int FewestImages => 2;

    public override void PrepareQuickScores(int count) => PrepareScores();

    protected override double Compare(List<float[]> features) => ScoreOf(features);
}
