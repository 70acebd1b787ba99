namespace GanCompression.Quality.Tests.Distances;

/// <summary>Feature tables for tests.</summary>
internal static class Tables
{
    internal static FeatureTable Of(int dimension, ReadOnlySpan<float> values)
    {
        var table = new FeatureTable(dimension);
        for (int start = 0; start < values.Length; start += dimension)
            table.Add(values.Slice(start, dimension));
        return table;
    }

    /// <summary>Rows from a normal distribution: feature i has mean <paramref name="mean"/> and deviation (1 + i/2)·<paramref name="scale"/>.</summary>
    internal static FeatureTable Normal(int count, int dimension, ulong seed, double mean = 0, double scale = 1)
    {
        var random = new SeededRandom(seed);
        var table = new FeatureTable(dimension);
        var row = new float[dimension];
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < dimension; i++)
                row[i] = (float)(mean + random.NextGaussian() * (1 + i / 2.0) * scale);
            table.Add(row);
        }

        return table;
    }

    internal static FeatureTable Transform(FeatureTable table, Func<float[], float[]> row)
    {
        FeatureTable? result = null;
        for (int i = 0; i < table.Count; i++)
        {
            float[] values = row(table[i].ToArray());
            result ??= new FeatureTable(values.Length);
            result.Add(values);
        }

        return result!;
    }
}
