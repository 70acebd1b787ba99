namespace GanCompression.MLNet.Tests.Images;

[TestClass]
public sealed class MLImageConversionTests
{
    [TestMethod]
    public void ToRgbImage_Bgra_RedStaysRed()
    {
        using var image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, [3, 2, 1, 255]);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, image.ToRgbImage().Pixels.ToArray());
    }

    [TestMethod]
    public void ToRgbImage_Rgba_RedStaysRed()
    {
        using var image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Rgba32, [1, 2, 3, 255]);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, image.ToRgbImage().Pixels.ToArray());
    }

    [TestMethod]
    public void ToMLImage_AndBack_KeepsEveryPixelAndTheSize()
    {
        RgbImage image = TestImages.Noise("round trip", 7, 5);
        using MLImage converted = image.ToMLImage();
        Assert.AreEqual((7, 5), (converted.Width, converted.Height));
        Assert.IsTrue(image.Pixels.SequenceEqual(converted.ToRgbImage().Pixels));
    }

    [TestMethod]
    public void ToMLImage_IsOpaque()
    {
        using MLImage converted = TestImages.Noise("opaque", 3, 3).ToMLImage();
        for (int i = 3; i < converted.Pixels.Length; i += 4)
            Assert.AreEqual(byte.MaxValue, converted.Pixels[i]);
    }

    [TestMethod]
    public void ToRgbImage_Disposed_Throws()
    {
        MLImage image = TestImages.Flat(2, 2, 1, 2, 3).ToMLImage();
        image.Dispose();
        _ = Assert.ThrowsExactly<InvalidOperationException>(() => _ = image.ToRgbImage());
    }

    [TestMethod]
    public void SavedPng_LoadedAgain_HasTheSamePixels()
    {
        using var folder = new TempFolder();
        RgbImage image = TestImages.Noise("png", 9, 4);
        TestImages.Save(image, folder["a.png"]);
        using MLImage loaded = MLImage.CreateFromFile(folder["a.png"]);
        Assert.IsTrue(image.Pixels.SequenceEqual(loaded.ToRgbImage().Pixels));
    }
}
