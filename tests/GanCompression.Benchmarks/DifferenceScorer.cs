using GanCompression.Quality;
using GanCompression.Training;

namespace GanCompression.Benchmarks;

/// <summary>Mean absolute difference to the targets: cheap, so that what is counted is what networks do.</summary>
internal sealed class DifferenceScorer : IPlanScorer
{
    public string Name => "mean absolute difference";

    public double Score(IReadOnlyList<RgbImage> generated, IReadOnlyList<RgbImage> targets) => generated.Zip(targets).Average(pair => ImageMetrics.L1(pair.First, pair.Second));
}
