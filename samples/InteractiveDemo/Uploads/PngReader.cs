using System.Buffers.Binary;
using System.IO.Compression;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary>
/// A PNG file as far as a label map needs it (ISO/IEC 15948): every colour type and bit depth, not interlaced. In plain C#, so that no
/// native decoder meets what strangers upload; reads no more pixels than the header declares.
/// </summary>
internal readonly ref struct PngReader
{
    private const int SignatureLength = 8;
    private const int ChunkOverhead = 12;

    private readonly int _bitDepth;
    private readonly ColorType _colorType;
    private readonly ReadOnlySpan<byte> _palette;
    private readonly int _compressedLength;

    private PngReader(ReadOnlySpan<byte> header, ReadOnlySpan<byte> palette, int compressedLength)
    {
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (width is 0 or > RgbImage.MaxExtent || height is 0 or > RgbImage.MaxExtent)
            throw new FormatException(FormattableString.Invariant($"The PNG file declares {width}×{height} pixels; both must be from 1 to {RgbImage.MaxExtent}."));
        Width = (int)width;
        Height = (int)height;
        _bitDepth = header[8];
        _colorType = (ColorType)header[9];
        _palette = palette;
        _compressedLength = compressedLength;
        bool isKnown = _colorType switch
        {
            ColorType.Gray => _bitDepth is 1 or 2 or 4 or 8 or 16,
            ColorType.Palette => _bitDepth is 1 or 2 or 4 or 8,
            ColorType.Rgb or ColorType.GrayAlpha or ColorType.Rgba => _bitDepth is 8 or 16,
            _ => false,
        };
        if (!isKnown || header[10] != 0 || header[11] != 0)
            throw new FormatException(FormattableString.Invariant($"The PNG file declares colour type {header[9]} with {header[8]} bits, compression {header[10]} and filter {header[11]}, which the standard does not know."));
        if (header[12] != 0)
            throw new FormatException("The PNG file is interlaced; save it without interlacing.");
        if (_colorType == ColorType.Palette && (palette.Length is 0 or > 3 * 256 || palette.Length % 3 != 0))
            throw new FormatException("The PNG file declares a palette, but has none of 1 to 256 colours.");
    }

    private enum ColorType : byte
    {
        Gray = 0,
        Rgb = 2,
        Palette = 3,
        GrayAlpha = 4,
        Rgba = 6,
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    private int Channels => _colorType switch { ColorType.Rgb => 3, ColorType.GrayAlpha => 2, ColorType.Rgba => 4, _ => 1 };

    /// <summary>Finds the parts of a file, without unpacking any pixel.</summary>
    /// <param name="file">The whole file; its compressed pixels are moved together at its beginning.</param>
    /// <exception cref="FormatException">It is no PNG file, is damaged or truncated, or is interlaced.</exception>
    public static PngReader Open(Span<byte> file)
    {
        if (file is not [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..])
            throw new FormatException(file.IsEmpty ? "The upload is empty; expected a PNG file." : $"The upload is no PNG file: it begins with the bytes {Convert.ToHexString(file[..Math.Min(file.Length, SignatureLength)])}.");
        byte[]? header = null;
        byte[] palette = [];
        int compressed = 0;
        int at = SignatureLength;
        while (true)
        {
            if (file.Length - at < ChunkOverhead)
                throw Truncated();
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - ChunkOverhead)
                throw Truncated();
            Span<byte> type = file.Slice(at + 4, 4);
            Span<byte> data = file.Slice(at + 8, (int)length);
            at += ChunkOverhead + (int)length;
            if (header is null)
            {
                if (!type.SequenceEqual("IHDR"u8) || data.Length != 13)
                    throw new FormatException("The PNG file does not begin with its header.");
                header = data.ToArray();
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                palette = data.ToArray();
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                data.CopyTo(file[compressed..]);
                compressed += data.Length;
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                return new PngReader(header, palette, compressed);
            }
        }
    }

    /// <summary>Unpacks the pixels. Opacity is ignored.</summary>
    /// <param name="file">The file that <see cref="Open"/> was given, from its beginning.</param>
    /// <param name="rgba">Receives 4 × width × height bytes.</param>
    /// <exception cref="FormatException">The pixels are damaged or incomplete.</exception>
    public void Decode(byte[] file, Span<byte> rgba)
    {
        int pixelBytes = Math.Max(1, Channels * _bitDepth / 8);
        int rowBytes = (Width * Channels * _bitDepth + 7) / 8;
        Span<byte> row = new byte[1 + rowBytes];
        Span<byte> above = new byte[1 + rowBytes];
        using var packed = new MemoryStream(file, 0, _compressedLength, writable: false);
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        for (int y = 0; y < Height; y++)
        {
            try
            {
                unpacked.ReadExactly(row);
            }
            catch (Exception e) when (e is InvalidDataException or IOException) // Of which EndOfStreamException and ZLibException are.
            {
                throw new FormatException(FormattableString.Invariant($"The PNG file is damaged: only {y} of its {Height} rows can be unpacked."), e);
            }

            Unfilter(row[0], row[1..], above[1..], pixelBytes);
            WriteRow(row[1..], rgba.Slice(RgbaPixels.BytesPerPixel * Width * y, RgbaPixels.BytesPerPixel * Width));
            Span<byte> done = row;
            row = above;
            above = done;
        }
    }

    // Each byte is the difference to a prediction from its left, upper and upper left neighbours (clause 9).
    private static void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        if (filter > 4)
            throw new FormatException(FormattableString.Invariant($"The PNG file is damaged: a row has the filter {filter}, which the standard does not know."));
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < pixelBytes ? 0 : row[i - pixelBytes];
            int upperLeft = i < pixelBytes ? 0 : above[i - pixelBytes];
            int prediction = filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Nearest(left, above[i], upperLeft),
                _ => 0,
            };
            row[i] = unchecked((byte)(row[i] + prediction));
        }

        static int Nearest(int left, int upper, int upperLeft)
        {
            int toLeft = Math.Abs(upper - upperLeft);
            int toUpper = Math.Abs(left - upperLeft);
            int toUpperLeft = Math.Abs(left + upper - 2 * upperLeft);
            return toLeft <= toUpper && toLeft <= toUpperLeft ? left : toUpper <= toUpperLeft ? upper : upperLeft;
        }
    }

    private void WriteRow(ReadOnlySpan<byte> row, Span<byte> rgba)
    {
        for (int x = 0; x < Width; x++)
        {
            Span<byte> pixel = rgba.Slice(RgbaPixels.BytesPerPixel * x, RgbaPixels.BytesPerPixel);
            int first = x * Channels;
            if (_colorType == ColorType.Palette)
            {
                int color = 3 * Sample(row, x);
                if (color >= _palette.Length)
                    throw new FormatException(FormattableString.Invariant($"The PNG file is damaged: a pixel has colour {color / 3} of a palette of {_palette.Length / 3}."));
                _palette.Slice(color, 3).CopyTo(pixel);
            }
            else if (_colorType is ColorType.Rgb or ColorType.Rgba)
            {
                for (int c = 0; c < 3; c++)
                    pixel[c] = (byte)Sample(row, first + c);
            }
            else
            {
                int full = (1 << Math.Min(_bitDepth, 8)) - 1;
                pixel[..3].Fill((byte)(Sample(row, first) * 255 / full));
            }

            pixel[3] = byte.MaxValue;
        }
    }

    // Of 16 bits the upper 8 count.
    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        if (_bitDepth >= 8)
            return row[index * _bitDepth / 8];
        int bit = index * _bitDepth;
        return (row[bit / 8] >> (8 - _bitDepth - bit % 8)) & ((1 << _bitDepth) - 1);
    }

    private static FormatException Truncated() => new("The PNG file is truncated: it ends before its last chunk.");
}
