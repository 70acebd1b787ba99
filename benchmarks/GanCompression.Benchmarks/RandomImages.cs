namespace GanCompression.Benchmarks;

/// <summary>Input for the measurements: values in [-1, 1].</summary>
internal static class RandomImages
{
    public static float[] Create(long elements)
    {
        var random = new SeededRandom(1);
        var values = new float[elements];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(2 * random.NextDouble() - 1);
        return values;
    }
}
