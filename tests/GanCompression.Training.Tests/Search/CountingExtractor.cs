using GanCompression.Quality;

namespace GanCompression.Training.Tests.Search;

/// <summary>Mean red, green and blue of each quarter of an image, and how often it was asked.</summary>
internal sealed class CountingExtractor : IFeatureExtractor
{
    private int _calls;

    public int Calls => _calls;

    public string Name => "quarters";

    public int Dimension => 12;

    public void Extract(RgbImage image, Span<float> features)
    {
        _ = Interlocked.Increment(ref _calls);
        features.Clear();
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                int quarter = 2 * (2 * y / image.Height) + 2 * x / image.Width;
                for (int channel = 0; channel < 3; channel++)
                    features[3 * quarter + channel] += image.Pixels[3 * (y * image.Width + x) + channel] * 4f / (image.Width * image.Height);
            }
        }
    }
}
