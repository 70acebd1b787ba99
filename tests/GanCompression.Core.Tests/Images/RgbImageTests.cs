namespace GanCompression.Tests;

[TestClass]
public class RgbImageTests
{
    // Gray ramps: the same value in all three channels. Expected values follow from the kernel by hand (see each test).
    private static RgbImage Gray(int width, int height, params byte[] values) => new(width, height, [.. values.SelectMany(v => new[] { v, v, v })]);

    private static byte[] Reds(RgbImage image) => [.. Enumerable.Range(0, image.Width * image.Height).Select(i => image.Pixels[3 * i])];

    [TestMethod]
    public void Resize_SameSize_ReturnsTheImageItself()
    {
        RgbImage image = Gray(2, 1, 10, 20);

        Assert.AreSame(image, image.Resize(2, 1));
    }

    [TestMethod]
    public void Resize_ConstantImage_StaysConstant()
    {
        RgbImage image = new(7, 5, Enumerable.Repeat(new byte[] { 200, 3, 255 }, 35).SelectMany(p => p).ToArray());

        foreach ((int width, int height) in new[] { (3, 2), (14, 10), (1, 1), (29, 3) })
        {
            RgbImage resized = image.Resize(width, height);
            Assert.AreEqual((width, height), (resized.Width, resized.Height));
            for (int i = 0; i < width * height; i++)
                CollectionAssert.AreEqual(new byte[] { 200, 3, 255 }, resized.Pixels.Slice(3 * i, 3).ToArray());
        }
    }

    [TestMethod]
    public void Resize_TwoPixelsToFour_FollowsTheCubicKernel()
    {
        // Target centres lie at -0.25, 0.25, 0.75, 1.25 in source pixels. Kernel: k(0.25) = 0.8671875, k(0.75) = 0.2265625,
        // k(1.25) = -0.0703125. First: weights k(0.25) of pixel 0, k(1.25) of pixel 1 -> w1 = -0.0703125/0.796875 = -0.088235.
        // Second: k(0.25), k(0.75) -> w1 = 0.2265625/1.09375 = 0.207143. Values 100 and 200: 91.18, 120.71, 179.29, 208.82.
        CollectionAssert.AreEqual(new byte[] { 91, 121, 179, 209 }, Reds(Gray(2, 1, 100, 200).Resize(4, 1)));
        CollectionAssert.AreEqual(new byte[] { 91, 121, 179, 209 }, Reds(Gray(1, 2, 100, 200).Resize(1, 4)));
    }

    [TestMethod]
    public void Resize_FourPixelsToTwo_WidensTheKernel()
    {
        // Centre of the first target pixel: 1 (pixel edges), stretch 2: distances of pixel centres / 2 = 0.25, 0.25, 0.75, 1.25
        // -> weights 0.8671875 (twice), 0.2265625, -0.0703125, sum 1.890625. Only pixel 3 is 255: 255 * -0.03719 -> 0 (clipped);
        // second target by symmetry: 255 * 0.8671875 / 1.890625 = 116.96.
        CollectionAssert.AreEqual(new byte[] { 0, 117 }, Reds(Gray(4, 1, 0, 0, 0, 255).Resize(2, 1)));
        // All 255 except pixel 3: 255 * 1.03719 clips to 255; 255 - 116.96 = 138.04.
        CollectionAssert.AreEqual(new byte[] { 255, 138 }, Reds(Gray(4, 1, 255, 255, 255, 0).Resize(2, 1)));
    }

    [TestMethod]
    public void Resize_BothDimensions_EqualsRowsThenColumns()
    {
        var image = new RgbImage(9, 6, [.. DeterministicFill.Symmetric("image", 3 * 54, 127, 128).Select(v => (byte)v)]);

        CollectionAssert.AreEqual(image.Resize(4, 6).Resize(4, 11).Pixels.ToArray(), image.Resize(4, 11).Pixels.ToArray());
    }

