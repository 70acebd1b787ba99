namespace GanCompression;

/// <summary>The parts that spectral normalisation adds to a state_dict, and the weight that they amount to.</summary>
internal static class SpectralNorm
{
    // The hook of torch.nn.utils.spectral_norm, and torch.nn.utils.parametrizations.spectral_norm.
    private const string HookWeight = ".weight_orig";
    private const string ParametrizedWeight = ".parametrizations.weight.original";
    private const string ParametrizedVector = ".parametrizations.weight.0._";

    /// <summary>Whether a table has such parts.</summary>
    public static bool IsIn(WeightTable weights) => weights.Keys.Any(name => LayerOf(name, weights) is not null);

    /// <summary>The table with plain weights.</summary>
    public static WeightTable Remove(WeightTable weights, LayerGraph? graph)
    {
        Dictionary<string, string> layers = weights.Keys.Select(name => (Name: name, Layer: LayerOf(name, weights)))
            .Where(part => part.Layer is not null).ToDictionary(part => part.Name, part => part.Layer!, StringComparer.Ordinal);
        
        // PyTorch before 0.4.1 stored the last normalised weight too; it is made anew.
        var obsolete = layers.SelectMany(part => new[] { VectorOf(part.Key, part.Value, 'u'), VectorOf(part.Key, part.Value, 'v'), $"{part.Value}.weight" }).ToHashSet(StringComparer.Ordinal);
        if (layers.Values.GroupBy(layer => layer, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FormatException($"The weight of '{twice.Key}' has two spectral norms; expected one.");
        var plain = new List<KeyValuePair<string, WeightTensor>>(weights.Count);
        foreach ((string name, WeightTensor tensor) in weights)
        {
            if (layers.TryGetValue(name, out string? layer))
                plain.Add(new($"{layer}.weight", Normalise(name, layer, weights, graph)));
            else if (!obsolete.Contains(name))
                plain.Add(new(name, tensor));
        }

        return new WeightTable(plain);
    }

    // Pruning uses weight_orig too, with a weight_mask beside it; only u and v mean spectral normalisation.
    private static string? LayerOf(string name, WeightTable weights)
    {
        string? layer = name.EndsWith(HookWeight, StringComparison.Ordinal) ? name[..^HookWeight.Length]
            : name.EndsWith(ParametrizedWeight, StringComparison.Ordinal) ? name[..^ParametrizedWeight.Length]
            : null;
        return layer is not null && (weights.ContainsKey(VectorOf(name, layer, 'u')) || weights.ContainsKey(VectorOf(name, layer, 'v'))) ? layer : null;
    }

    private static string VectorOf(string name, string layer, char vector) =>
        name.EndsWith(HookWeight, StringComparison.Ordinal) ? $"{layer}.weight_{vector}" : $"{layer}{ParametrizedVector}{vector}";

    private static WeightTensor Normalise(string name, string layer, WeightTable weights, LayerGraph? graph)
    {
        ReadOnlySpan<float> u = Part(VectorOf(name, layer, 'u')).Floats;
        ReadOnlySpan<float> v = Part(VectorOf(name, layer, 'v')).Floats;
        WeightTensor original = weights[name].ToFloat32();
        ReadOnlySpan<float> w = original.Floats;
        bool isTransposed = graph is not null && graph.HasNode(layer) && graph.Node(layer).Layer is ConvTranspose2d;
        int axis = original.Shape switch
        {
            [int rows, ..] when !isTransposed && u.Length == rows && (long)rows * v.Length == w.Length => 0,
            [_, int rows, ..] when u.Length == rows && (long)rows * v.Length == w.Length => 1,
            _ => throw new FormatException(FormattableString.Invariant(
                $"The spectral norm of '{name}' does not fit: a weight of shape [{string.Join(", ", original.Shape)}] has vectors u of {u.Length} and v of {v.Length} elements. Check that all of them come from one checkpoint.")),
        };

        // With the axis of the outputs moved to the front, row r of the matrix is w[o, r, i] for all outer o and inner i.
        int outer = axis == 0 ? 1 : original.Shape[0];
        int inner = u.Length == 0 ? 0 : w.Length / outer / u.Length;
        double sigma = 0;
        for (int o = 0; o < outer; o++)
        {
            for (int r = 0; r < u.Length; r++)
            {
                double product = 0;
                for (int i = 0; i < inner; i++)
                    product += (double)w[(o * u.Length + r) * inner + i] * v[o * inner + i];
                sigma += u[r] * product;
            }
        }

        if (sigma == 0 || !double.IsFinite(sigma))
            throw new FormatException(FormattableString.Invariant($"The spectral norm of '{name}' is {sigma}; expected a finite number other than 0. The checkpoint has not been trained, or training diverged."));
        var values = new float[w.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = w[i] / (float)sigma;
        return WeightTensor.FromFloats(values, original.Shape.AsSpan());

        WeightTensor Part(string part) => weights.TryGetValue(part, out WeightTensor? tensor)
            ? tensor.ToFloat32()
            : throw new FormatException($"The spectral norm of '{name}' is incomplete: '{part}' is missing. Load the checkpoint into its network with PyTorch 1.0 or later and save the state_dict again.");
    }
}
