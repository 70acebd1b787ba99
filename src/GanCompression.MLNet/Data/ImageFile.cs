using Microsoft.ML.Data;

namespace GanCompression.MLNet;

/// <summary>
/// Reads image files. What a file declares about itself is checked before it is decoded: a decoder may fill the missing part
/// of a truncated file with grey without a word, and a few bytes may declare a picture that does not fit into memory.
/// </summary>
internal static class ImageFile
{
    /// <summary>Largest number of pixels that is decoded.</summary>
    public const long MaxPixels = 1L << 26;

    private const long MaxBytes = 1L << 29;

    /// <summary>Reads and decodes a JPEG or PNG file.</summary>
    /// <exception cref="FormatException">The file is damaged, too large or of another kind; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RgbImage Read(string path)
    {
        byte[] content = ReadContent(path);
        ImageHeader header = ImageHeader.Read(content, path);
        if ((long)header.Width * header.Height > MaxPixels)
            throw new FormatException(FormattableString.Invariant($"'{path}' declares an image of {header.Width}×{header.Height} pixels; at most {MaxPixels} pixels are supported. Make the image smaller."));

        try
        {
            using var stream = new MemoryStream(content, writable: false);
            using MLImage image = MLImage.CreateFromStream(stream);
            return image.ToRgbImage();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or NotSupportedException or IOException)
        {
            throw new FormatException($"'{path}' cannot be decoded: {e.Message} Copy the file again from where it came, or remove it.", e);
        }
    }

    private static byte[] ReadContent(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (stream.Length > MaxBytes)
            throw new FormatException(FormattableString.Invariant($"'{path}' has {stream.Length} bytes; image files of at most {MaxBytes} bytes are supported."));
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
