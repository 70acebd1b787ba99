using System.Text;

namespace GanCompression.TestSupport;

/// <summary>
/// Numbers that depend on a text alone, as in the reference results: FNV-1a over the text, then one SplitMix64 step per
/// element. They make inputs and weights of any size without files.
/// </summary>
public static class DeterministicFill
{
    /// <summary>Evenly distributed values between <c>offset − amplitude</c> and <c>offset + amplitude</c>.</summary>
    public static float[] Symmetric(string key, long count, double amplitude = 1, double offset = 0)
    {
        ulong hash = Hash(key);
        var values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            ulong z = hash + (ulong)(i + 1) * 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            double u = (z >> 40) / 16777216.0;
            values[i] = (float)((2 * u - 1) * amplitude + offset);
        }

        return values;
    }

    /// <summary>Weights of a whole network; the key of a parameter is <paramref name="salt"/> and its name.</summary>
    public static WeightTable Weights(LayerGraph graph, string salt = "w:")
    {
        ArgumentNullException.ThrowIfNull(graph);
        var entries = new List<KeyValuePair<string, WeightTensor>>();
        foreach (LayerNode node in graph.Nodes)
        {
            foreach (ParameterSpec spec in node.Layer.Parameters)
            {
                string name = node.ParameterName(spec.Name);
                (double amplitude, double offset) = spec.Name switch
                {
                    "bias" or "running_mean" => (0.1, 0.0),
                    "running_var" => (0.5, 1.0),
                    _ when spec.Shape.Length == 1 => (0.5, 1.0),
                    _ => (Math.Sqrt(3.0 / FanIn(node.Layer, spec)), 0.0),
                };
                entries.Add(new(name, WeightTensor.FromFloats(Symmetric(salt + name, spec.Elements, amplitude, offset), spec.Shape.AsSpan())));
            }
        }

        return new WeightTable(entries);
    }

    /// <summary>FNV-1a (64 bits) over the UTF-8 bytes of a text.</summary>
    public static ulong Hash(string key)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in Encoding.UTF8.GetBytes(key))
            hash = (hash ^ b) * 0x100000001B3;
        return hash;
    }

    private static long FanIn(Layer layer, ParameterSpec weight) => layer is ConvTranspose2d conv
        ? (long)conv.InChannels * conv.Kernel * conv.Kernel
        : weight.Elements / weight.Shape[0];
}
