using System.Security.Cryptography;

namespace GanCompression.MLNet.Tests.Synthetic;

[TestClass]
public sealed class FacadeSceneTests
{
    private const int Size = 32;

    private static readonly Lazy<FacadeScene[]> s_scenes = new(() => [.. Enumerable.Range(0, 60).Select(i => FacadeScene.Render(i, Size, seed: 1))]);

    [TestMethod]
    public void Render_SameArguments_GivesTheSamePixels()
    {
        FacadeScene first = FacadeScene.Render(3, 48, seed: 5);
        FacadeScene again = FacadeScene.Render(3, 48, seed: 5);
        Assert.IsTrue(first.Label.Pixels.SequenceEqual(again.Label.Pixels));
        Assert.IsTrue(first.Photo.Pixels.SequenceEqual(again.Photo.Pixels));
    }

    [TestMethod]
    public void Render_AnyMachine_GivesTheRecordedPixels()
    {
        // Changes only together with the scenes themselves; results measured on them are comparable as long as this holds.
        FacadeScene scene = FacadeScene.Render(7, 64, seed: 42);
        Assert.AreEqual("85e5b96e6bcd3300", Convert.ToHexStringLower(SHA256.HashData(scene.Label.Pixels))[..16]);
        Assert.AreEqual("f0d1268e64b57b55", Convert.ToHexStringLower(SHA256.HashData(scene.Photo.Pixels))[..16]);
    }

    [TestMethod]
    [DataRow(16)]
    [DataRow(64)]
    [DataRow(100)]
    public void Render_Size_IsTheSizeOfBothImages(int size)
    {
        FacadeScene scene = FacadeScene.Render(0, size, seed: 0);
        Assert.AreEqual((size, size), (scene.Label.Width, scene.Label.Height));
        Assert.AreEqual((size, size), (scene.Photo.Width, scene.Photo.Height));
    }

    [TestMethod]
    public void Render_OtherSize_GivesTheSameScene()
    {
        RgbImage large = FacadeScene.Render(11, 96, seed: 1).Photo.Resize(24, 24);
        RgbImage small = FacadeScene.Render(11, 24, seed: 1).Photo;
        double same = Difference(large, small);
        double other = Difference(large, FacadeScene.Render(12, 24, seed: 1).Photo);
        Assert.IsLessThan(0.4 * other, same);
    }

    [TestMethod]
    public void Render_Scenes_AreAllDifferent()
    {
        Assert.HasCount(60, s_scenes.Value.Select(scene => Convert.ToHexString(SHA256.HashData(scene.Label.Pixels))).Distinct());
        Assert.HasCount(60, s_scenes.Value.Select(scene => Convert.ToHexString(SHA256.HashData(scene.Photo.Pixels))).Distinct());

        // Another seed is another set.
        Assert.IsGreaterThan(10, Difference(FacadeScene.Render(0, Size, seed: 1).Label, FacadeScene.Render(0, Size, seed: 2).Label));

        // Not only in grain: two scenes differ by far more than a picture differs from a repaint.
        double[] differences = [.. Enumerable.Range(1, 59).Select(i => Difference(s_scenes.Value[i - 1].Photo, s_scenes.Value[i].Photo))];
        Assert.IsGreaterThan(15, differences.Min());
    }

    [TestMethod]
    public void Label_Colours_AreThoseOfThePalette()
    {
        HashSet<(byte, byte, byte)> palette = [.. Enum.GetValues<FacadePart>().Select(part => Color(FacadePalette.Rgb(part), 0))];
        Assert.HasCount(12, palette);
        var seen = new Dictionary<(byte, byte, byte), int>();
        foreach (FacadeScene scene in s_scenes.Value)
        {
            foreach ((byte, byte, byte) color in Colors(scene.Label).Distinct())
            {
                Assert.Contains(color, palette);
                seen[color] = seen.GetValueOrDefault(color) + 1;
            }
        }

        // Every part occurs, walls and windows in every scene.
        foreach (FacadePart part in Enum.GetValues<FacadePart>())
            Assert.IsGreaterThanOrEqualTo(part is FacadePart.Wall or FacadePart.Window ? 60 : 5, seen.GetValueOrDefault(Color(FacadePalette.Rgb(part), 0)), $"Scenes with {part}");
    }

    [TestMethod]
    public void Label_Parts_AreNotDominatedByOne()
    {
        foreach (FacadeScene scene in s_scenes.Value)
        {
            int largest = Colors(scene.Label).GroupBy(color => color).Max(group => group.Count());
            Assert.IsLessThan(0.8 * Size * Size, largest);
        }
    }

    [TestMethod]
    public void Photo_Colours_DoNotFollowFromTheLabel()
    {
        // The best picture that a table from label colour to photo colour could make: the mean colour of each part, per scene and over all scenes.
        double perScene = s_scenes.Value.Average(scene => ResidualOfBestTable([scene]));
        double overall = ResidualOfBestTable(s_scenes.Value);
        Assert.IsGreaterThan(20, perScene);
        Assert.IsGreaterThan(30, overall);
        Assert.IsGreaterThan(perScene + 8, overall, "Colours differ from scene to scene.");

        // But labels do tell something: without them, the best guess is one colour.
        double spread = ResidualOfBestTable([.. s_scenes.Value.Select(scene => scene with { Label = new RgbImage(Size, Size, new byte[3 * Size * Size]) })]);
        Assert.IsLessThan(0.9 * spread, overall);
    }

    [TestMethod]
    public void Render_WrongArguments_Throw()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FacadeScene.Render(-1, 64, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FacadeScene.Render(0, FacadeScene.MinSize - 1, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FacadeScene.Render(0, FacadeScene.MaxSize + 1, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FacadePalette.Rgb((FacadePart)99).Length);
    }

    // Root mean square distance of the photos from the mean colour of their label.
    private static double ResidualOfBestTable(IReadOnlyList<FacadeScene> scenes)
    {
        (double R, double G, double B)[] photo = [.. scenes.SelectMany(scene => Colors(scene.Photo)).Select(c => ((double)c.Item1, (double)c.Item2, (double)c.Item3))];
        (byte, byte, byte)[] label = [.. scenes.SelectMany(scene => Colors(scene.Label))];
        double squares = 0;
        foreach (IGrouping<(byte, byte, byte), (double R, double G, double B)> part in label.Zip(photo).GroupBy(pair => pair.First, pair => pair.Second))
        {
            (double r, double g, double b) = (part.Average(c => c.R), part.Average(c => c.G), part.Average(c => c.B));
            squares += part.Sum(c => ((c.R - r) * (c.R - r) + (c.G - g) * (c.G - g) + (c.B - b) * (c.B - b)) / 3);
        }

        return Math.Sqrt(squares / label.Length);
    }

    private static double Difference(RgbImage a, RgbImage b)
    {
        double sum = 0;
        for (int i = 0; i < a.Pixels.Length; i++)
            sum += Math.Abs(a.Pixels[i] - b.Pixels[i]);
        return sum / a.Pixels.Length;
    }

    private static IEnumerable<(byte, byte, byte)> Colors(RgbImage image)
    {
        for (int i = 0; i < image.Width * image.Height; i++)
            yield return Color(image.Pixels, 3 * i);
    }

    private static (byte, byte, byte) Color(ReadOnlySpan<byte> pixels, int start) => (pixels[start], pixels[start + 1], pixels[start + 2]);
}
