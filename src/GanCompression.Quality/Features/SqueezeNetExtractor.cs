namespace GanCompression.Quality;

/// <summary>SqueezeNet 1.1 as it was trained: blue, green and red from 0 to 255 minus the mean of the training images, at the image's own size.</summary>
internal sealed class SqueezeNetExtractor(Network network) : NetworkFeatureExtractor("SqueezeNet 1.1", network)
{
    private const float MeanBlue = 104;
    private const float MeanGreen = 117;
    private const float MeanRed = 123;

    private protected override void Prepare(RgbImage image, Span<float> planes)
    {
        int count = image.Width * image.Height;
        ReadOnlySpan<byte> pixels = image.Pixels;
        Span<float> blue = planes[..count];
        Span<float> green = planes.Slice(count, count);
        Span<float> red = planes.Slice(2 * count, count);
        for (int i = 0, p = 0; i < count; i++, p += 3)
        {
            red[i] = pixels[p] - MeanRed;
            green[i] = pixels[p + 1] - MeanGreen;
            blue[i] = pixels[p + 2] - MeanBlue;
        }
    }
}
