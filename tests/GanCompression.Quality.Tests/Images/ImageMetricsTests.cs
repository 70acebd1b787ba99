namespace GanCompression.Quality.Tests.Images;

[TestClass]
public sealed class ImageMetricsTests
{
    private static readonly RgbImage s_photo = TestImages.Photo("photo", 23, 31);

    [TestMethod]
    public void L1_TwoPixels_IsMeanAbsoluteDifferenceOverFullScale()
    {
        var a = new RgbImage(2, 1, [0, 10, 20, 255, 255, 255]);
        var b = new RgbImage(2, 1, [51, 10, 19, 255, 0, 255]);

        // (51 + 0 + 1 + 0 + 255 + 0) / 6 / 255
        AssertEx.Close(307.0 / 1530, ImageMetrics.L1(a, b), 1e-15);
        AssertEx.Close(307.0 / 1530, ImageMetrics.L1(b, a), 1e-15);
        AssertEx.Close(1, ImageMetrics.L1(TestImages.Flat(3, 2, 0, 0, 0), TestImages.Flat(3, 2, 255, 255, 255)), 1e-15);
    }

    [TestMethod]
    public void Psnr_DifferenceOfOneEverywhere_Is48Decibels()
    {
        RgbImage a = TestImages.Flat(5, 4, 100, 20, 30);
        AssertEx.Close(20 * Math.Log10(255), ImageMetrics.Psnr(a, TestImages.Flat(5, 4, 101, 19, 31)), 1e-12);
        AssertEx.Close(0, ImageMetrics.Psnr(TestImages.Flat(5, 4, 0, 255, 0), TestImages.Flat(5, 4, 255, 0, 255)), 1e-12);
    }

    [TestMethod]
    public void Metrics_IdenticalImages_ArePerfect()
    {
        Assert.AreEqual(0.0, ImageMetrics.L1(s_photo, s_photo));
        Assert.AreEqual(double.PositiveInfinity, ImageMetrics.Psnr(s_photo, s_photo));
        AssertEx.Close(1, ImageMetrics.Ssim(s_photo, s_photo), 1e-12);
    }

    [TestMethod]
    public void Ssim_FlatImages_ComparesTheirBrightness()
    {
        // No variance: the structure term is 1 and the index (2xy + C1) / (x² + y² + C1), per colour.
        const double c1 = 0.01 * 255 * 0.01 * 255;
        static double Index(double x, double y) => (2 * x * y + c1) / (x * x + y * y + c1);
        double expected = (Index(10, 200) + Index(50, 50) + Index(0, 255)) / 3;
        AssertEx.Close(expected, ImageMetrics.Ssim(TestImages.Flat(13, 12, 10, 50, 0), TestImages.Flat(13, 12, 200, 50, 255)), 1e-9);
    }

    [TestMethod]
    public void Ssim_TwoPhotos_EqualsTheDefinitionWindowByWindow()
    {
        RgbImage other = TestImages.Photo("other", 23, 31, noise: 25);
        double actual = ImageMetrics.Ssim(s_photo, other);
        AssertEx.Close(SsimByDefinition(s_photo, other), actual, 1e-9);
        AssertEx.Close(actual, ImageMetrics.Ssim(other, s_photo), 1e-12, "Symmetry");
    }

    [TestMethod]
    public void Ssim_OneWindow_EqualsTheDefinition()
    {
        RgbImage a = TestImages.Photo("a", 11, 11);
        RgbImage b = TestImages.Photo("b", 11, 11);
        AssertEx.Close(SsimByDefinition(a, b), ImageMetrics.Ssim(a, b), 1e-10);
    }

    [TestMethod]
    public void Ssim_InvertedNoise_IsNegative()
    {
        byte[] inverted = s_photo.Pixels.ToArray();
        for (int i = 0; i < inverted.Length; i++)
            inverted[i] = (byte)(255 - inverted[i]);
        Assert.IsLessThan(-0.5, ImageMetrics.Ssim(s_photo, new RgbImage(s_photo.Width, s_photo.Height, inverted)));
    }

    [TestMethod]
    public void Metrics_MoreNoise_AreWorse()
    {
        RgbImage clean = TestImages.Photo("photo", 32, 32, noise: 30);
        RgbImage close = TestImages.Shifted(clean, 5);
        RgbImage far = TestImages.Photo("another", 32, 32, noise: 30);
        Assert.IsLessThan(ImageMetrics.L1(clean, far), ImageMetrics.L1(clean, close));
        Assert.IsGreaterThan(ImageMetrics.Psnr(clean, far), ImageMetrics.Psnr(clean, close));
        Assert.IsGreaterThan(ImageMetrics.Ssim(clean, far), ImageMetrics.Ssim(clean, close));
    }

    [TestMethod]
    public void Metrics_DifferentSizes_Throw()
    {
        RgbImage small = TestImages.Flat(12, 13, 0, 0, 0);
        RgbImage large = TestImages.Flat(13, 12, 0, 0, 0);
        AssertEx.ThrowsWith<ArgumentException>(() => ImageMetrics.L1(small, large), "12×13", "13×12", "Resize");
        AssertEx.ThrowsWith<ArgumentException>(() => ImageMetrics.Psnr(small, large), "12×13", "13×12");
        AssertEx.ThrowsWith<ArgumentException>(() => ImageMetrics.Ssim(small, large), "12×13", "13×12");
    }

    [TestMethod]
    public void Ssim_ImageSmallerThanWindow_Throws()
    {
        RgbImage narrow = TestImages.Flat(10, 40, 0, 0, 0);
        AssertEx.ThrowsWith<ArgumentException>(() => ImageMetrics.Ssim(narrow, narrow), "at least 11×11", "got 10×40");
    }

    private static double SsimByDefinition(RgbImage a, RgbImage b)
    {
        const double c1 = 0.01 * 255 * 0.01 * 255;
        const double c2 = 0.03 * 255 * 0.03 * 255;
        var weights = new double[11, 11];
        double weightSum = 0;
        for (int y = 0; y < 11; y++)
        {
            for (int x = 0; x < 11; x++)
                weightSum += weights[y, x] = Math.Exp(-((x - 5) * (x - 5) + (y - 5) * (y - 5)) / 4.5);
        }

        double total = 0;
        int windows = 0;
        for (int channel = 0; channel < 3; channel++)
        {
            for (int top = 0; top + 11 <= a.Height; top++)
            {
                for (int left = 0; left + 11 <= a.Width; left++)
                {
                    double Mean(Func<double, double, double> value)
                    {
                        double sum = 0;
                        for (int y = 0; y < 11; y++)
                        {
                            for (int x = 0; x < 11; x++)
                            {
                                int p = 3 * ((top + y) * a.Width + left + x) + channel;
                                sum += weights[y, x] / weightSum * value(a.Pixels[p], b.Pixels[p]);
                            }
                        }

                        return sum;
                    }

                    double meanA = Mean((x, _) => x);
                    double meanB = Mean((_, y) => y);
                    double varianceA = Mean((x, _) => (x - meanA) * (x - meanA));
                    double varianceB = Mean((_, y) => (y - meanB) * (y - meanB));
                    double covariance = Mean((x, y) => (x - meanA) * (y - meanB));
                    total += (2 * meanA * meanB + c1) * (2 * covariance + c2) / ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2));
                    windows++;
                }
            }
        }

        return total / windows;
    }
}
