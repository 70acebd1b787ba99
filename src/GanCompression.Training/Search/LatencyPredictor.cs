namespace GanCompression.Training;

/// <summary>
/// Predicts the latency of networks from what their layers do: a constant, the multiply-adds of each kind of convolution, and the
/// values that are written, each times a factor that is not negative. So it is a sum over layers that rises with every channel, as
/// <see cref="PlanSpace"/> needs it. The factors fit measured latencies by least squares of relative errors.
/// </summary>
internal sealed class LatencyPredictor
{
    private const int FeatureCount = 7;
    private const int MaxSweeps = 20_000;
    private const int FewChannels = 4;
    private const double PartBelowLimit = 0.9;
    private const double MostMargin = 1.5;

    private readonly double[] _factors;
    private readonly int _height;
    private readonly int _width;

    private LatencyPredictor(double[] factors, int height, int width)
    {
        _factors = factors;
        _height = height;
        _width = width;
    }

    /// <summary>
    /// Nine of ten measured latencies are below the predicted ones times this; from 1 to 1.5. Plans that the prediction places below
    /// the limit divided by this are likely to be below the limit when measured.
    /// </summary>
    public double Margin { get; private init; } = 1;

    /// <summary>Fits the factors.</summary>
    /// <param name="samples">Networks and their latencies; better three times as many as there are factors.</param>
    /// <param name="height">Height of the images in pixels.</param>
    /// <param name="width">Width of the images in pixels.</param>
    public static LatencyPredictor Fit(IReadOnlyList<(LayerGraph Graph, TimeSpan Latency)> samples, int height, int width)
    {
        // Divided by the latency, every equation says 1 = Σ factor · feature / latency.
        double[][] rows = [.. samples.Select(sample => FeaturesOf(sample.Graph, height, width).Select(feature => feature / sample.Latency.TotalMilliseconds).ToArray())];
        var fitted = new LatencyPredictor(NonNegativeLeastSquares(rows), height, width);
        double[] ratios = [.. samples.Select(sample => sample.Latency.TotalMilliseconds / fitted.MillisecondsOf(sample.Graph)).Order()];
        return new LatencyPredictor(fitted._factors, height, width) { Margin = Math.Clamp(ratios[(int)(PartBelowLimit * (ratios.Length - 1))], 1, MostMargin) };
    }

    /// <summary>The predicted latency in milliseconds.</summary>
    public double MillisecondsOf(LayerGraph graph)
    {
        double[] features = FeaturesOf(graph, _height, _width);
        double sum = 0;
        for (int i = 0; i < features.Length; i++)
            sum += _factors[i] * features[i];
        return sum;
    }

    private static double[] FeaturesOf(LayerGraph graph, int height, int width)
    {
        var features = new double[FeatureCount];
        features[0] = 1;
        ComputeCost cost = ComputeCost.Of(graph, height, width);
        for (int i = 0; i < graph.Nodes.Length; i++)
        {
            LayerCost layer = cost.Layers[i];
            int kind = graph.Nodes[i].Layer switch
            {
                Conv2d { IsDepthwise: true } => 1,
                Conv2d { OutChannels: <= FewChannels } => 2,
                Conv2d { KernelHeight: 1, KernelWidth: 1 } => 3,
                Conv2d => 4,
                ConvTranspose2d => 5,
                _ => 0,
            };
            if (kind > 0)
                features[kind] += layer.ExactMultiplyAdds / 1e6;
            features[6] += layer.Output.Elements / 1e6;
        }

        return features;
    }

    // Minimises Σ (1 − row · x)² over x ≥ 0, one coordinate after the other, with columns of equal length.
    private static double[] NonNegativeLeastSquares(double[][] rows)
    {
        double[] lengths = [.. Enumerable.Range(0, FeatureCount).Select(k => Math.Sqrt(rows.Sum(row => row[k] * row[k])))];
        var gram = new double[FeatureCount, FeatureCount];
        var target = new double[FeatureCount];
        for (int k = 0; k < FeatureCount; k++)
        {
            if (lengths[k] == 0)
                continue;
            target[k] = rows.Sum(row => row[k]) / lengths[k];
            for (int i = 0; i < FeatureCount; i++)
                gram[k, i] = lengths[i] == 0 ? 0 : rows.Sum(row => row[k] * row[i]) / (lengths[k] * lengths[i]);
        }

        var x = new double[FeatureCount];
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            double change = 0;
            for (int k = 0; k < FeatureCount; k++)
            {
                if (lengths[k] == 0)
                    continue;
                double residual = target[k];
                for (int i = 0; i < FeatureCount; i++)
                    residual -= gram[k, i] * x[i];
                double next = Math.Max(0, x[k] + residual);
                change = Math.Max(change, Math.Abs(next - x[k]));
                x[k] = next;
            }

            if (change < 1e-12)
                break;
        }

        return [.. x.Zip(lengths, (value, length) => length == 0 ? 0 : value / length)];
    }
}
