using System.Numerics.Tensors;
using GanCompression.Quality;
using GanCompression.Runtime;

namespace GanCompression.Training;

/// <summary>
/// Compares images by the features that the scorer sees in them: the Euclidean distance between two images' features. Features of
/// the teacher's images and of the targets are computed once; those of a sub-network are kept from its distances to its score, as
/// far as memory allows.
/// </summary>
internal class FeatureJudge(SearchImages images, IFeatureScorer scorer, CancellationToken cancellationToken) : PlanJudge(images, scorer, cancellationToken)
{
    private const long MaxKeptBytes = 256L << 20;

    private readonly IFeatureExtractor _extractor = scorer.Extractor;
    private readonly List<float[]> _teacher = [];
    private readonly Dictionary<ChannelPlan, List<float[]>> _kept = [];
    private readonly Lock _lock = new();
    private long _keptBytes;
    private FeatureTable? _targets;

    public override string Key => "features";

    public override string Name => $"feature distance to the teacher ({_extractor.Name})";

    public override bool SharesImages => true;

    public override void PrepareQuickScores(int count) => Images.RunTeacher(_teacher.Count, count, image => _teacher.Add(FeaturesOf(ToImage(image))), CancellationToken);

    public override void PrepareScores()
    {
        if (_targets is not null)
            return;
        var table = new FeatureTable(_extractor.Dimension);
        foreach (RgbImage target in Images.Targets)
        {
            CancellationToken.ThrowIfCancellationRequested();
            table.Add(FeaturesOf(target));
        }

        _targets = table;
    }

    public override double QuickScore(ChannelPlan plan, CompiledNetwork network, int count)
    {
        List<float[]> features = Known(plan, count);
        Run(plan, network, features.Count, count, (_, image) => features.Add(FeaturesOf(ToImage(image))));
        Keep(plan, features);
        return Compare(features);
    }

    public override double Score(ChannelPlan plan, CompiledNetwork network)
    {
        List<float[]> features = Take(plan);
        Run(plan, network, features.Count, Images.Count, (_, image) => features.Add(FeaturesOf(ToImage(image))));
        return ScoreOf(features);
    }

    /// <summary>The quick score of the first images by their features.</summary>
    protected virtual double Compare(List<float[]> features) => features.Select((own, i) => (double)TensorPrimitives.Distance<float>(own, _teacher[i])).Average();

    /// <summary>The score of the first images by their features.</summary>
    protected double ScoreOf(List<float[]> features)
    {
        var table = new FeatureTable(_extractor.Dimension);
        foreach (float[] own in features)
            table.Add(own);
        return ((IFeatureScorer)Scorer).Score(table, _targets!);
    }

    private float[] FeaturesOf(RgbImage image)
    {
        var features = new float[_extractor.Dimension];
        _extractor.Extract(image, features);
        return features;
    }

    private void Keep(ChannelPlan plan, List<float[]> features)
    {
        lock (_lock)
        {
            int known = _kept.TryGetValue(plan, out List<float[]>? kept) ? kept.Count : 0;
            long bytes = (long)(features.Count - known) * _extractor.Dimension * sizeof(float);
            if (bytes <= 0 || _keptBytes + bytes > MaxKeptBytes)
                return;
            _keptBytes += bytes;
            _kept[plan] = features;
        }
    }

    private List<float[]> Known(ChannelPlan plan, int count)
    {
        lock (_lock)
            return _kept.TryGetValue(plan, out List<float[]>? kept) ? [.. kept.Take(count)] : [];
    }

    private List<float[]> Take(ChannelPlan plan)
    {
        lock (_lock)
        {
            if (!_kept.Remove(plan, out List<float[]>? kept))
                return [];
            _keptBytes -= (long)kept.Count * _extractor.Dimension * sizeof(float);
            return kept;
        }
    }
}
