namespace GanCompression.Training.Tests;

/// <summary>Two independent sets of small images: the targets are brighter than the sources and show other patterns.</summary>
internal static class SyntheticSets
{
    public static UnpairedImageCache Create(int sources = 5, int targets = 3, int size = 16)
    {
        var cache = new UnpairedImageCache(size, size);
        for (int i = 0; i < sources; i++)
            cache.AddSource(SyntheticPairs.Source(i, size));
        for (int i = 0; i < targets; i++)
            cache.AddTarget(SyntheticPairs.Target(i + 40, size));
        return cache;
    }
}
