using System.Buffers.Binary;
using System.IO.Compression;

namespace Embedded.MicrosoftML.Tests.Imaging;

/// <summary>Writes PNG files of every kind, sound and unsound, byte by byte.</summary>
internal sealed class PngFile
{
    public const byte Grey = 0;
    public const byte Rgb = 2;
    public const byte Palette = 3;
    public const byte GreyAlpha = 4;
    public const byte Rgba = 6;

    private readonly List<byte> _file = [];

    public PngFile(int width, int height, byte bitDepth, byte colorType)
    {
        _file.AddRange([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = bitDepth;
        header[9] = colorType;
        Chunk("IHDR", header);
    }

    /// <summary>A whole file. Each row is the bytes of its pixels.</summary>
    public static byte[] Make(int width, byte bitDepth, byte colorType, byte[][] rows, byte[]? palette = null, byte[]? transparency = null)
    {
        var png = new PngFile(width, rows.Length, bitDepth, colorType);
        if (palette != null)
        {
            png.Chunk("PLTE", palette);
        }

        if (transparency != null)
        {
            png.Chunk("tRNS", transparency);
        }

        return png.Pixels(rows).End();
    }

    public PngFile Pixels(byte[][] rows)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (byte[] row in rows)
            {
                zlib.WriteByte(0);
                zlib.Write(row);
            }
        }

        Chunk("IDAT", packed.ToArray());
        return this;
    }

    public byte[] End()
    {
        Chunk("IEND", []);
        return _file.ToArray();
    }

    private void Chunk(string name, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        _file.AddRange(length);
        byte[] body = [.. name.Select(c => (byte)c), .. data];
        _file.AddRange(body);
        uint crc = 0xFFFFFFFF;
        foreach (byte value in body)
        {
            crc ^= value;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
            }
        }

        var check = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(check, ~crc);
        _file.AddRange(check);
    }
}