    [TestMethod]
    public void Resize_AgainstDoublePrecision_DiffersByAtMostOneLevel()
    {
        var image = new RgbImage(31, 17, [.. DeterministicFill.Symmetric("image", 3 * 31 * 17, 127, 128).Select(v => (byte)v)]);
        foreach ((int width, int height) in new[] { (12, 9), (64, 40), (30, 18) })
        {
            byte[] actual = image.Resize(width, height).Pixels.ToArray();
            double[] expected = Reference(Reference([.. image.Pixels.ToArray().Select(p => (double)p)], 17, 31, width, 3), height: 1, 17, height, 3 * width);
            for (int i = 0; i < expected.Length; i++)
                AssertEx.Close(expected[i], actual[i], 1);
        }

        // Resizes the middle dimension of [height, from, inner] and rounds to 8 bits.
        static double[] Reference(double[] values, int height, int from, int to, int inner)
        {
            var result = new double[height * to * inner];
            double scale = (double)from / to, stretch = Math.Max(1, scale);
            for (int t = 0; t < to; t++)
            {
                double center = (t + 0.5) * scale;
                int first = Math.Max(0, (int)Math.Floor(center - 2 * stretch + 0.5)), end = Math.Min(from, (int)Math.Floor(center + 2 * stretch + 0.5));
                double sum = Enumerable.Range(first, end - first).Sum(i => Kernel((i + 0.5 - center) / stretch));
                for (int h = 0; h < height; h++)
                {
                    for (int c = 0; c < inner; c++)
                    {
                        double value = Enumerable.Range(first, end - first).Sum(i => Kernel((i + 0.5 - center) / stretch) * values[(h * from + i) * inner + c]) / sum;
                        result[(h * to + t) * inner + c] = Math.Clamp(Math.Floor(value + 0.5), 0, 255);
                    }
                }
            }

            return result;
        }

        static double Kernel(double x)
        {
            x = Math.Abs(x);
            return x < 1 ? 1.5 * x * x * x - 2.5 * x * x + 1 : x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0;
        }
    }

    // Expected values: torch-resize.py beside this file.
    [TestMethod]
    [DataRow(4, 3, new byte[] { 58, 115, 168, 105, 126, 183, 144, 104, 127, 130, 120, 108, 158, 152, 123, 126, 115, 175, 160, 118, 166, 195, 148, 94, 109, 97, 150, 130, 122, 177, 149, 93, 122, 99, 157, 157 })]
    [DataRow(12, 9, new byte[] { 0, 43, 96, 0, 51, 104, 25, 78, 131, 108, 160, 213, 157, 211, 255, 93, 161, 214, 56, 132, 194, 62, 137, 203, 118, 181, 94, 162, 215, 0, 81, 148, 100, 27, 102, 177, 21, 71, 134, 33, 89, 148, 61, 123, 176, 89, 152, 204, 111, 156, 209, 118, 111, 164, 123, 88, 146, 127, 96, 157, 130, 148, 106, 128, 190, 58, 114, 120, 112, 105, 73, 150, 76, 128, 193, 102, 159, 219, 133, 197, 250, 61, 136, 189, 33, 64, 117, 160, 28, 81, 236, 16, 69, 238, 29, 83, 153, 89, 132, 76, 140, 173, 176, 75, 128, 242, 30, 97, 140, 203, 122, 171, 179, 148, 208, 138, 188, 127, 128, 188, 71, 117, 170, 139, 85, 138, 192, 80, 132, 213, 102, 153, 184, 92, 168, 152, 81, 163, 205, 109, 89, 239, 127, 44, 176, 249, 26, 209, 169, 49, 253, 52, 99, 198, 122, 190, 133, 199, 252, 108, 169, 222, 108, 169, 222, 133, 199, 252, 198, 122, 190, 253, 52, 99, 209, 169, 49, 176, 249, 26, 80, 142, 61, 117, 131, 100, 167, 114, 165, 107, 116, 177, 72, 116, 169, 162, 93, 147, 162, 105, 163, 74, 150, 211, 135, 154, 132, 223, 153, 40, 178, 194, 103, 141, 219, 151, 10, 63, 128, 49, 99, 160, 107, 151, 204, 46, 111, 163, 32, 62, 115, 198, 49, 102, 210, 53, 114, 65, 76, 141, 93, 156, 83, 164, 228, 35, 133, 191, 162, 108, 160, 244, 69, 136, 199, 113, 102, 161, 177, 54, 108, 134, 103, 155, 100, 155, 208, 150, 156, 206, 173, 108, 164, 160, 27, 84, 138, 87, 99, 110, 176, 150, 82, 147, 177, 68, 120, 189, 107, 182, 235, 153, 105, 158, 221, 0, 51, 188, 99, 152, 140, 211, 255, 120, 219, 255, 149, 142, 194, 215, 4, 56, 167, 47, 111, 83, 142, 215, 57, 121, 182, 48, 101, 152 })]
    [DataRow(3, 8, new byte[] { 41, 94, 148, 98, 163, 204, 95, 159, 92, 59, 121, 179, 127, 106, 151, 130, 121, 111, 100, 156, 206, 163, 47, 100, 181, 78, 131, 188, 154, 128, 144, 135, 202, 207, 123, 109, 169, 135, 110, 129, 146, 209, 188, 165, 105, 56, 107, 158, 126, 75, 118, 134, 184, 122, 108, 104, 162, 145, 102, 150, 109, 135, 143, 164, 106, 159, 160, 133, 187, 99, 94, 155 })]
    public void Resize_AgainstTorch_Agrees(int width, int height, byte[] expected)
    {
        var pixels = new byte[3 * 7 * 5];
        for (int y = 0; y < 5; y++)
        {
            for (int x = 0; x < 7; x++)
            {
                for (int c = 0; c < 3; c++)
                    pixels[3 * (7 * y + x) + c] = (byte)(x * x * 37 + y * 91 + c * 53 + x * y * 17);
            }
        }

        CollectionAssert.AreEqual(expected, new RgbImage(7, 5, pixels).Resize(width, height).Pixels.ToArray());
    }

