namespace GanCompression.Training.Tests.Search;

/// <summary>Mean absolute difference of pixels, and how often it was asked.</summary>
internal sealed class CountingScorer : IPlanScorer
{
    private int _calls;

    public int Calls => _calls;

    public string Name => "L1";

    public double Score(IReadOnlyList<RgbImage> generated, IReadOnlyList<RgbImage> targets)
    {
        _ = Interlocked.Increment(ref _calls);
        double sum = 0;
        for (int i = 0; i < generated.Count; i++)
            sum += Quality.ImageMetrics.L1(generated[i], targets[i]);
        return sum / generated.Count;
    }
}
