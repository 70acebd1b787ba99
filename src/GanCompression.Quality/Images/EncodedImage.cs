using SkiaSharp;

namespace GanCompression.Quality;

/// <summary>
/// A JPEG or PNG image as its file holds it: the size is known, no pixel is decoded yet. So an image that declares more pixels than
/// it should is refused before it costs memory. Values are taken as they are stored: no colour profile, opacity or rotation is
/// applied, as in the published pipelines. For one thread at a time.
/// </summary>
public sealed class EncodedImage : IDisposable
{
    // Empty data of the type IEND and their checksum: always the same (ISO/IEC 15948, 11.2.5).
    private static ReadOnlySpan<byte> LastPngChunk => [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];

    private readonly SKCodec _codec;
    private readonly string _name;

    private EncodedImage(SKCodec codec, string name, bool isPng)
    {
        _codec = codec;
        _name = name;
        IsPng = isPng;
    }

    /// <summary>Width in pixels, from 1 to <see cref="RgbImage.MaxExtent"/>.</summary>
    public int Width => _codec.Info.Width;

    /// <summary>Height in pixels, from 1 to <see cref="RgbImage.MaxExtent"/>; width × height is at most <see cref="ImageFile.MaxPixels"/>.</summary>
    public int Height => _codec.Info.Height;

    /// <summary>Whether it is a PNG image; otherwise it is a JPEG image.</summary>
    public bool IsPng { get; }

    private string Kind => IsPng ? "PNG" : "JPEG";

    /// <summary>Reads what a file declares about itself.</summary>
    /// <param name="content">The whole file, which is copied.</param>
    /// <param name="name">What stands for the file at the beginning of messages, such as its path in quotes.</param>
    /// <exception cref="FormatException">It is neither a JPEG nor a PNG image, is damaged or truncated, or declares more than is supported.</exception>
    public static EncodedImage Open(ReadOnlySpan<byte> content, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (content.IsEmpty)
            throw new FormatException($"{name} is empty; expected a JPEG or PNG image.");

        // The library knows more formats; what strangers send should not reach their readers.
        bool isPng = content is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..];
        if (!isPng && content is not [0xFF, 0xD8, ..])
            throw new FormatException($"{name} is not a JPEG or PNG image: it begins with the bytes {Convert.ToHexString(content[..Math.Min(content.Length, 8)])}.");

        // The library is content once it has the last row.
        if (isPng && content.LastIndexOf(LastPngChunk) < 0)
            throw Truncated(name, isPng);

        using SKData data = SKData.CreateCopy(content);
        SKCodec codec = SKCodec.Create(data) ?? throw new FormatException($"{name} is damaged or truncated: its header is not that of a {(isPng ? "PNG" : "JPEG")} image. Copy the file again from where it came, or remove it.");
        var image = new EncodedImage(codec, name, isPng);
        try
        {
            image.CheckSize();
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>Decodes the pixels.</summary>
    /// <exception cref="FormatException">They are damaged or incomplete.</exception>
    public RgbImage Decode()
    {
        using SKBitmap bitmap = DecodeBitmap();
        ReadOnlySpan<byte> rgba = bitmap.GetPixelSpan();
        var rgb = new byte[3 * Width * Height];
        for (int source = 0, target = 0; target < rgb.Length; source += ImageFile.BytesPerPixel, target += 3)
        {
            rgb[target] = rgba[source];
            rgb[target + 1] = rgba[source + 1];
            rgb[target + 2] = rgba[source + 2];
        }

        return new RgbImage(Width, Height, rgb);
    }

    /// <summary>Decodes the pixels into memory of the caller.</summary>
    /// <param name="rgba">Receives red, green, blue and opacity of each pixel, row by row: 4 × width × height bytes.</param>
    /// <exception cref="ArgumentException">The number of bytes does not match.</exception>
    /// <exception cref="FormatException">The pixels are damaged or incomplete.</exception>
    public void Decode(Span<byte> rgba)
    {
        if (rgba.Length != ImageFile.BytesPerPixel * Width * Height)
            throw new ArgumentException(FormattableString.Invariant($"An image of {Width}×{Height} pixels has {ImageFile.BytesPerPixel * Width * Height} bytes with opacity, but there is room for {rgba.Length}."), nameof(rgba));
        using SKBitmap bitmap = DecodeBitmap();
        bitmap.GetPixelSpan().CopyTo(rgba);
    }

    /// <inheritdoc/>
    public void Dispose() => _codec.Dispose();

    // Not multiplied with opacity, and without a colour space to convert to.
    private SKBitmap DecodeBitmap()
    {
        var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, _codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul));
        SKCodecResult result = _codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result == SKCodecResult.Success)
            return bitmap;
        bitmap.Dispose();
        throw result == SKCodecResult.IncompleteInput && !IsPng
            ? Truncated(_name, IsPng)
            : new FormatException($"{_name} is damaged: its {Kind} data cannot be decoded ({result}). Copy the file again from where it came, or remove it.");
    }

    private void CheckSize()
    {
        if (Width > RgbImage.MaxExtent || Height > RgbImage.MaxExtent || (long)Width * Height > ImageFile.MaxPixels)
        {
            throw new FormatException(FormattableString.Invariant(
                $"{_name} declares an image of {Width}×{Height} pixels; at most {ImageFile.MaxPixels} pixels, and {RgbImage.MaxExtent} in a row or column, are supported. Make the image smaller."));
        }
    }

    private static FormatException Truncated(string name, bool isPng) =>
        new($"{name} is truncated: the {(isPng ? "PNG data stops before its last chunk" : "JPEG data stops before its end marker")}. Copy the file again from where it came, or remove it.");
}