    [TestMethod]
    public void Resize_ZeroWidth_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gray(1, 1, 0).Resize(0, 1));

    [TestMethod]
    public void Constructor_WrongNumberOfBytes_Throws() =>
        AssertEx.ThrowsWith<ArgumentException>(() => _ = new RgbImage(2, 2, new byte[11]), "2×2 pixels has 12 bytes, but 11 came");

    [TestMethod]
    public void Constructor_HugeExtents_ThrowsBeforeAllocating() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ = new RgbImage(RgbImage.MaxExtent, RgbImage.MaxExtent, []));

    [TestMethod]
    public void Crop_Rectangle_TakesItsPixels()
    {
        RgbImage image = Gray(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);

        CollectionAssert.AreEqual(new byte[] { 5, 6, 8, 9 }, Reds(image.Crop(1, 1, 2, 2)));
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => image.Crop(2, 0, 2, 1), "starts at column 2", "3 columns");
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => image.Crop(0, 1, 1, 3), "starts at row 1", "3 rows");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => image.Crop(-1, 0, 1, 1));
    }

    [TestMethod]
    public void FlipHorizontal_TwoRows_MirrorsEachAndKeepsColours()
    {
        var image = new RgbImage(2, 2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

        CollectionAssert.AreEqual(new byte[] { 4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9 }, image.FlipHorizontal().Pixels.ToArray());
    }

    [TestMethod]
    public void ToPlanes_TwoPixels_GivesSignedPlanes()
    {
        var planes = new float[6];
        new RgbImage(2, 1, [0, 255, 51, 102, 204, 127]).ToPlanes(planes);

        AssertEx.Close([-1, -0.2f, 1, 0.6f, -0.6f, -1f / 255], planes, 1e-6);
        AssertEx.ThrowsWith<ArgumentException>(() => new RgbImage(2, 1, new byte[6]).ToPlanes(new float[5]), "need 6 values");
    }

    [TestMethod]
    public void FromPlanes_ValuesInAndOutOfRange_ClipsAndTruncates()
    {
        float[] planes = [-1, 1, -2, 2, 0, float.NaN];

        // 0 is 127.5, which is truncated.
        CollectionAssert.AreEqual(new byte[] { 0, 0, 127, 255, 255, 0 }, RgbImage.FromPlanes(planes, 1, 2).Pixels.ToArray());
        AssertEx.ThrowsWith<ArgumentException>(() => RgbImage.FromPlanes(new float[6], 2, 2), "have 12 values, but 6 came");
    }
}
