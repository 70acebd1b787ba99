namespace GanCompression;

/// <summary>An immutable image of 8-bit red, green and blue values in plain memory.</summary>
public sealed class RgbImage
{
    /// <summary>Largest width and height.</summary>
    public const int MaxExtent = 32_768;

    private static readonly float[] s_signed = CreateSignedTable();
    private readonly byte[] _pixels;

    /// <summary>Creates an image with a copy of its pixels.</summary>
    /// <param name="width">Width in pixels, from 1 to <see cref="MaxExtent"/>.</param>
    /// <param name="height">Height in pixels, from 1 to <see cref="MaxExtent"/>.</param>
    /// <param name="rgb">Red, green and blue of each pixel, row by row: 3 × width × height bytes.</param>
    /// <exception cref="ArgumentException">The number of bytes does not match.</exception>
    public RgbImage(int width, int height, ReadOnlySpan<byte> rgb)
        : this(width, height, CheckedCopy(width, height, rgb))
    {
    }

    private RgbImage(int width, int height, byte[] pixels)
    {
        Width = width;
        Height = height;
        _pixels = pixels;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Red, green and blue of each pixel, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>
    /// The image in another size: separable cubic convolution (Keys 1981, a = −1/2) that is widened when shrinking, so that
    /// every source pixel counts; each pass rounds to 8 bits. Agrees with the bicubic resize that the published results use.
    /// </summary>
    /// <param name="width">New width in pixels, from 1 to <see cref="MaxExtent"/>.</param>
    /// <param name="height">New height in pixels, from 1 to <see cref="MaxExtent"/>.</param>
    public RgbImage Resize(int width, int height)
    {
        _ = CheckedLength(width, height);
        byte[] pixels = _pixels;
        if (width != Width)
            pixels = ResamplingKernel.Create(Width, width).ApplyToRows(pixels, Height);
        if (height != Height)
            pixels = ResamplingKernel.Create(Height, height).ApplyToColumns(pixels, width);
        return ReferenceEquals(pixels, _pixels) ? this : new RgbImage(width, height, pixels);
    }

    /// <summary>A rectangle of the image.</summary>
    /// <param name="x">Left edge in pixels.</param>
    /// <param name="y">Upper edge in pixels.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle does not lie inside the image.</exception>
    public RgbImage Crop(int x, int y, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (width > Width - x)
            throw new ArgumentOutOfRangeException(nameof(width), width, FormattableString.Invariant($"The rectangle starts at column {x} and must end within the image's {Width} columns."));
        if (height > Height - y)
            throw new ArgumentOutOfRangeException(nameof(height), height, FormattableString.Invariant($"The rectangle starts at row {y} and must end within the image's {Height} rows."));
        var pixels = new byte[3 * width * height];
        for (int row = 0; row < height; row++)
            _pixels.AsSpan(3 * ((y + row) * Width + x), 3 * width).CopyTo(pixels.AsSpan(3 * row * width));
        return new RgbImage(width, height, pixels);
    }

    /// <summary>The image mirrored from left to right.</summary>
    public RgbImage FlipHorizontal()
    {
        var pixels = new byte[_pixels.Length];
        for (int row = 0; row < Height; row++)
        {
            int source = 3 * row * Width;
            int target = source + 3 * (Width - 1);
            for (int column = 0; column < Width; column++, source += 3, target -= 3)
            {
                pixels[target] = _pixels[source];
                pixels[target + 1] = _pixels[source + 1];
                pixels[target + 2] = _pixels[source + 2];
            }
        }

        return new RgbImage(Width, Height, pixels);
    }

    /// <summary>Writes the image as a network sees it: planes in the order red, green, blue; 0…255 mapped to −1…1.</summary>
    /// <param name="planes">Receives 3 × height × width values.</param>
    /// <exception cref="ArgumentException">The length does not match.</exception>
    public void ToPlanes(Span<float> planes)
    {
        int count = Width * Height;
        if (planes.Length != 3 * count)
            throw new ArgumentException(FormattableString.Invariant($"Three planes of {Width}×{Height} pixels need {3 * count} values, but there is room for {planes.Length}."), nameof(planes));
        Span<float> red = planes[..count];
        Span<float> green = planes.Slice(count, count);
        Span<float> blue = planes[(2 * count)..];
        for (int i = 0, p = 0; i < count; i++, p += 3)
        {
            red[i] = s_signed[_pixels[p]];
            green[i] = s_signed[_pixels[p + 1]];
            blue[i] = s_signed[_pixels[p + 2]];
        }
    }

    /// <summary>
    /// An image from what a network made: −1…1 mapped to 0…255, clipped and truncated to whole numbers, as the published
    /// evaluation does. Values that are not a number become 0.
    /// </summary>
    /// <param name="planes">Planes in the order red, green, blue: 3 × height × width values.</param>
    /// <param name="height">Height in pixels, from 1 to <see cref="MaxExtent"/>.</param>
    /// <param name="width">Width in pixels, from 1 to <see cref="MaxExtent"/>.</param>
    /// <exception cref="ArgumentException">The number of values does not match.</exception>
    public static RgbImage FromPlanes(ReadOnlySpan<float> planes, int height, int width)
    {
        int length = CheckedLength(width, height);
        if (planes.Length != length)
            throw new ArgumentException(FormattableString.Invariant($"Three planes of {width}×{height} pixels have {length} values, but {planes.Length} came."), nameof(planes));
        int count = width * height;
        ReadOnlySpan<float> red = planes[..count];
        ReadOnlySpan<float> green = planes.Slice(count, count);
        ReadOnlySpan<float> blue = planes[(2 * count)..];
        var pixels = new byte[length];
        for (int i = 0, p = 0; i < count; i++, p += 3)
        {
            pixels[p] = ToByte(red[i]);
            pixels[p + 1] = ToByte(green[i]);
            pixels[p + 2] = ToByte(blue[i]);
        }

        return new RgbImage(width, height, pixels);

        // A comparison with NaN is false, so that NaN takes the first branch.
        static byte ToByte(float value)
        {
            float scaled = (value + 1) / 2 * 255;
            return !(scaled > 0) ? (byte)0 : scaled >= 255 ? (byte)255 : (byte)scaled;
        }
    }

    private static byte[] CheckedCopy(int width, int height, ReadOnlySpan<byte> rgb)
    {
        int length = CheckedLength(width, height);
        if (rgb.Length != length)
            throw new ArgumentException(FormattableString.Invariant($"An RGB image of {width}×{height} pixels has {length} bytes, but {rgb.Length} came."), nameof(rgb));
        return rgb.ToArray();
    }

    private static int CheckedLength(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxExtent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxExtent);
        long length = 3L * width * height;
        if (length > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(height), height, FormattableString.Invariant($"An image of {width}×{height} pixels has more than the {Array.MaxLength} bytes that fit into one array."));
        return (int)length;
    }

    private static float[] CreateSignedTable()
    {
        var table = new float[256];
        for (int i = 0; i < table.Length; i++)
            table[i] = (i / 255f - 0.5f) / 0.5f;
        return table;
    }
}
