using System.Buffers.Binary;

namespace GanCompression.MLNet;

/// <summary>Size of a JPEG or PNG image as its file declares it.</summary>
/// <param name="Width">Width in pixels, at least 1.</param>
/// <param name="Height">Height in pixels, at least 1.</param>
internal readonly record struct ImageHeader(int Width, int Height)
{
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    /// <summary>Reads the size and checks that the file is complete (PNG: and undamaged), without decoding it.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="FormatException">The file is neither JPEG nor PNG, is truncated or declares no size.</exception>
    public static ImageHeader Read(ReadOnlySpan<byte> content, string path)
    {
        if (content.IsEmpty)
            throw new FormatException($"'{path}' is empty; expected a JPEG or PNG image.");
        ImageHeader header = content switch
        {
            [0xFF, StartOfImage, ..] => ReadJpeg(content, path),
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ReadPng(content, path),
            _ => throw new FormatException($"'{path}' is not a JPEG or PNG image: it begins with the bytes {Convert.ToHexString(content[..Math.Min(content.Length, 8)])}."),
        };
        return header.Width > 0 && header.Height > 0
            ? header
            : throw new FormatException(FormattableString.Invariant($"'{path}' declares an image of {header.Width}×{header.Height} pixels; both must be at least 1."));
    }

    // Segments "FF marker length data", until the scans; a scan's data runs to the next marker that is no restart (ITU T.81, annex B).
    private static ImageHeader ReadJpeg(ReadOnlySpan<byte> content, string path)
    {
        ImageHeader header = default;
        int at = 2;
        while (true)
        {
            int next = content[at..].IndexOf((byte)0xFF);
            int fill = next < 0 ? -1 : content[(at + next)..].IndexOfAnyExcept((byte)0xFF);
            if (fill < 0)
                throw Truncated(path, "JPEG", "its end marker");
            at += next + fill;
            byte marker = content[at++];
            switch (marker)
            {
                case EndOfImage:
                    return header;
                case 0x00 or 0x01 or (>= 0xD0 and <= 0xD7):
                    continue;
            }

            if (content.Length - at < 2)
                throw Truncated(path, "JPEG", "its end marker");
            int length = BinaryPrimitives.ReadUInt16BigEndian(content[at..]);
            if (length < 2 || length > content.Length - at)
                throw Truncated(path, "JPEG", "its end marker");
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (length < 8)
                    throw new FormatException($"'{path}' is not a valid JPEG image: its frame header is too short.");
                header = new ImageHeader(BinaryPrimitives.ReadUInt16BigEndian(content[(at + 5)..]), BinaryPrimitives.ReadUInt16BigEndian(content[(at + 3)..]));
            }
            else if (marker == StartOfScan && header == default)
            {
                throw new FormatException($"'{path}' is not a valid JPEG image: it has no frame header.");
            }

            at += length;
        }
    }

    // Chunks "length type data checksum", from IHDR to IEND (ISO/IEC 15948, clause 5).
    private static ImageHeader ReadPng(ReadOnlySpan<byte> content, string path)
    {
        ImageHeader header = default;
        int at = 8;
        bool hasPixels = false;
        while (true)
        {
            if (content.Length - at < 12)
                throw Truncated(path, "PNG", "its last chunk");
            uint length = BinaryPrimitives.ReadUInt32BigEndian(content[at..]);
            ReadOnlySpan<byte> type = content.Slice(at + 4, 4);
            if (length > content.Length - at - 12)
                throw Truncated(path, "PNG", "its last chunk");
            if (PngChecksum.Of(content.Slice(at + 4, 4 + (int)length)) != BinaryPrimitives.ReadUInt32BigEndian(content[(at + 8 + (int)length)..]))
                throw new FormatException($"'{path}' is damaged: the checksum of its {System.Text.Encoding.ASCII.GetString(type)} chunk is wrong. Copy the file again from where it came, or remove it.");
            if (type.SequenceEqual("IHDR"u8) && length >= 8)
            {
                uint width = BinaryPrimitives.ReadUInt32BigEndian(content[(at + 8)..]);
                uint height = BinaryPrimitives.ReadUInt32BigEndian(content[(at + 12)..]);
                if (width > int.MaxValue || height > int.MaxValue)
                    throw new FormatException($"'{path}' is not a valid PNG image: its size is out of range.");
                header = new ImageHeader((int)width, (int)height);
            }
            else if (!hasPixels && length > 0 && type.SequenceEqual("IDAT"u8))
            {
                // A decoder may take pixels that cannot be unpacked for missing ones. A zlib stream begins so (RFC 1950, 2.2).
                hasPixels = true;
                if (length > 1 && ((content[at + 8] & 0x0F) != 8 || BinaryPrimitives.ReadUInt16BigEndian(content[(at + 8)..]) % 31 != 0))
                    throw new FormatException($"'{path}' cannot be decoded: its pixels are not compressed as PNG prescribes. Save the image again, or remove it.");
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                return header;
            }

            at += 12 + (int)length;
        }
    }

    private static FormatException Truncated(string path, string kind, string end) =>
        new($"'{path}' is truncated: the {kind} data stops before {end}. Copy the file again from where it came, or remove it.");
}
