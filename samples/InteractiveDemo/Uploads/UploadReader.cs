using System.Buffers;
using System.Globalization;
using GanCompression.Quality;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary>
/// Reads the image out of a request: pixels as a canvas has them, or a PNG file. What can be refused by its header is refused before
/// the body is read; nothing is taken from the pool, and nothing is unpacked, before its size is known and allowed.
/// </summary>
/// <param name="options">The limits.</param>
internal sealed class UploadReader(DemoOptions options)
{
    /// <summary>Media type of plain pixels.</summary>
    public const string Pixels = "application/octet-stream";

    /// <summary>Media type of PNG files.</summary>
    public const string Png = "image/png";

    /// <summary>Checks everything that is known before the body: media type, size of the image, length of the upload.</summary>
    /// <exception cref="BadHttpRequestException">The request cannot be served; its status and message say why.</exception>
    public void CheckHeader(HttpRequest request, ModelSlot slot)
    {
        if (request.ContentLength > options.MaxUploadBytes)
            throw TooManyBytes();
        if (IsPng(request))
            return;
        if (!HasType(request, Pixels))
        {
            string given = request.ContentType is { Length: > 0 } type ? $"'{type}'" : "missing";
            throw new BadHttpRequestException(
                $"Expected {Pixels} (red, green, blue and opacity of each pixel, with ?width=…&height=…) or {Png}, but the content type is {given}.", StatusCodes.Status415UnsupportedMediaType);
        }

        (int width, int height) = PixelSize(request);
        CheckSize(width, height, slot);
        long expected = RgbaPixels.BytesPerPixel * (long)width * height;
        if (request.ContentLength is { } length && length != expected)
            throw WrongLength(width, height, expected, length.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Reads the body of a request whose header has been checked.</summary>
    /// <exception cref="BadHttpRequestException">The body is not what the header says or not an image that can be served, or the client sends too slowly.</exception>
    public async Task<UploadedImage> ReadAsync(HttpRequest request, ModelSlot slot, CancellationToken cancellationToken)
    {
        if (IsPng(request))
            return await ReadPngAsync(request, slot, cancellationToken);
        (int width, int height) = PixelSize(request);
        var image = new UploadedImage(width, height);
        try
        {
            int length = await request.Body.ReadAtLeastAsync(image.Rgba, image.Rgba.Length, throwOnEndOfStream: false, cancellationToken);
            if (length < image.Rgba.Length)
                throw WrongLength(width, height, image.Rgba.Length, length.ToString(CultureInfo.InvariantCulture));
            if (await request.Body.ReadAsync(new byte[1], cancellationToken) > 0)
                throw WrongLength(width, height, image.Rgba.Length, "more");
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>Media type of the answer: the one that the client asks for, or that of its upload.</summary>
    public static string AnswerType(HttpRequest request)
    {
        string accepted = request.Headers.Accept.ToString();
        if (accepted.Contains(Png, StringComparison.OrdinalIgnoreCase))
            return Png;
        return accepted.Contains(Pixels, StringComparison.OrdinalIgnoreCase) || !IsPng(request) ? Pixels : Png;
    }

    private async Task<UploadedImage> ReadPngAsync(HttpRequest request, ModelSlot slot, CancellationToken cancellationToken)
    {
        byte[] file = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? options.MaxUploadBytes) + 1);
        UploadedImage? image = null;
        try
        {
            int length = await request.Body.ReadAtLeastAsync(file, file.Length, throwOnEndOfStream: false, cancellationToken);
            if (length > options.MaxUploadBytes)
                throw TooManyBytes();
            using EncodedImage png = EncodedImage.Open(file.AsSpan(0, length), "The upload");
            if (!png.IsPng)
                throw new FormatException("The upload is a JPEG image; expected PNG, which keeps the colours that stand for labels.");
            CheckSize(png.Width, png.Height, slot);
            image = new UploadedImage(png.Width, png.Height);
            png.Decode(image.Rgba.Span);
            return image;
        }
        catch (FormatException e)
        {
            image?.Dispose();
            throw new BadHttpRequestException(e.Message, StatusCodes.Status400BadRequest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(file);
        }
    }

    private static bool IsPng(HttpRequest request) => HasType(request, Png);

    private static bool HasType(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? given) && given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);

    private static (int Width, int Height) PixelSize(HttpRequest request) => (Extent(request, "width"), Extent(request, "height"));

    private static int Extent(HttpRequest request, string name)
    {
        string? text = request.Query[name];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is > 0 and <= RgbImage.MaxExtent
            ? value
            : throw new BadHttpRequestException($"With {Pixels} the address names the image's {name} in pixels, for example ?width=64&height=64; {name} is {(text is null ? "missing" : $"'{text}'")}.");
    }

    private void CheckSize(int width, int height, ModelSlot slot)
    {
        if ((long)width * height > options.MaxPixels)
        {
            throw new BadHttpRequestException(
                string.Create(CultureInfo.InvariantCulture, $"Images may have up to {options.MaxPixels} pixels, but this one has {width}×{height}, which is {(long)width * height}. Scale it down first."),
                StatusCodes.Status413PayloadTooLarge);
        }

        try
        {
            slot.CheckSize(width, height);
        }
        catch (GraphException e)
        {
            throw new BadHttpRequestException(e.Message, StatusCodes.Status400BadRequest);
        }
    }

    private static BadHttpRequestException WrongLength(int width, int height, long expected, string actual) =>
        new(string.Create(CultureInfo.InvariantCulture, $"An image of {width}×{height} pixels has {expected} bytes (4 for each pixel), but {actual} came."));

    private BadHttpRequestException TooManyBytes() =>
        new(string.Create(CultureInfo.InvariantCulture, $"Uploads may have up to {options.MaxUploadBytes} bytes, but this one has more."), StatusCodes.Status413PayloadTooLarge);
}
