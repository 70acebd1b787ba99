namespace GanCompression.Quality;

/// <summary>
/// Judges a generator: collects pairs of a generated image and the image it should equal, one at a time, and computes
/// <see cref="QualityMetrics"/> over them. Keeps features, not images. Not safe for use by several threads at once.
/// </summary>
public sealed class QualityEvaluator
{
    private readonly IFeatureExtractor _extractor;
    private readonly FeatureTable _generated;
    private readonly FeatureTable _targets;
    private readonly float[] _generatedFeatures;
    private readonly float[] _targetFeatures;
    private double _l1;
    private double _psnr;
    private double _ssim;

    /// <summary>Creates an evaluator without images.</summary>
    /// <param name="extractor">Features for the distances, for example <see cref="FeatureExtractors.Inception(string)"/>.</param>
    public QualityEvaluator(IFeatureExtractor extractor)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        _extractor = extractor;
        _generated = new FeatureTable(extractor.Dimension);
        _targets = new FeatureTable(extractor.Dimension);
        _generatedFeatures = new float[extractor.Dimension];
        _targetFeatures = new float[extractor.Dimension];
    }

    /// <summary>Number of pairs added so far.</summary>
    public int Count => _targets.Count;

    /// <summary>Adds one pair.</summary>
    /// <param name="generated">What the generator made.</param>
    /// <param name="target">What it should have made, of the same size.</param>
    /// <exception cref="ArgumentException">The sizes differ, or are too small for the feature extractor; the pair is not counted.</exception>
    public void Add(RgbImage generated, RgbImage target)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(target);
        if (generated.Width != target.Width || generated.Height != target.Height)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Pair {Count}: the generated image has {generated.Width}×{generated.Height} pixels, but its target has {target.Width}×{target.Height}. Load or resize both at one size."), nameof(generated));
        }

        _extractor.Extract(generated, _generatedFeatures);
        _extractor.Extract(target, _targetFeatures);
        FeatureTable.CheckFinite(_targetFeatures, Count);
        _generated.Add(_generatedFeatures);
        _targets.Add(_targetFeatures);
        _l1 += ImageMetrics.L1(generated, target);
        _psnr += ImageMetrics.Psnr(generated, target);
        bool hasWindow = Math.Min(target.Width, target.Height) >= StructuralSimilarity.WindowSize;
        _ssim += hasWindow ? ImageMetrics.Ssim(generated, target) : double.NaN;
    }

    /// <summary>Computes the metrics over all pairs added so far; more pairs may follow.</summary>
    /// <exception cref="InvalidOperationException">Fewer than 2 pairs were added.</exception>
    public QualityMetrics Compute()
    {
        if (Count < 2)
            throw new InvalidOperationException(FormattableString.Invariant($"Quality metrics need at least 2 pairs of images, but {Count} came: distances between sets are not defined for single images."));
        bool isInception = _extractor is InceptionExtractor;
        KernelDistanceResult kernelDistance = KernelDistance.Compute(_generated, _targets);
        return new QualityMetrics
        {
            Images = Count,
            L1 = _l1 / Count,
            Psnr = _psnr / Count,
            Ssim = _ssim / Count,
            FeatureExtractor = _extractor.Name,
            FrechetDistanceName = isInception ? "FID" : $"Fréchet distance ({_extractor.Name})",
            FrechetDistance = FrechetDistance.Compute(_generated, _targets),
            KernelDistanceName = isInception ? "KID" : $"kernel distance ({_extractor.Name})",
            KernelDistance = kernelDistance.Value,
            KernelDistanceStandardError = kernelDistance.StandardError,
        };
    }
}
