namespace Embedded.MicrosoftML.Tests.Imaging;

[TestClass]
public sealed class MLImageTests
{
    [TestMethod]
    public void CreateFromPixels_HoldsThem()
    {
        byte[] pixels = [1, 2, 3, 255, 4, 5, 6, 255];
        using MLImage image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Rgba32, pixels);
        Assert.AreEqual(2, image.Width);
        Assert.AreEqual(1, image.Height);
        Assert.AreEqual(MLPixelFormat.Rgba32, image.PixelFormat);
        Assert.AreEqual(32, image.BitsPerPixel);
        Assert.IsNull(image.Tag);
        CollectionAssert.AreEqual(pixels, image.Pixels.ToArray());
        CollectionAssert.AreEqual(new byte[] { 3, 2, 1, 6, 5, 4 }, image.GetBGRPixels);
    }

    [TestMethod]
    public void CreateFromPixels_WrongArguments_Throw()
    {
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(0, 1, MLPixelFormat.Bgra32, []));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(1, -1, MLPixelFormat.Bgra32, []));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(1, 1, MLPixelFormat.Unknown, [1, 2, 3, 4]));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, [1, 2, 3]));
    }

    [TestMethod]
    public void Disposed_Throws()
    {
        MLImage image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, [1, 2, 3, 255]);
        image.Dispose();
        image.Dispose();
        Assert.ThrowsExactly<InvalidOperationException>(() => image.Width);
        Assert.ThrowsExactly<InvalidOperationException>(() => image.Pixels.Length);
        Assert.ThrowsExactly<InvalidOperationException>(() => image.Tag = "x");
        Assert.ThrowsExactly<InvalidOperationException>(() => image.Save("x.png"));
    }

    [TestMethod]
    public void Png_SavedAndRead_IsTheSame()
    {
        using var folder = new TempFolder();
        byte[] pixels = Enumerable.Range(0, 7 * 5).SelectMany(i => new byte[] { (byte)(i * 7), (byte)(255 - i), (byte)(i * i), 255 }).ToArray();
        using (MLImage image = MLImage.CreateFromPixels(7, 5, MLPixelFormat.Bgra32, pixels))
        {
            image.Save(folder["a.png"]);
        }

        using MLImage read = MLImage.CreateFromFile(folder["a.png"]);
        Assert.AreEqual(7, read.Width);
        Assert.AreEqual(5, read.Height);
        Assert.AreEqual(MLPixelFormat.Bgra32, read.PixelFormat);
        CollectionAssert.AreEqual(pixels, read.Pixels.ToArray());
    }

    [TestMethod]
    public void Png_OfRgbaImage_KeepsColours()
    {
        using var folder = new TempFolder();
        using (MLImage image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Rgba32, [200, 100, 50, 255]))
        {
            image.Save(folder["a.png"]);
        }

        using MLImage read = MLImage.CreateFromFile(folder["a.png"]);
        CollectionAssert.AreEqual(new byte[] { 50, 100, 200 }, read.GetBGRPixels);
    }

    [TestMethod]
    [DataRow("a.jpg")]
    [DataRow("a.JPEG")]
    public void Jpeg_SavedAndRead_IsNear(string name)
    {
        using var folder = new TempFolder();
        byte[] pixels = Enumerable.Range(0, 32 * 16).SelectMany(i => new byte[] { (byte)(i % 32 * 8), 120, (byte)(i / 32 * 16), 255 }).ToArray();
        using (MLImage image = MLImage.CreateFromPixels(32, 16, MLPixelFormat.Bgra32, pixels))
        {
            image.Save(folder[name]);
        }

        CollectionAssert.AreEqual(new byte[] { 0xFF, 0xD8 }, File.ReadAllBytes(folder[name])[..2]);
        using MLImage read = MLImage.CreateFromFile(folder[name]);
        // Colour is stored at half the resolution.
        AssertNear(pixels, read.Pixels.ToArray(), 12);
    }

    [TestMethod]
    public void Save_UnknownExtension_Throws()
    {
        using MLImage image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, [1, 2, 3, 255]);
        Assert.ThrowsExactly<ArgumentException>(() => image.Save("a.txt"));
        Assert.ThrowsExactly<ArgumentException>(() => image.Save("a.gif"));
        Assert.IsFalse(File.Exists("a.gif"));
    }

    [TestMethod]
    public void Jpeg_OfEveryColourKind_IsRead()
    {
        AssertColour(JpegFiles.Grey, 77, 77, 77);
        AssertColour(JpegFiles.Rgb, 50, 100, 200);
        AssertColour(JpegFiles.Progressive, 50, 100, 200);
        AssertColour(JpegFiles.Cmyk, 0, 100, 200);
        AssertColour(JpegFiles.Ycck, 0, 100, 200);
    }

    [TestMethod]
    public void Png_OfEveryColourKind_IsRead()
    {
        AssertColour(PngFile.Make(1, 8, PngFile.Grey, [[77]]), 77, 77, 77);
        AssertColour(PngFile.Make(8, 1, PngFile.Grey, [[0b1111_1111]]), 255, 255, 255);
        AssertColour(PngFile.Make(1, 16, PngFile.Grey, [[0x80, 0x80]]), 128, 128, 128);
        AssertColour(PngFile.Make(1, 8, PngFile.Rgb, [[200, 100, 50]]), 50, 100, 200);
        AssertColour(PngFile.Make(1, 16, PngFile.Rgb, [[200, 200, 100, 100, 50, 50]]), 50, 100, 200);
        AssertColour(PngFile.Make(2, 4, PngFile.Palette, [[0x11]], palette: [1, 2, 3, 200, 100, 50]), 50, 100, 200);
        AssertColour(PngFile.Make(1, 8, PngFile.GreyAlpha, [[77, 255]]), 77, 77, 77);
        AssertColour(PngFile.Make(1, 8, PngFile.Rgba, [[200, 100, 50, 255]]), 50, 100, 200);
    }

    [TestMethod]
    public void Png_TransparentPixels_AreMultipliedByTheirAlpha()
    {
        using MLImage image = Read(PngFile.Make(2, 8, PngFile.Rgba, [[200, 100, 50, 128, 200, 100, 50, 0]]));
        AssertNear([25, 50, 100, 128, 0, 0, 0, 0], image.Pixels.ToArray(), 1);
        using var folder = new TempFolder();
        image.Save(folder["a.png"]);
        using MLImage again = MLImage.CreateFromFile(folder["a.png"]);
        AssertNear(image.Pixels.ToArray(), again.Pixels.ToArray(), 1);
    }

    [TestMethod]
    public void Garbage_IsAnError()
    {
        Assert.ThrowsExactly<ArgumentException>(() => Read([]));
        Assert.ThrowsExactly<ArgumentException>(() => Read([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
        Assert.ThrowsExactly<ArgumentException>(() => Read([0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0]));
        Assert.ThrowsExactly<ArgumentNullException>(() => MLImage.CreateFromStream(null!));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromFile("there is no such file.png"));
    }

    [TestMethod]
    public void DamagedFile_ErrorNamesIt()
    {
        SkipOnPackage("the package's error does not name the file");
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["bad.jpg"], JpegFiles.Rgb[..100]);
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromFile(folder["bad.jpg"]));
        Assert.Contains(folder["bad.jpg"], error.Message);
    }

    [TestMethod]
    public void TruncatedJpeg_IsAnError()
    {
        SkipOnPackage("the package fills truncated images with grey");
        foreach (byte[] file in new[] { JpegFiles.Rgb, JpegFiles.Progressive, JpegFiles.Grey })
        {
            for (int length = 0; length < file.Length - 2; length++)
            {
                byte[] part = file[..length];
                Assert.ThrowsExactly<ArgumentException>(() => Read(part), $"{length} of {file.Length} bytes were read as an image.");
            }
        }
    }

    [TestMethod]
    public void TruncatedPng_IsAnError()
    {
        SkipOnPackage("the package fills truncated images");
        byte[] file = PngFile.Make(3, 8, PngFile.Rgb, [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 5, 6, 7, 8, 9]]);
        for (int length = 0; length < file.Length; length++)
        {
            byte[] part = file[..length];
            Assert.ThrowsExactly<ArgumentException>(() => Read(part), $"{length} of {file.Length} bytes were read as an image.");
        }
    }

    [TestMethod]
    public void DamagedBytes_NeverCrash()
    {
        var random = new Random(5);
        foreach (byte[] original in new[] { JpegFiles.Rgb, JpegFiles.Progressive, JpegFiles.Cmyk, PngFile.Make(3, 8, PngFile.Rgb, [[1, 2, 3, 4, 5, 6, 7, 8, 9]]) })
        {
            for (int i = 0; i < 300; i++)
            {
                byte[] file = [.. original];
                for (int k = random.Next(1, 4); k > 0; k--)
                {
                    file[random.Next(file.Length)] = (byte)random.Next(256);
                }

                try
                {
                    using MLImage image = Read(file);
                    Assert.AreEqual(image.Width * image.Height * 4, image.Pixels.Length);
                }
                catch (ArgumentException)
                {
                    // Refused: as good as read.
                }
            }
        }
    }

    [TestMethod]
    public void HugeHeader_IsRefusedBeforeMemoryIsTaken()
    {
        SkipOnPackage("the package's limits are others");
        byte[] bomb = new PngFile(100_000, 100_000, 8, PngFile.Rgb).Pixels([[1, 2, 3]]).End();
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => Read(bomb));
        Assert.Contains("100000 x 100000 pixels", error.Message);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        byte[] lie = new PngFile(8000, 8000, 8, PngFile.Rgb).Pixels([[1, 2, 3]]).End();
        error = Assert.ThrowsExactly<ArgumentException>(() => Read(lie));
        Assert.Contains("cannot be in a file of", error.Message);
        Assert.IsLessThan(10_000_000L, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    private static MLImage Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return MLImage.CreateFromStream(stream);
    }

    private static void AssertColour(byte[] file, byte blue, byte green, byte red)
    {
        using MLImage image = Read(file);
        AssertNear([blue, green, red, 255], image.Pixels[..4].ToArray(), 2);
        AssertNear([blue, green, red, 255], image.Pixels[^4..].ToArray(), 2);
    }

    private static void AssertNear(byte[] expected, byte[] actual, int tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.IsTrue(Math.Abs(expected[i] - actual[i]) <= tolerance, $"Byte {i}: expected {expected[i]}, got {actual[i]}.");
        }
    }

    // MLImage lies in an assembly of its own in the package.
    private static void SkipOnPackage(string reason)
    {
        if (typeof(MLImage).Assembly != typeof(MLContext).Assembly)
        {
            Assert.Inconclusive($"Holds for the subset built from source only: {reason}.");
        }
    }
}
