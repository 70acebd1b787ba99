using Microsoft.ML.Data;

namespace GanCompression.MLNet;

/// <summary>
/// Converts between the images of ML.NET pipelines and <see cref="RgbImage"/>. The channel order is taken from the image's
/// pixel format, so that red stays red; an alpha channel is dropped one way and opaque the other way.
/// </summary>
public static class MLImageConversion
{
    private const int BytesPerPixel = 4;

    /// <summary>Copies the red, green and blue values of an image. The image stays the caller's to dispose.</summary>
    /// <param name="image">The image, 32 bits per pixel.</param>
    /// <exception cref="NotSupportedException">The pixel format is neither BGRA nor RGBA.</exception>
    /// <exception cref="InvalidOperationException">The image was disposed.</exception>
    public static RgbImage ToRgbImage(this MLImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int red = image.PixelFormat switch
        {
            MLPixelFormat.Bgra32 => 2,
            MLPixelFormat.Rgba32 => 0,
            _ => throw new NotSupportedException($"An image with pixel format {image.PixelFormat} cannot be converted; expected {MLPixelFormat.Bgra32} or {MLPixelFormat.Rgba32}."),
        };
        int blue = 2 - red;
        ReadOnlySpan<byte> pixels = image.Pixels;
        var rgb = new byte[3 * image.Width * image.Height];
        for (int source = 0, target = 0; target < rgb.Length; source += BytesPerPixel, target += 3)
        {
            rgb[target] = pixels[source + red];
            rgb[target + 1] = pixels[source + 1];
            rgb[target + 2] = pixels[source + blue];
        }

        return new RgbImage(image.Width, image.Height, rgb);
    }

    /// <summary>Makes an opaque ML.NET image. The caller disposes it.</summary>
    /// <param name="image">The image.</param>
    public static MLImage ToMLImage(this RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        ReadOnlySpan<byte> rgb = image.Pixels;
        var pixels = new byte[checked(BytesPerPixel * image.Width * image.Height)];
        for (int source = 0, target = 0; source < rgb.Length; source += 3, target += BytesPerPixel)
        {
            pixels[target] = rgb[source + 2];
            pixels[target + 1] = rgb[source + 1];
            pixels[target + 2] = rgb[source];
            pixels[target + 3] = byte.MaxValue;
        }

        return MLImage.CreateFromPixels(image.Width, image.Height, MLPixelFormat.Bgra32, pixels);
    }

    /// <summary>A copy of the image of a row, which must have one.</summary>
    /// <exception cref="InvalidOperationException">It has none; the message names column and row.</exception>
    internal static RgbImage RequiredRgbImage(this MLImage? image, string columnName, long row) =>
        image?.ToRgbImage() ?? throw new InvalidOperationException(FormattableString.Invariant($"Column '{columnName}' has no image in row {row}."));
}
