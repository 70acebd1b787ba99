namespace GanCompression.Quality;

/// <summary>
/// Judges a generator: collects pairs of a generated image and the image it should equal, one at a time, and computes
/// <see cref="QualityMetrics"/> over them. Where nothing says what an image should equal, both sets are collected each by itself, and
/// only their distances are computed. Keeps features, not images. Not safe for use by several threads at once.
/// </summary>
public sealed class QualityEvaluator
{
    private readonly IFeatureExtractor _extractor;
    private readonly FeatureTable _generated;
    private readonly FeatureTable _targets;
    private readonly float[] _generatedFeatures;
    private readonly float[] _targetFeatures;
    private bool _isUnpaired;
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

    /// <summary>Number of generated images added so far.</summary>
    public int Count => _generated.Count;

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

    /// <summary>Adds a generated image that belongs to no target: from then on there are no metrics of pairs.</summary>
    /// <param name="generated">What the generator made.</param>
    /// <exception cref="ArgumentException">The image is too small for the feature extractor; it is not counted.</exception>
    public void AddGenerated(RgbImage generated)
    {
        ArgumentNullException.ThrowIfNull(generated);
        _extractor.Extract(generated, _generatedFeatures);
        _generated.Add(_generatedFeatures);
        _isUnpaired = true;
    }

    /// <summary>Adds an example of what generated images should look like: from then on there are no metrics of pairs.</summary>
    /// <param name="target">The example.</param>
    /// <exception cref="ArgumentException">The image is too small for the feature extractor; it is not counted.</exception>
    public void AddTarget(RgbImage target)
    {
        ArgumentNullException.ThrowIfNull(target);
        _extractor.Extract(target, _targetFeatures);
        _targets.Add(_targetFeatures);
        _isUnpaired = true;
    }

    /// <summary>Computes the metrics over everything added so far; more may follow.</summary>
    /// <exception cref="InvalidOperationException">There are fewer than 2 generated images or targets.</exception>
    public QualityMetrics Compute()
    {
        if (Math.Min(_generated.Count, _targets.Count) < 2)
        {
            string came = _isUnpaired
                ? FormattableString.Invariant($"2 generated images and 2 targets, but {_generated.Count} and {_targets.Count} came")
                : FormattableString.Invariant($"2 pairs of images, but {Count} came");
            throw new InvalidOperationException($"Quality metrics need at least {came}: distances between sets are not defined for single images.");
        }

        bool isInception = _extractor is InceptionExtractor;
        KernelDistanceResult kernelDistance = KernelDistance.Compute(_generated, _targets);
        return new QualityMetrics
        {
            Images = Count,
            L1 = _isUnpaired ? double.NaN : _l1 / Count,
            Psnr = _isUnpaired ? double.NaN : _psnr / Count,
            Ssim = _isUnpaired ? double.NaN : _ssim / Count,
            FeatureExtractor = _extractor.Name,
            FrechetDistanceName = isInception ? "FID" : $"Fréchet distance ({_extractor.Name})",
            FrechetDistance = FrechetDistance.Compute(_generated, _targets),
            KernelDistanceName = isInception ? "KID" : $"kernel distance ({_extractor.Name})",
            KernelDistance = kernelDistance.Value,
            KernelDistanceStandardError = kernelDistance.StandardError,
        };
    }
}
