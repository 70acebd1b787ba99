namespace GanCompression.Quality.Tests.Images;

[TestClass]
public sealed class ImageFileTests
{
    [TestMethod]
    [DataRow("a.png", 13, 7)]
    [DataRow("a.PNG", 1, 1)]
    public void Write_Png_ReadsBackEveryPixel(string name, int width, int height)
    {
        using var folder = new TempFolder();
        RgbImage image = TestImages.Photo(name, height, width);
        ImageFile.Write(folder[name], image);
        RgbImage read = ImageFile.Read(folder[name]);
        Assert.AreEqual((width, height), (read.Width, read.Height));
        CollectionAssert.AreEqual(image.Pixels.ToArray(), read.Pixels.ToArray());
    }

    [TestMethod]
    [DataRow("a.jpg")]
    [DataRow("a.JPEG")]
    public void Write_Jpeg_ReadsBackNearlyEveryPixel(string name)
    {
        using var folder = new TempFolder();
        RgbImage image = TestImages.Photo("jpeg", 24, 32, noise: 0);
        ImageFile.Write(folder[name], image);
        Assert.AreEqual("FFD8", Convert.ToHexString(File.ReadAllBytes(folder[name]).AsSpan(0, 2)));
        RgbImage read = ImageFile.Read(folder[name]);
        Assert.IsGreaterThan(40, ImageMetrics.Psnr(image, read));
    }

    [TestMethod]
    public void ToPng_Rgba_LeavesOpacityOut()
    {
        byte[] rgba = [200, 100, 50, 0, 1, 2, 3, 128];
        using EncodedImage image = EncodedImage.Open(ImageFile.ToPng(rgba, 2, 1), "it");
        var decoded = new byte[8];
        image.Decode(decoded);
        CollectionAssert.AreEqual(new byte[] { 200, 100, 50, 255, 1, 2, 3, 255 }, decoded);
    }

    [TestMethod]
    public void ToPng_WrongLengthOrExtent_SaysWhatWasExpected()
    {
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => ImageFile.ToPng(new byte[9], 2, 1));
        Assert.AreEqual("An image of 2×1 pixels has 8 bytes with opacity, but 9 came. (Parameter 'rgba')", e.Message);
        _ = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ImageFile.ToPng([], 0, 1));
        _ = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ImageFile.ToPng([], 1, RgbImage.MaxExtent + 1));
    }

    [TestMethod]
    public void Write_OtherExtension_NamesThoseThatItWrites()
    {
        using var folder = new TempFolder();
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => ImageFile.Write(folder["a.bmp"], TestImages.Flat(1, 1, 1, 2, 3)));
        Assert.AreEqual($"'{folder["a.bmp"]}' has the extension '.bmp'; expected .png, .jpg or .jpeg, which says how the image is written. (Parameter 'path')", e.Message);
        Assert.IsEmpty(folder.Names);
    }

    [TestMethod]
    public void Read_ExtensionOfTheOtherKind_IsTakenByItsContent()
    {
        using var folder = new TempFolder();
        RgbImage image = TestImages.Photo("kind", 4, 4);
        ImageFile.Write(folder["a.png"], image);
        File.Move(folder["a.png"], folder["a.jpg"]);
        CollectionAssert.AreEqual(image.Pixels.ToArray(), ImageFile.Read(folder["a.jpg"]).Pixels.ToArray());
    }
}
