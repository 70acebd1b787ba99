using GanCompression.Quality;

namespace GanCompression.Tool.Reporting;

/// <summary>How close a generator's images come to the targets of the test set.</summary>
internal sealed record QualityReport
{
    /// <summary>Number of test images.</summary>
    public required int Images { get; init; }

    /// <summary>The network whose features the distances compare.</summary>
    public required string FeatureExtractor { get; init; }

    /// <summary>What the kernel distance is called for this extractor; KID only for Inception.</summary>
    public required string KernelDistanceName { get; init; }

    /// <summary>Kernel distance between the two sets of features; lower is better, may be slightly negative.</summary>
    public required double KernelDistance { get; init; }

    /// <summary>Standard error of <see cref="KernelDistance"/>.</summary>
    public required double KernelDistanceStandardError { get; init; }

    /// <summary>What the Fréchet distance is called for this extractor; FID only for Inception.</summary>
    public required string FrechetDistanceName { get; init; }

    /// <summary>Fréchet distance between the two sets of features; lower is better.</summary>
    public required double FrechetDistance { get; init; }

    /// <summary>Mean structural similarity, at most 1; higher is better.</summary>
    public required double Ssim { get; init; }

    /// <summary>Mean peak signal-to-noise ratio in decibels; higher is better.</summary>
    public required double Psnr { get; init; }

    /// <summary>Mean absolute difference; lower is better.</summary>
    public required double L1 { get; init; }

    /// <summary>The figures of an evaluation.</summary>
    public static QualityReport Of(QualityMetrics metrics) => new()
    {
        Images = metrics.Images,
        FeatureExtractor = metrics.FeatureExtractor,
        KernelDistanceName = metrics.KernelDistanceName,
        KernelDistance = metrics.KernelDistance,
        KernelDistanceStandardError = metrics.KernelDistanceStandardError,
        FrechetDistanceName = metrics.FrechetDistanceName,
        FrechetDistance = metrics.FrechetDistance,
        Ssim = metrics.Ssim,
        Psnr = metrics.Psnr,
        L1 = metrics.L1,
    };
}
