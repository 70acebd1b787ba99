namespace GanCompression.Quality;

/// <summary>Any network with a description of how it wants to see images.</summary>
internal sealed class PreparedNetworkExtractor(string name, Network network, FeatureInput input) : NetworkFeatureExtractor(name, network, input.Size)
{
    private protected override (int Height, int Width) InputSize(RgbImage image) => input.SizeOf(image);

    private protected override void Prepare(RgbImage image, Span<float> planes) => input.Prepare(image, planes);
}
