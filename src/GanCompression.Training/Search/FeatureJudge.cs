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

    public override double[] QuickScores(ChannelPlan plan, CompiledNetwork network, int first, int end)
    {
        var made = new List<float[]>(end - first);
        Run(plan, network, first, end, (_, image) => made.Add(FeaturesOf(ToImage(image))));
        Keep(plan, first, made);
        return [.. made.Select((features, i) => (double)TensorPrimitives.Distance<float>(features, _teacher[first + i]))];
    }

    public override double Score(ChannelPlan plan, CompiledNetwork network)
    {
        var table = new FeatureTable(_extractor.Dimension);
        foreach (float[] features in Take(plan))
            table.Add(features);
        Run(plan, network, table.Count, Images.Count, (_, image) => table.Add(FeaturesOf(ToImage(image))));
        return ((IFeatureScorer)Scorer).Score(table, _targets!);
    }

    /// <summary>The score over the first images.</summary>
    protected double ScoreOfFirst(ChannelPlan plan, CompiledNetwork network, int count)
    {
        var made = new List<float[]>(count);
        List<float[]> known = Known(plan, count);
        Run(plan, network, known.Count, count, (_, image) => made.Add(FeaturesOf(ToImage(image))));
        Keep(plan, known.Count, made);
        var table = new FeatureTable(_extractor.Dimension);
        foreach (float[] features in known.Concat(made))
            table.Add(features);
        return ((IFeatureScorer)Scorer).Score(table, _targets!);
    }

    private float[] FeaturesOf(RgbImage image)
    {
        var features = new float[_extractor.Dimension];
        _extractor.Extract(image, features);
        return features;
    }

    // After an interruption the distances of the first images may be known, but not their features.
    private void Keep(ChannelPlan plan, int first, List<float[]> made)
    {
        lock (_lock)
        {
            long bytes = (long)made.Count * _extractor.Dimension * sizeof(float);
            int known = _kept.TryGetValue(plan, out List<float[]>? kept) ? kept.Count : 0;
            if (known != first || _keptBytes + bytes > MaxKeptBytes)
                return;
            _keptBytes += bytes;
            if (kept is null)
                _kept.Add(plan, [.. made]);
            else
                kept.AddRange(made);
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
