using GanCompression.Quality;

namespace GanCompression.Training;

/// <summary>A distance between the features of two sets of images. Remembers the features of the last targets.</summary>
internal sealed class FeatureDistanceScorer(string distance, IFeatureExtractor extractor, bool judgesFewImages, Func<FeatureTable, FeatureTable, double> compute) : IFeatureScorer
{
    private readonly Lock _lock = new();
    private IReadOnlyList<RgbImage>? _targets;
    private FeatureTable? _targetFeatures;

    public string Name => $"{distance} ({extractor.Name})";

    public IFeatureExtractor Extractor => extractor;

    public bool JudgesFewImages => judgesFewImages;

    public double Score(IReadOnlyList<RgbImage> generated, IReadOnlyList<RgbImage> targets)
    {
        FeatureTable expected;
        lock (_lock)
        {
            if (!ReferenceEquals(_targets, targets))
            {
                _targetFeatures = Features(targets);
                _targets = targets;
            }

            expected = _targetFeatures!;
        }

        return compute(Features(generated), expected);
    }

    public double Score(FeatureTable generated, FeatureTable targets) => compute(generated, targets);

    private FeatureTable Features(IReadOnlyList<RgbImage> images)
    {
        var table = new FeatureTable(extractor.Dimension);
        var features = new float[extractor.Dimension];
        foreach (RgbImage image in images)
        {
            extractor.Extract(image, features);
            table.Add(features);
        }

        return table;
    }
}
