using System.Buffers.Binary;
using System.IO.Compression;

namespace GanCompression.MLNet;

/// <summary>Writes images as PNG (ISO/IEC 15948) in memory; ML.NET's encoder writes files only.</summary>
internal static class PngFile
{
    private const byte BitsPerValue = 8;
    private const byte TrueColour = 2;
    private const byte NoFilter = 0;

    /// <summary>The content of a PNG file: three values of 8 bits per pixel, compressed, nothing else.</summary>
    public static byte[] Of(RgbImage image)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = BitsPerValue;
        header[9] = TrueColour;
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compressed(image));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compressed(RgbImage image)
    {
        int row = 3 * image.Width;
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int y = 0; y < image.Height; y++)
            {
                zlib.WriteByte(NoFilter);
                zlib.Write(image.Pixels.Slice(y * row, row));
            }
        }

        return data.ToArray();
    }

    // Length of the data, type, data, and a checksum over type and data.
    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        int start = (int)file.Length;
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, PngChecksum.Of(file.GetBuffer().AsSpan(start, (int)file.Length - start)));
        file.Write(number);
    }
}
