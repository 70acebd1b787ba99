using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GanCompression;

/// <summary>Starting weights for networks that are trained from scratch.</summary>
public static class WeightInitializer
{
    /// <summary>
    /// The initialisation of pix2pix and CycleGAN: weights of convolutions from N(0, σ²), scales of batch normalisation from
    /// N(1, σ²), biases and running means 0, running variances 1.
    /// </summary>
    /// <param name="graph">The network.</param>
    /// <param name="seed">Seed. Every parameter has a stream of its own, chosen by its name, so that its values do not depend on other layers.</param>
    /// <param name="standardDeviation">σ, at least 0.</param>
    public static WeightTable Normal(LayerGraph graph, long seed, double standardDeviation = 0.02)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (!(standardDeviation >= 0) || double.IsInfinity(standardDeviation))
            throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation, "The standard deviation must be a number of at least 0.");
        var entries = new List<KeyValuePair<string, WeightTensor>>(graph.Parameters.Length);
        foreach (LayerNode node in graph.Nodes)
        {
            foreach (ParameterSpec spec in node.Layer.Parameters)
            {
                string name = node.ParameterName(spec.Name);
                double mean = node.Layer is BatchNorm2d && spec.Name is "weight" or "running_var" ? 1 : 0;
                double deviation = spec.Name == "weight" ? standardDeviation : 0;
                entries.Add(new(name, Fill(spec.Shape, spec.Elements, new SeededRandom(unchecked((ulong)seed), HashOf(name)), mean, deviation)));
            }
        }

        return new WeightTable(entries);
    }

    private static WeightTensor Fill(ImmutableArray<int> shape, long elements, SeededRandom random, double mean, double deviation)
    {
        var bytes = new byte[checked((int)(elements * sizeof(float)))];
        Span<float> values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        if (deviation == 0)
        {
            values.Fill((float)mean);
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(mean + deviation * random.NextGaussian());
        }

        return WeightTensor.Adopt(ElementType.Float32, bytes, shape);
    }

    // FNV-1a over the characters: string.GetHashCode differs from process to process.
    private static ulong HashOf(string name)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char c in name)
            hash = (hash ^ c) * 0x100000001B3;
        return hash;
    }
}
