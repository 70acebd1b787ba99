using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace GanCompression.Quality.Tests.Images;

/// <summary>Image files as they are read, held against files made here by the book (ISO/IEC 15948).</summary>
[TestClass]
public sealed class EncodedImageTests
{
    [TestMethod]
    [DataRow(0, 1, 8)]
    [DataRow(0, 2, 4)]
    [DataRow(0, 4, 2)]
    [DataRow(0, 8, 1)]
    [DataRow(0, 16, 1)]
    [DataRow(2, 8, 1)]
    [DataRow(2, 16, 1)]
    [DataRow(3, 1, 8)]
    [DataRow(3, 2, 4)]
    [DataRow(3, 4, 2)]
    [DataRow(3, 8, 1)]
    [DataRow(4, 8, 1)]
    [DataRow(4, 16, 1)]
    [DataRow(6, 8, 1)]
    [DataRow(6, 16, 1)]
    public void Decode_EveryColourTypeAndDepth_GivesItsColours(int colorType, int bitDepth, int samplesPerByte)
    {
        const int Width = 11;
        const int Height = 6;
        int channels = colorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var samples = new int[Height, Width * channels];
        var random = new Random(colorType * 100 + bitDepth);
        var rows = new byte[Height][];
        for (int y = 0; y < Height; y++)
        {
            rows[y] = new byte[(Width * channels * bitDepth + 7) / 8];
            for (int i = 0; i < Width * channels; i++)
            {
                int sample = random.Next(1 << Math.Min(bitDepth, 8));
                samples[y, i] = sample;
                if (bitDepth < 8)
                    rows[y][i / samplesPerByte] |= (byte)(sample << (8 - bitDepth - i % samplesPerByte * bitDepth));
                else
                    rows[y][i * bitDepth / 8] = (byte)sample; // The upper one of two bytes.
            }
        }

        byte[] palette = [.. Enumerable.Range(0, 3 << Math.Min(bitDepth, 8)).Select(i => (byte)(i * 7))];
        byte[] file = MakeFile(Width, Height, colorType, bitDepth, colorType == 3 ? palette : null, [.. rows.SelectMany(row => (byte[])[0, .. row])]);
        RgbImage image = Decode(file);
        var rgba = new byte[4 * Width * Height];
        using (EncodedImage encoded = EncodedImage.Open(file, "it"))
            encoded.Decode(rgba);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int sample = samples[y, x * channels];
                int gray = bitDepth < 8 ? sample * 255 / ((1 << bitDepth) - 1) : sample;
                int[] expected = colorType switch
                {
                    3 => [palette[3 * sample], palette[3 * sample + 1], palette[3 * sample + 2]],
                    2 or 6 => [sample, samples[y, x * channels + 1], samples[y, x * channels + 2]],
                    _ => [gray, gray, gray],
                };
                int opacity = colorType is 4 or 6 ? samples[y, (x + 1) * channels - 1] : byte.MaxValue;
                CollectionAssert.AreEqual(expected, image.Pixels.Slice(3 * (y * Width + x), 3).ToArray().Select(value => (int)value).ToArray(), $"Row {y}, column {x}.");
                CollectionAssert.AreEqual((int[])[.. expected, opacity], rgba.AsSpan(4 * (y * Width + x), 4).ToArray().Select(value => (int)value).ToArray(), $"Row {y}, column {x}, with opacity.");
            }
        }
    }

    // Two gray pixels in each row; the second row is predicted from the first (clause 9.2 of the standard, computed by hand).
    [TestMethod]
    [DataRow(0, 10, 20, 30, 250, 30, 250)]
    [DataRow(1, 10, 20, 30, 250, 30, 24)]
    [DataRow(2, 10, 20, 30, 250, 40, 14)]
    [DataRow(3, 10, 20, 30, 250, 35, 21)]
    [DataRow(4, 10, 20, 30, 250, 40, 34)]
    public void Decode_EveryFilter_IsUndone(int filter, int above0, int above1, int sent0, int sent1, int expected0, int expected1)
    {
        RgbImage image = Decode(MakeFile(2, 2, 0, 8, null, [0, (byte)above0, (byte)above1, (byte)filter, (byte)sent0, (byte)sent1]));
        Assert.AreEqual((expected0, expected1), (image.Pixels[6], image.Pixels[9]));
    }

    [TestMethod]
    public void Decode_Interlaced_PutsThePixelsInOrder()
    {
        // Of two by two pixels the first pass has the upper left one, the sixth the upper right one, the last the lower row.
        RgbImage image = Decode(MakeFile(2, 2, 0, 8, null, [0, 10, 0, 20, 0, 30, 40], interlace: 1));
        CollectionAssert.AreEqual(new byte[] { 10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40 }, image.Pixels.ToArray());
    }

    // As browsers show it.
    [TestMethod]
    public void Decode_ColourThatThePaletteLacks_IsTheLastOfThePalette()
    {
        RgbImage image = Decode(MakeFile(2, 1, 3, 8, [1, 2, 3, 4, 5, 6], [0, 0, 7]));
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 5, 6 }, image.Pixels.ToArray());
    }

    [TestMethod]
    public void Decode_TransparentColours_AreTakenAsStored()
    {
        RgbImage image = Decode(MakeFile(2, 1, 6, 8, null, [0, 200, 100, 50, 0, 9, 8, 7, 1]));
        CollectionAssert.AreEqual(new byte[] { 200, 100, 50, 9, 8, 7 }, image.Pixels.ToArray());
    }

    [TestMethod]
    public void Open_WhatItCannotRead_SaysWhy()
    {
        byte[] good = ImageFile.ToPng(TestImages.Photo("good", 16, 16));
        Fails([], "it is empty; expected a JPEG or PNG image.");
        Fails([1, 2, 3], "begins with the bytes 010203");
        Fails("GIF89a"u8.ToArray(), "it is not a JPEG or PNG image: it begins with the bytes 474946383961.");
        Fails([0xFF, 0xD8, 0xFF], "header");
        Fails([.. good[..8], .. good[33..]], "header is not that of a PNG image");
        Fails(MakeFile(0, 2, 0, 8, null, []), "header");
        Fails(MakeFile(2, 2, 5, 8, null, []), "header");
        Fails(MakeFile(2, 2, 2, 4, null, []), "header");
        Fails(MakeFile(int.MaxValue, 2, 0, 8, null, []), "header");
        Fails(MakeFile(2, 2, 3, 8, null, []), "damaged");
    }

    [TestMethod]
    [DataRow(32_769, 1)]
    [DataRow(1, 100_000)]
    [DataRow(8_193, 8_192)]
    public void Open_MorePixelsThanSupported_IsRefusedBeforeTheyAreDecoded(int width, int height)
    {
        byte[] file = MakeFile(width, height, 0, 8, null, []);
        FormatException e = Assert.ThrowsExactly<FormatException>(() => EncodedImage.Open(file, "'big.png'").Dispose());
        Assert.AreEqual(FormattableString.Invariant($"'big.png' declares an image of {width}×{height} pixels; at most 67108864 pixels, and 32768 in a row or column, are supported. Make the image smaller."), e.Message);
    }

    [TestMethod]
    public void Decode_Damaged_IsRefused()
    {
        Fails(MakeFile(2, 2, 0, 8, null, [0, 1, 2, 0, 1]), "damaged"); // Only one of two rows.
        Fails(MakeFile(2, 2, 0, 8, null, [0, 1, 2, 9, 1, 2]), "damaged"); // A filter that the standard does not know.
        byte[] good = ImageFile.ToPng(TestImages.Photo("good", 16, 16));
        byte[] noise = [.. good];
        new Random(1).NextBytes(noise.AsSpan(60, 200));
        Fails(noise, "damaged");
        byte[] small = MakeFile(2, 2, 0, 8, null, [0, 1, 2, 0, 1, 2]);
        Fails(WithChecksum([.. small[..42], 0x20, .. small[43..]]), "damaged"); // Asks for a dictionary.
    }

    [TestMethod]
    [DataRow(".png")]
    [DataRow(".jpg")]
    public void Decode_TruncatedAnywhere_IsRefused(string extension)
    {
        using var folder = new TempFolder();
        ImageFile.Write(folder["whole" + extension], TestImages.Photo("cut", 24, 16));
        byte[] whole = File.ReadAllBytes(folder["whole" + extension]);
        for (int length = 8; length < whole.Length; length++)
            _ = Assert.ThrowsExactly<FormatException>(() => _ = Decode(whole[..length]), $"The first {length} of {whole.Length} bytes.");
        Fails(whole[..^1], "truncated");
        Fails(whole[..^20], "truncated");
    }

    // Streams read thousands of bytes at a time: wherever in them the checksum is, it counts.
    [TestMethod]
    public void Decode_WrongChecksumOfThePixels_IsRefused()
    {
        for (int width = 8160; width < 8200; width++)
        {
            var row = new byte[1 + width];
            new Random(width).NextBytes(row.AsSpan(1));
            row[0] = 0;
            byte[] file = MakeFile(width, 1, 0, 8, null, row);
            _ = Decode(file);
            file[^17] ^= 1;
            Fails(file, "damaged");
            Fails(WithChecksum(file), "damaged");
        }
    }

    [TestMethod]
    public void Decode_RoomForOtherPixels_Throws()
    {
        using EncodedImage image = EncodedImage.Open(ImageFile.ToPng(TestImages.Photo("room", 3, 2)), "it");
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => image.Decode(new byte[23]));
        Assert.AreEqual("An image of 2×3 pixels has 24 bytes with opacity, but there is room for 23. (Parameter 'rgba')", e.Message);
    }

    private static void Fails(byte[] file, string part) => _ = AssertEx.ThrowsWith<FormatException>(() => _ = Decode(file), part);

    private static RgbImage Decode(byte[] file)
    {
        using EncodedImage image = EncodedImage.Open(file, "it");
        return image.Decode();
    }

    private static byte[] MakeFile(int width, int height, int colorType, int bitDepth, byte[]? palette, byte[] rows, byte interlace = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)bitDepth, (byte)colorType, interlace);
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(rows);
        byte[] pixels = packed.ToArray();
        return WithChecksum(
        [
            0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. palette is null ? [] : Chunk("PLTE"u8, palette),
            .. Chunk("IDAT"u8, pixels[..(pixels.Length / 2)]), .. Chunk("IDAT"u8, pixels[(pixels.Length / 2)..]), .. Chunk("IEND"u8, []),
        ]);

        static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
            return [.. length, .. type, .. data, 0, 0, 0, 0];
        }
    }

    // The checksum of every chunk made right.
    private static byte[] WithChecksum(byte[] file)
    {
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + length), Crc32.HashToUInt32(file.AsSpan(at + 4, 4 + length)));
            at += 12 + length;
        }

        return file;
    }
}
