namespace GanCompression.Training;

/// <summary>
/// Predicts quick scores of plans from those that were measured: a ridge regression on what each entry of a plan is, and on products of
/// two entries. The strength of the penalty is the one that predicts plans best that are left out one by one.
/// </summary>
internal sealed class PlanPredictor
{
    // So large that the penalty does not count: each number of images has a mean of its own, which is no merit of the plans.
    private const double ImagesFeature = 10;

    private static readonly double[] s_penalties = [0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

    private readonly Dictionary<int, int>[] _ranks;
    private readonly int[] _offsets;
    private readonly int _features;
    private readonly List<Measurement> _measurements = [];
    private readonly Dictionary<ChannelPlan, int> _indices = [];

    /// <param name="channels">The plans.</param>
    public PlanPredictor(ChannelSet channels)
    {
        int entries = channels.Choices.Length;
        _ranks = new Dictionary<int, int>[entries];
        _offsets = new int[entries + 1];
        for (int i = 0; i < entries; i++)
        {
            _ranks[i] = channels.Choices[i].Order().Select((width, rank) => (width, rank)).ToDictionary(pair => pair.width, pair => pair.rank);
            _offsets[i + 1] = _offsets[i] + _ranks[i].Count;
        }

        _features = _offsets[entries] + entries * (entries - 1) / 2;
    }

    /// <summary>Takes a measurement; of several of one plan the one on the most images counts.</summary>
    /// <param name="plan">A plan of the set.</param>
    /// <param name="score">Its quick score.</param>
    /// <param name="images">Images behind it.</param>
    public void Learn(ChannelPlan plan, double score, int images)
    {
        var measurement = new Measurement(plan, score, images);
        if (_indices.TryAdd(plan, _measurements.Count))
            _measurements.Add(measurement);
        else if (_measurements[_indices[plan]].Images <= images)
            _measurements[_indices[plan]] = measurement;
    }

    /// <summary>The plans with the lowest predictions, best first; none before anything was measured.</summary>
    /// <param name="plans">Plans of the set.</param>
    /// <param name="count">How many.</param>
    public IReadOnlyList<PricedPlan> BestOf(IEnumerable<PricedPlan> plans, int count)
    {
        if (count < 1 || _measurements.Count == 0)
            return [];
        double[] coefficients = Fit();
        var features = new double[_features];
        return [.. plans.Select(plan => (Plan: plan, Prediction: Predict(plan.Plan))).OrderBy(pair => pair.Prediction).Take(count).Select(pair => pair.Plan)];

        double Predict(ChannelPlan plan)
        {
            Describe(plan, features);
            double sum = 0;
            for (int i = 0; i < features.Length; i++)
                sum += features[i] * coefficients[i];
            return sum;
        }
    }

    private void Describe(ChannelPlan plan, Span<double> features)
    {
        features.Clear();
        int entries = _ranks.Length;
        Span<double> positions = stackalloc double[entries];
        int next = _offsets[entries];
        for (int i = 0; i < entries; i++)
        {
            int rank = _ranks[i][plan.Channels[i]];
            features[_offsets[i] + rank] = 1;

            // From -1 for the narrowest to 1 for the widest.
            int last = _ranks[i].Count - 1;
            positions[i] = last == 0 ? 0 : 2.0 * rank / last - 1;
            for (int j = 0; j < i; j++)
                features[next++] = positions[i] * positions[j];
        }
    }

    private double[] Fit()
    {
        double[] sorted = [.. _measurements.Select(measurement => measurement.Score).Order()];
        double median = sorted[sorted.Length / 2];
        double scale = median > sorted[0] ? median - sorted[0] : 1;
        int[] imageCounts = [.. _measurements.Select(measurement => measurement.Images).Distinct().Order()];
        var rows = new double[_measurements.Count][];
        var targets = new double[rows.Length];
        for (int r = 0; r < rows.Length; r++)
        {
            (ChannelPlan plan, double score, int images) = _measurements[r];
            rows[r] = new double[_features + imageCounts.Length];
            Describe(plan, rows[r].AsSpan(0, _features));
            rows[r][_features + Array.IndexOf(imageCounts, images)] = ImagesFeature;

            // Bad plans can be worse by orders of magnitude; what tells the good ones apart must not drown in that.
            targets[r] = Math.Asinh((score - median) / scale);

            // Few images are noisy, but the model is not exact either.
            double weight = Math.Sqrt(Math.Sqrt((double)images / imageCounts[^1]));
            for (int i = 0; i < rows[r].Length; i++)
                rows[r][i] *= weight;
            targets[r] *= weight;
        }

        double[] best = [];
        double lowest = double.PositiveInfinity;
        foreach (double penalty in s_penalties)
        {
            double error = RidgeRegression.Fit(rows, targets, penalty, out double[] coefficients);
            if (best.Length == 0 || error < lowest)
                (lowest, best) = (error, coefficients);
        }

        return best;
    }

    private readonly record struct Measurement(ChannelPlan Plan, double Score, int Images);
}
