namespace GanCompression.Quality;

/// <summary>A small network with random weights: it sees colours, edges and textures, but knows nothing of what they mean.</summary>
internal sealed class RandomNetworkExtractor(long seed)
    : NetworkFeatureExtractor(FormattableString.Invariant($"random network (seed {seed})"), CreateNetwork(seed))
{
    private protected override void Prepare(RgbImage image, Span<float> planes) => image.ToPlanes(planes);

    private static Network CreateNetwork(long seed)
    {
        LayerGraph graph = FeatureNetworks.RandomConvolutions();
        var weights = new List<KeyValuePair<string, WeightTensor>>(graph.Parameters.Length);
        for (int i = 0; i < graph.Parameters.Length; i++)
        {
            // He et al. 2015, equation 10: the variance that rectified layers pass on unchanged.
            ParameterSpec spec = graph.Parameters[i];
            double standardDeviation = Math.Sqrt(2.0 * spec.Shape[0] / spec.Elements);
            var random = new SeededRandom(unchecked((ulong)seed), (ulong)i);
            var values = new float[spec.Elements];
            for (int j = 0; j < values.Length; j++)
                values[j] = (float)(random.NextGaussian() * standardDeviation);
            weights.Add(new(spec.Name, WeightTensor.FromFloats(values, spec.Shape.AsSpan())));
        }

        return new Network(graph, new WeightTable(weights));
    }
}
