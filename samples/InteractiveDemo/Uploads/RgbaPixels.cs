namespace GanCompression.Samples.InteractiveDemo;

/// <summary>
/// Conversion between the pixels of a browser's canvas and the planes of a network, in memory that the caller owns. The values are
/// those of <see cref="RgbImage"/>, which owns its pixels.
/// </summary>
internal static class RgbaPixels
{
    /// <summary>Red, green, blue, and opacity, which is ignored in uploads and 255 in answers.</summary>
    public const int BytesPerPixel = 4;

    /// <summary>0…255 to −1…1; planes in the order red, green, blue.</summary>
    public static void ToPlanes(ReadOnlySpan<byte> rgba, Span<float> planes)
    {
        int count = rgba.Length / BytesPerPixel;
        Span<float> red = planes[..count];
        Span<float> green = planes.Slice(count, count);
        Span<float> blue = planes.Slice(2 * count, count);
        for (int i = 0, p = 0; i < count; i++, p += BytesPerPixel)
        {
            red[i] = ToSigned(rgba[p]);
            green[i] = ToSigned(rgba[p + 1]);
            blue[i] = ToSigned(rgba[p + 2]);
        }

        static float ToSigned(byte value) => (value / 255f - 0.5f) / 0.5f;
    }

    /// <summary>−1…1 to 0…255, clipped and truncated; not a number becomes 0.</summary>
    public static void FromPlanes(ReadOnlySpan<float> planes, Span<byte> rgba)
    {
        int count = rgba.Length / BytesPerPixel;
        ReadOnlySpan<float> red = planes[..count];
        ReadOnlySpan<float> green = planes.Slice(count, count);
        ReadOnlySpan<float> blue = planes.Slice(2 * count, count);
        for (int i = 0, p = 0; i < count; i++, p += BytesPerPixel)
        {
            rgba[p] = ToByte(red[i]);
            rgba[p + 1] = ToByte(green[i]);
            rgba[p + 2] = ToByte(blue[i]);
            rgba[p + 3] = byte.MaxValue;
        }

        // Conversions to whole numbers saturate, and turn what is not a number into 0.
        static byte ToByte(float value) => byte.CreateSaturating((value + 1) / 2 * 255);
    }
}
