using GanCompression.MLNet;
using Microsoft.ML.Data;

namespace GanCompression.Tool.Images;

/// <summary>Writes images as PNG or JPEG through ML.NET's encoder, which writes files only.</summary>
internal static class ImageWriter
{
    /// <summary>Writes an image; the file appears complete or not at all.</summary>
    /// <param name="image">The image.</param>
    /// <param name="path">A <c>.png</c>, <c>.jpg</c> or <c>.jpeg</c> file; replaced if it exists.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save(RgbImage image, string path)
    {
        byte[] content = Encode(image, Path.GetExtension(path));
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>An image as the content of a PNG file.</summary>
    public static byte[] ToPng(RgbImage image) => Encode(image, ".png");

    private static byte[] Encode(RgbImage image, string extension)
    {
        string folder = Directory.CreateTempSubdirectory("gancompress-").FullName;
        try
        {
            string file = Path.Combine(folder, "image" + extension.ToLowerInvariant());
            using (MLImage encodable = image.ToMLImage())
                encodable.Save(file);
            return File.ReadAllBytes(file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
