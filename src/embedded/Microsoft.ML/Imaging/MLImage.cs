namespace Microsoft.ML.Data;

public sealed class MLImage : IDisposable
{
    private const int SavedQuality = 100;

    private readonly int _width;
    private readonly int _height;
    private readonly MLPixelFormat _pixelFormat;
    private byte[] _pixels;
    private string _tag;

    private MLImage(int width, int height, MLPixelFormat pixelFormat, byte[] pixels)
    {
        _width = width;
        _height = height;
        _pixelFormat = pixelFormat;
        _pixels = pixels;
    }

    public int Width => Live(_width);

    public int Height => Live(_height);

    public MLPixelFormat PixelFormat => Live(_pixelFormat);

    public int BitsPerPixel => Live(32);

    public ReadOnlySpan<byte> Pixels => Live(_pixels);

    public byte[] GetBGRPixels
    {
        get
        {
            byte[] pixels = Live(_pixels);
            int blue = _pixelFormat == MLPixelFormat.Bgra32 ? 0 : 2;
            var result = new byte[_width * _height * 3];
            for (int from = 0, to = 0; to < result.Length; from += 4, to += 3)
            {
                result[to] = pixels[from + blue];
                result[to + 1] = pixels[from + 1];
                result[to + 2] = pixels[from + 2 - blue];
            }

            return result;
        }
    }

    public string Tag
    {
        get => Live(_tag);
        set => _tag = Live(value);
    }

    public static MLImage CreateFromStream(Stream imageStream)
    {
        ArgumentNullException.ThrowIfNull(imageStream);
        using var content = new MemoryStream();
        imageStream.CopyTo(content);
        try
        {
            return Decode(content.GetBuffer().AsSpan(0, (int)content.Length));
        }
        catch (FormatException exception)
        {
            throw new ArgumentException($"Invalid input stream contents: {exception.Message}", nameof(imageStream), exception);
        }
    }

    public static MLImage CreateFromFile(string imagePath)
    {
        ArgumentNullException.ThrowIfNull(imagePath);
        if (!File.Exists(imagePath))
        {
            throw new ArgumentException($"Invalid path: there is no file '{imagePath}'.", nameof(imagePath));
        }

        try
        {
            return Decode(File.ReadAllBytes(imagePath));
        }
        catch (FormatException exception)
        {
            throw new ArgumentException($"Invalid path: the image '{imagePath}' cannot be read: {exception.Message}", nameof(imagePath), exception);
        }
    }

    public static MLImage CreateFromPixels(int width, int height, MLPixelFormat pixelFormat, ReadOnlySpan<byte> imagePixelData)
    {
        if (pixelFormat is not (MLPixelFormat.Bgra32 or MLPixelFormat.Rgba32))
        {
            throw new ArgumentException("Unsupported pixel format", nameof(pixelFormat));
        }

        if (width <= 0)
        {
            throw new ArgumentException("Invalid width value.", nameof(width));
        }

        if (height <= 0)
        {
            throw new ArgumentException("Invalid height value.", nameof(height));
        }

        if (imagePixelData.Length != (long)width * height * 4)
        {
            throw new ArgumentException($"Invalid {nameof(imagePixelData)} buffer size.");
        }

        return new MLImage(width, height, pixelFormat, imagePixelData.ToArray());
    }

    public void Save(string imagePath)
    {
        byte[] pixels = Live(_pixels);
        ArgumentNullException.ThrowIfNull(imagePath);
        string extension = Path.GetExtension(imagePath).ToUpperInvariant();
        NativeImageCodecs.Format format = extension switch
        {
            ".PNG" => NativeImageCodecs.Format.Png,
            ".JPG" or ".JPEG" => NativeImageCodecs.Format.Jpeg,
            ".BMP" or ".GIF" or ".ICO" or ".WEBP" => throw new ArgumentException(
                $"Saving image with the format '{Path.GetExtension(imagePath)}' is not supported. Try save it with `Jpeg` or `Png` format.", nameof(imagePath)),
            _ => throw new ArgumentException("Path has invalid image file extension.", nameof(imagePath)),
        };

        // Encoded first: a failure leaves no empty file.
        using var encoded = new MemoryStream();
        try
        {
            NativeImageCodecs.Encode(format, pixels, _width, _height, _pixelFormat, SavedQuality, encoded);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException($"The image cannot be saved as '{imagePath}': {exception.Message}", nameof(imagePath), exception);
        }

        using var file = new FileStream(imagePath, FileMode.Create, FileAccess.Write);
        encoded.WriteTo(file);
    }

    public void Dispose() => _pixels = null;

    /// <summary>Takes ownership of the pixels, in BGRA order.</summary>
    internal static MLImage FromOwnedPixels(int width, int height, byte[] pixels, MLPixelFormat format = MLPixelFormat.Bgra32) => new(width, height, format, pixels);

    private static MLImage Decode(ReadOnlySpan<byte> file)
    {
        byte[] pixels = NativeImageCodecs.Decode(file, out int width, out int height);
        return FromOwnedPixels(width, height, pixels);
    }

    private T Live<T>(T value) => _pixels != null ? value : throw new InvalidOperationException("Object is disposed.");
}
