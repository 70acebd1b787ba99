namespace GanCompression.Quality;

/// <summary>The Inception network that defines the Fréchet Inception distance: the image at 299×299 pixels, from −1 to 1.</summary>
internal sealed class InceptionExtractor(Network network) : NetworkFeatureExtractor("Inception v3", network)
{
    private const int Extent = 299;

    private protected override (int Height, int Width) InputSize(RgbImage image) => (Extent, Extent);

    private protected override void Prepare(RgbImage image, Span<float> planes) => BilinearResize.ToSignedPlanes(image, Extent, Extent, planes);
}
