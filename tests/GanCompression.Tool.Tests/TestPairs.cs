using GanCompression.Quality;

namespace GanCompression.Tool.Tests;

/// <summary>Small image pairs in files: side by side, A a plain disc and B the same scene in other colours.</summary>
internal static class TestPairs
{
    public static void Write(string folder, int count, int size = 16, string extension = ".png")
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < count; i++)
            ImageFile.Write(Path.Combine(folder, FormattableString.Invariant($"{i:00}{extension}")), SideBySide(i, size));
    }

    /// <summary>Two sets of different size: plain discs in trainA, other scenes in other colours in trainB.</summary>
    public static void WriteUnpaired(string folder, int sources, int targets, int size)
    {
        foreach ((string name, int count, bool isTarget) in new[] { ("trainA", sources, false), ("trainB", targets, true) })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            for (int i = 0; i < count; i++)
                ImageFile.Write(Path.Combine(folder, name, FormattableString.Invariant($"{i:00}.png")), Scene(isTarget ? i + 100 : i, size, isTarget));
        }
    }

    public static RgbImage Scene(int index, int size, bool isTarget)
    {
        var random = new SeededRandom((ulong)index + 1);
        double x = (0.25 + (0.5 * random.NextDouble())) * size;
        double y = (0.25 + (0.5 * random.NextDouble())) * size;
        double radius = (0.15 + (0.2 * random.NextDouble())) * size;
        var rgb = new byte[3 * size * size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                bool inside = ((column - x) * (column - x)) + ((row - y) * (row - y)) < radius * radius;
                int at = 3 * ((row * size) + column);
                rgb[at] = (byte)(inside ? isTarget ? 250 : 220 : 255 * row / size);
                rgb[at + 1] = (byte)(inside ? isTarget ? 120 : 220 : 60);
                rgb[at + 2] = (byte)(inside ? isTarget ? 10 : 220 : isTarget ? 200 : 90);
            }
        }

        return new RgbImage(size, size, rgb);
    }

    private static RgbImage SideBySide(int index, int size)
    {
        ReadOnlySpan<byte> a = Scene(index, size, isTarget: false).Pixels;
        ReadOnlySpan<byte> b = Scene(index, size, isTarget: true).Pixels;
        var rgb = new byte[6 * size * size];
        for (int row = 0; row < size; row++)
        {
            a.Slice(3 * row * size, 3 * size).CopyTo(rgb.AsSpan(6 * row * size));
            b.Slice(3 * row * size, 3 * size).CopyTo(rgb.AsSpan((6 * row * size) + (3 * size)));
        }

        return new RgbImage(2 * size, size, rgb);
    }
}
