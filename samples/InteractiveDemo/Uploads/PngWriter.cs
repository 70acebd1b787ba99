using System.Buffers.Binary;
using System.IO.Compression;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary>Writes PNG files of 8-bit RGB pixels (ISO/IEC 15948), in plain C#.</summary>
internal static class PngWriter
{
    private const int Channels = 3;
    private const int FilterSub = 1;

    private static readonly uint[] s_crcTable = CreateCrcTable();

    /// <summary>An image as the content of a file.</summary>
    /// <param name="rgba">Red, green, blue and opacity of each pixel, row by row; opacity is left out.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public static byte[] Encode(ReadOnlySpan<byte> rgba, int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // Bits.
        header[9] = 2; // RGB.
        header[10..].Clear(); // The only compression and set of filters that there are; no interlacing.
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(rgba, width, height));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> rgba, int width, int height)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var row = new byte[1 + Channels * width];
            row[0] = FilterSub;
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<byte> pixels = rgba.Slice(RgbaPixels.BytesPerPixel * width * y, RgbaPixels.BytesPerPixel * width);
                for (int x = 0; x < width; x++)
                {
                    for (int c = 0; c < Channels; c++)
                    {
                        byte left = x == 0 ? (byte)0 : pixels[RgbaPixels.BytesPerPixel * (x - 1) + c];
                        row[1 + Channels * x + c] = unchecked((byte)(pixels[RgbaPixels.BytesPerPixel * x + c] - left));
                    }
                }

                stream.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Update(Update(uint.MaxValue, type), data));
        file.Write(number);
    }

    private static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
            crc = s_crcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return crc;
    }

    private static uint[] CreateCrcTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
            table[i] = crc;
        }

        return table;
    }
}
