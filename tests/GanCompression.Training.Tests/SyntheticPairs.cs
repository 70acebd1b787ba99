namespace GanCompression.Training.Tests;

/// <summary>Small pairs that can be learned: the target is the source with its channels exchanged and inverted.</summary>
internal static class SyntheticPairs
{
    public static ImagePairCache Create(int count = 6, int size = 16)
    {
        var cache = new ImagePairCache(size, size);
        for (int i = 0; i < count; i++)
            cache.Add(Source(i, size), Target(i, size));
        return cache;
    }

    public static RgbImage Source(int index, int size) => Draw(index, size, (x, y, c) => (byte)(20 + (x * (c + 3) + y * (5 - c) + index * 31) % 200));

    public static RgbImage Target(int index, int size)
    {
        byte[] source = Source(index, size).Pixels.ToArray();
        return Draw(index, size, (x, y, c) => (byte)(255 - source[3 * (y * size + x) + (c + 1) % 3]));
    }

    private static RgbImage Draw(int index, int size, Func<int, int, int, byte> value)
    {
        var pixels = new byte[3 * size * size];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = value(i / 3 % size, i / 3 / size, i % 3);
        return new RgbImage(size, size, pixels);
    }
}
