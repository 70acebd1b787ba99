using System.Buffers.Binary;
using System.IO.Compression;
using GanCompression.MLNet;
using Microsoft.ML.Data;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>PNG files, held against those of ML.NET's image library and against files made here by the book.</summary>
[TestClass]
public sealed class PngTests
{
    [TestMethod]
    public void Writer_IsUnderstoodByOthers()
    {
        byte[] rgba = DemoService.Pixels(13, 7);
        using var stream = new MemoryStream(PngWriter.Encode(rgba, 13, 7));
        using MLImage image = MLImage.CreateFromStream(stream);
        CollectionAssert.AreEqual(DemoService.WithoutOpacity(rgba), image.ToRgbImage().Pixels.ToArray());
    }

    [TestMethod]
    public void Reader_UnderstandsOthers()
    {
        using var folder = new TempFolder();
        RgbImage label = FacadeScene.Render(3, 64, seed: 5).Photo;
        using (MLImage image = label.ToMLImage())
            image.Save(folder["photo.png"]);
        CollectionAssert.AreEqual(label.Pixels.ToArray(), DemoService.WithoutOpacity(Decode(File.ReadAllBytes(folder["photo.png"]))));
    }

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
    public void Reader_EveryColourTypeAndDepth_GivesItsColours(int colorType, int bitDepth, int samplesPerByte)
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
        byte[] rgba = Decode(MakeFile(Width, Height, colorType, bitDepth, colorType == 3 ? palette : null, [.. rows.SelectMany(row => (byte[])[0, .. row])]));
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int sample = samples[y, x * channels];
                int gray = bitDepth < 8 ? sample * 255 / ((1 << bitDepth) - 1) : sample;
                int[] expected = colorType switch
                {
                    3 => [palette[3 * sample], palette[3 * sample + 1], palette[3 * sample + 2], 255],
                    2 or 6 => [sample, samples[y, x * channels + 1], samples[y, x * channels + 2], 255],
                    _ => [gray, gray, gray, 255],
                };
                CollectionAssert.AreEqual(expected, rgba.AsSpan(4 * (y * Width + x), 4).ToArray().Select(value => (int)value).ToArray(), $"Row {y}, column {x}.");
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
    public void Reader_EveryFilter_IsUndone(int filter, int above0, int above1, int sent0, int sent1, int expected0, int expected1)
    {
        byte[] rgba = Decode(MakeFile(2, 2, 0, 8, null, [0, (byte)above0, (byte)above1, (byte)filter, (byte)sent0, (byte)sent1]));
        Assert.AreEqual((expected0, expected1), (rgba[8], rgba[12]));
    }

    [TestMethod]
    public void Reader_WhatItCannotRead_SaysWhy()
    {
        byte[] good = PngWriter.Encode(DemoService.Pixels(), 16, 16);
        Fails([], "empty");
        Fails([1, 2, 3], "begins with the bytes 010203");
        Fails(good[..60], "truncated");
        Fails(good[..^12], "truncated");
        Fails([.. good[..8], .. good[33..]], "does not begin with its header");
        Fails(MakeFile(0, 2, 0, 8, null, []), "0×2 pixels");
        Fails(MakeFile(100_000, 2, 0, 8, null, []), "100000×2 pixels");
        Fails(MakeFile(2, 2, 5, 8, null, []), "colour type 5");
        Fails(MakeFile(2, 2, 2, 4, null, []), "colour type 2 with 4 bits");
        Fails(MakeFile(2, 2, 0, 8, null, [], interlace: 1), "interlaced");
        Fails(MakeFile(2, 2, 3, 8, null, []), "has none of 1 to 256 colours");
        Fails(MakeFile(2, 2, 0, 8, null, [0, 1, 2, 0, 1]), "only 1 of its 2 rows");
        Fails(MakeFile(2, 2, 0, 8, null, [0, 1, 2, 9, 1, 2]), "filter 9");
        Fails(MakeFile(2, 2, 3, 8, [1, 2, 3], [0, 0, 1, 0, 0, 0]), "colour 1 of a palette of 1");
        byte[] noise = [.. good];
        new Random(1).NextBytes(noise.AsSpan(60, 200));
        Fails(noise, "damaged");
        byte[] small = MakeFile(2, 2, 0, 8, null, [0, 1, 2, 0, 1, 2]);
        Fails([.. small[..42], 0x20, .. small[43..]], "damaged"); // Asks for a dictionary.
        static void Fails(byte[] file, string part) => _ = AssertEx.ThrowsWith<FormatException>(() => Decode(file), part);
    }

    // Streams read 8192 bytes at a time: wherever in them the checksum is, it counts.
    [TestMethod]
    public void Reader_WrongChecksumOfThePixels_IsRefused()
    {
        for (int width = 8160; width < 8200; width++)
        {
            var row = new byte[1 + width];
            new Random(width).NextBytes(row.AsSpan(1));
            byte[] file = MakeFile(width, 1, 0, 8, null, row);
            _ = Decode(file);
            file = MakeFile(width, 1, 0, 8, null, row);
            file[^17] ^= 1;
            _ = AssertEx.ThrowsWith<FormatException>(() => Decode(file), "damaged");
        }
    }

    private static byte[] Decode(byte[] file)
    {
        PngReader png = PngReader.Open(file);
        var rgba = new byte[4 * png.Width * png.Height];
        png.Decode(file, rgba);
        return rgba;
    }

    // Checksums are left zero: the reader relies on that of the compressed pixels.
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
        return
        [
            0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. palette is null ? [] : Chunk("PLTE"u8, palette),
            .. Chunk("IDAT"u8, pixels[..(pixels.Length / 2)]), .. Chunk("IDAT"u8, pixels[(pixels.Length / 2)..]), .. Chunk("IEND"u8, []),
        ];

        static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
            return [.. length, .. type, .. data, 0, 0, 0, 0];
        }
    }
}
