using System.Buffers;
using System.Globalization;
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
    /// <exception cref="UploadException">The request cannot be served.</exception>
    public void CheckHeader(HttpRequest request, ModelSlot slot)
    {
        if (request.ContentLength > options.MaxUploadBytes)
            throw TooManyBytes();
        if (IsPng(request))
            return;
        (int width, int height) = PixelSize(request);
        CheckSize(width, height, slot);
        long expected = RgbaPixels.BytesPerPixel * (long)width * height;
        if (request.ContentLength is { } length && length != expected)
            throw WrongLength(width, height, expected, length.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Reads the body of a request whose header has been checked.</summary>
    /// <exception cref="UploadException">The body is not what the header says, or not an image that can be served.</exception>
    /// <exception cref="BadHttpRequestException">The client sends too slowly, or broke off.</exception>
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
            var png = PngReader.Open(file.AsSpan(0, length));
            CheckSize(png.Width, png.Height, slot);
            image = new UploadedImage(png.Width, png.Height);
            png.Decode(file, image.Rgba.Span);
            return image;
        }
        catch (FormatException e)
        {
            image?.Dispose();
            throw new UploadException(StatusCodes.Status400BadRequest, e.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(file);
        }
    }

    private static bool IsPng(HttpRequest request)
    {
        string? type = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? parsed) ? parsed.MediaType.Value : null;
        if (string.Equals(type, Png, StringComparison.OrdinalIgnoreCase))
            return true;
        return string.Equals(type, Pixels, StringComparison.OrdinalIgnoreCase)
            ? false
            : throw new UploadException(StatusCodes.Status415UnsupportedMediaType,
                $"Expected {Pixels} (red, green, blue and opacity of each pixel, with ?width=…&height=…) or {Png}, but the content type is {(request.ContentType is { Length: > 0 } given ? $"'{given}'" : "missing")}.");
    }

    private static (int Width, int Height) PixelSize(HttpRequest request) => (Extent(request, "width"), Extent(request, "height"));

    private static int Extent(HttpRequest request, string name)
    {
        string? text = request.Query[name];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is > 0 and <= RgbImage.MaxExtent
            ? value
            : throw new UploadException(StatusCodes.Status400BadRequest,
                $"With {Pixels} the address names the image's {name} in pixels, for example ?width=64&height=64; {name} is {(text is null ? "missing" : $"'{text}'")}.");
    }

    private void CheckSize(int width, int height, ModelSlot slot)
    {
        if ((long)width * height > options.MaxPixels)
        {
            throw new UploadException(StatusCodes.Status413PayloadTooLarge, string.Create(CultureInfo.InvariantCulture,
                $"Images may have up to {options.MaxPixels} pixels, but this one has {width}×{height}, which is {(long)width * height}. Scale it down first."));
        }

        try
        {
            slot.CheckSize(width, height);
        }
        catch (GraphException e)
        {
            throw new UploadException(StatusCodes.Status400BadRequest, e.Message);
        }
    }

    private static UploadException WrongLength(int width, int height, long expected, string actual) =>
        new(StatusCodes.Status400BadRequest, string.Create(CultureInfo.InvariantCulture,
            $"An image of {width}×{height} pixels has {expected} bytes (4 for each pixel), but {actual} came."));

    private UploadException TooManyBytes() =>
        new(StatusCodes.Status413PayloadTooLarge, string.Create(CultureInfo.InvariantCulture, $"Uploads may have up to {options.MaxUploadBytes} bytes, but this one has more."));
}
