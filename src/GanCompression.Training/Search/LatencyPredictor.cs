namespace GanCompression.Training;

/// <summary>
/// Predicts the latency of networks from what their layers do: a constant, the multiply-adds of each kind of convolution, and the
/// values that are written, each times a factor that is not negative. So it is a sum over layers that rises with every channel, as
/// <see cref="PlanSpace"/> needs it. The factors fit measured latencies by least relative errors.
/// </summary>
internal sealed class LatencyPredictor
{
    private const int FeatureCount = 7;
    private const int MaxSweeps = 5000;
    private const double Tolerance = 1e-9;
    private const int Elements = FeatureCount - 1;
    private const int Rounds = 8;
    private const double SmallError = 0.01;
    private const double PartBelowLimit = 0.9;
    private const double MostMargin = 1.5;

    private readonly int[] _kinds;
    private readonly double[] _factors;
    private readonly int _height;
    private readonly int _width;

    private LatencyPredictor(int[] kinds, double[] factors, int height, int width)
    {
        _kinds = kinds;
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
    /// <param name="widest">The widest network. It says of what kind the layers of all are: they differ in channels alone.</param>
    /// <param name="samples">Networks and their latencies; better three times as many as there are factors.</param>
    /// <param name="height">Height of the images in pixels.</param>
    /// <param name="width">Width of the images in pixels.</param>
    public static LatencyPredictor Fit(LayerGraph widest, IReadOnlyList<(LayerGraph Graph, TimeSpan Latency)> samples, int height, int width)
    {
        int[] kinds = KindsOf(widest);

        // Divided by the latency, every equation says 1 = Σ factor · feature / latency.
        double[][] rows = [.. samples.Select(sample => FeaturesOf(sample.Graph, kinds, height, width).Select(feature => feature / sample.Latency.TotalMilliseconds).ToArray())];
        var fitted = new LatencyPredictor(kinds, LeastErrors(rows), height, width);
        double[] ratios = [.. samples.Select(sample => sample.Latency.TotalMilliseconds / fitted.MillisecondsOf(sample.Graph)).Order()];
        return new LatencyPredictor(kinds, fitted._factors, height, width) { Margin = Math.Clamp(ratios[(int)(PartBelowLimit * (ratios.Length - 1))], 1, MostMargin) };
    }

    /// <summary>The predicted latency in milliseconds.</summary>
    public double MillisecondsOf(LayerGraph graph)
    {
        double[] features = FeaturesOf(graph, _kinds, _height, _width);
        double sum = 0;
        for (int i = 0; i < features.Length; i++)
            sum += _factors[i] * features[i];
        return sum;
    }

    // Kind 0 is free but for what it writes.
    private static int[] KindsOf(LayerGraph graph)
    {
        int[] kinds = [.. graph.Nodes.Select(node => node.Layer switch
        {
            Conv2d { IsDepthwise: true } => 1,
            Conv2d { KernelHeight: 1, KernelWidth: 1 } => 2,
            Conv2d => 3,
            ConvTranspose2d => 4,
            _ => 0,
        })];

        // The last convolution makes three channels only, for which engines are not built.
        int last = Array.FindLastIndex(kinds, kind => kind > 0);
        if (last >= 0)
            kinds[last] = 5;
        return kinds;
    }

    private static double[] FeaturesOf(LayerGraph graph, int[] kinds, int height, int width)
    {
        var features = new double[FeatureCount];
        features[0] = 1;
        ComputeCost cost = ComputeCost.Of(graph, height, width);
        for (int i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] > 0)
                features[kinds[i]] += cost.Layers[i].ExactMultiplyAdds / 1e6;
            features[Elements] += cost.Layers[i].Output.Elements / 1e6;
        }

        return features;
    }

    // Minimises Σ |1 − row · x|, by least squares that weigh large errors less from round to round: a measurement that something disturbed has no say.
    private static double[] LeastErrors(double[][] rows)
    {
        double[] x = NonNegativeLeastSquares(rows);
        for (int round = 0; round < Rounds; round++)
        {
            double[] current = x;
            x = NonNegativeLeastSquares(rows, [.. rows.Select(row => 1 / Math.Max(SmallError, Math.Abs(1 - row.Zip(current).Sum(pair => pair.First * pair.Second))))]);
        }

        return x;
    }

    // Minimises Σ weight · (1 − row · x)² over x ≥ 0, one coordinate after the other, with columns of equal length.
    // MathNet solves least squares, but not under x ≥ 0.
    private static double[] NonNegativeLeastSquares(double[][] rows, double[]? weights = null)
    {
        double Sum(Func<double[], double> term) => rows.Select((row, i) => (weights is null ? 1 : weights[i]) * term(row)).Sum();

        double[] lengths = [.. Enumerable.Range(0, FeatureCount).Select(k => Math.Sqrt(Sum(row => row[k] * row[k])))];
        int[] used = [.. Enumerable.Range(0, FeatureCount).Where(k => lengths[k] > 0)];
        var gram = new double[FeatureCount, FeatureCount];
        var target = new double[FeatureCount];
        foreach (int k in used)
        {
            target[k] = Sum(row => row[k]) / lengths[k];
            foreach (int i in used)
                gram[k, i] = Sum(row => row[k] * row[i]) / (lengths[k] * lengths[i]);
        }

        var x = new double[FeatureCount];
        double change = double.PositiveInfinity;
        for (int sweep = 0; sweep < MaxSweeps && change > Tolerance; sweep++)
        {
            change = 0;
            foreach (int k in used)
            {
                double next = Math.Max(0, x[k] + target[k] - used.Sum(i => gram[k, i] * x[i]));
                change = Math.Max(change, Math.Abs(next - x[k]));
                x[k] = next;
            }
        }

        foreach (int k in used)
            x[k] /= lengths[k];
        return x;
    }
}
