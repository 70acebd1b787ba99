using SkiaSharp;

namespace GanCompression.Quality;

/// <summary>Reads and writes JPEG and PNG files.</summary>
public static class ImageFile
{
    /// <summary>Largest number of pixels that is decoded.</summary>
    public const long MaxPixels = 1L << 26;

    internal const int BytesPerPixel = 4;

    private const long MaxBytes = 1L << 29;
    private const int JpegQuality = 100;

    // One row predicted from the one above and the lightest compression: a sixteenth of the default's time for a fifth more bytes.
    private static readonly SKPngEncoderOptions s_png = new(SKPngEncoderFilterFlags.Up, 1);
    private static readonly SKJpegEncoderOptions s_jpeg = new(JpegQuality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore);

    /// <summary>Reads and decodes a JPEG or PNG file, as <see cref="EncodedImage"/> does.</summary>
    /// <param name="path">The file; its content decides what it is, not its extension.</param>
    /// <exception cref="FormatException">The file is damaged, too large or of another kind; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RgbImage Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using EncodedImage image = EncodedImage.Open(ReadContent(path), $"'{path}'");
        return image.Decode();
    }

    /// <summary>Writes an image; the file appears complete or not at all, and replaces an existing one.</summary>
    /// <param name="path">A <c>.png</c>, <c>.jpg</c> or <c>.jpeg</c> file in a folder that exists.</param>
    /// <param name="image">The image.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, RgbImage image)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(image);
        bool isPng = HasExtension(path, ".png");
        if (!isPng && !HasExtension(path, ".jpg") && !HasExtension(path, ".jpeg"))
            throw new ArgumentException($"'{path}' has the extension '{Path.GetExtension(path)}'; expected .png, .jpg or .jpeg, which says how the image is written.", nameof(path));
        byte[] rgba = Opaque(image);
        byte[] content = isPng ? ToPng(rgba, image.Width, image.Height) : Encode(rgba, image.Width, image.Height, pixels => pixels.Encode(s_jpeg));
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>An image as the content of a PNG file: every pixel comes back as it is.</summary>
    /// <param name="image">The image.</param>
    public static byte[] ToPng(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return ToPng(Opaque(image), image.Width, image.Height);
    }

    /// <summary>Pixels as the content of a PNG file without opacity.</summary>
    /// <param name="rgba">Red, green, blue and opacity of each pixel, row by row; opacity is left out.</param>
    /// <param name="width">Width in pixels, from 1 to <see cref="RgbImage.MaxExtent"/>.</param>
    /// <param name="height">Height in pixels, from 1 to <see cref="RgbImage.MaxExtent"/>.</param>
    /// <exception cref="ArgumentException">The number of bytes does not match.</exception>
    public static byte[] ToPng(ReadOnlySpan<byte> rgba, int width, int height) => Encode(rgba, width, height, pixels => pixels.Encode(s_png));

    private static byte[] Encode(ReadOnlySpan<byte> rgba, int width, int height, Func<SKPixmap, SKData?> encode)
    {
        CheckExtent(width, nameof(width));
        CheckExtent(height, nameof(height));
        if (rgba.Length != (long)BytesPerPixel * width * height)
            throw new ArgumentException(FormattableString.Invariant($"An image of {width}×{height} pixels has {(long)BytesPerPixel * width * height} bytes with opacity, but {rgba.Length} came."), nameof(rgba));

        // Declared opaque, so that the fourth byte is neither written nor multiplied with the others.
        using SKImage image = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque), rgba);
        using SKPixmap pixels = image.PeekPixels();
        using SKData content = encode(pixels) ?? throw new InvalidOperationException(FormattableString.Invariant($"The image library could not encode an image of {width}×{height} pixels."));
        return content.ToArray();
    }

    private static byte[] Opaque(RgbImage image)
    {
        ReadOnlySpan<byte> rgb = image.Pixels;
        var rgba = new byte[checked(BytesPerPixel * image.Width * image.Height)];
        for (int source = 0, target = 0; source < rgb.Length; source += 3, target += BytesPerPixel)
        {
            rgba[target] = rgb[source];
            rgba[target + 1] = rgb[source + 1];
            rgba[target + 2] = rgb[source + 2];
            rgba[target + 3] = byte.MaxValue;
        }

        return rgba;
    }

    private static byte[] ReadContent(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (stream.Length > MaxBytes)
            throw new FormatException(FormattableString.Invariant($"'{path}' has {stream.Length} bytes; image files of at most {MaxBytes} bytes are supported. Make the image smaller."));
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static void CheckExtent(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, RgbImage.MaxExtent, name);
    }

    private static bool HasExtension(string path, string extension) => Path.GetExtension(path.AsSpan()).Equals(extension, StringComparison.OrdinalIgnoreCase);
}
