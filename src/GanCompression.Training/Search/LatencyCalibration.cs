namespace GanCompression.Training;

/// <summary>
/// Finds out which plans are likely to keep a budget of latency: measures the narrowest one, which must, and some others, most of them
/// where the limit is; and fits a <see cref="LatencyPredictor"/> to them.
/// </summary>
internal sealed class LatencyCalibration
{
    private const ulong Stream = 5UL << 40;
    private const int AnyPlans = 16;
    private const int PlansWithin = 16;
    private const int Attempts = 3;
    private const int MaxResorts = 8;
    private const double MaxMilliseconds = 1e12;

    private readonly List<(PricedPlan Plan, TimeSpan Latency)> _measured = [];

    /// <param name="space">The plans.</param>
    /// <param name="budget">The budget, one of latency.</param>
    /// <param name="measure">The latencies of plans: known, or measured now.</param>
    /// <param name="seed">Seed of the choice of plans.</param>
    /// <param name="height">Height of the images in pixels.</param>
    /// <param name="width">Width of the images in pixels.</param>
    public LatencyCalibration(PlanSpace space, ComputeBudget budget, Func<IReadOnlyList<ChannelPlan>, TimeSpan[]> measure, long seed, int height, int width)
    {
        var random = new SeededRandom(unchecked((ulong)seed), Stream);
        var chosen = new List<ChannelPlan> { space.Smallest.Plan, space.Channels.Largest };
        for (int i = 0; i < AnyPlans - 2; i++)
            chosen.Add(space.Channels.Sample(ref random));
        Measure(chosen.Select(space.PriceOf));
        PlanSpace predicted = Predict();

        Measure(predicted.FeasiblePlans(CandidatesIn(predicted), PlansWithin, seed));
        Space = Predict();
        Candidates = CandidatesIn(Space);
        Resorts = [.. _measured.Where(sample => budget.Allows(sample.Plan.MultiplyAdds, sample.Plan.Parameters, sample.Latency)).OrderByDescending(sample => sample.Latency).Take(MaxResorts).Select(sample => sample.Plan)];

        void Measure(IEnumerable<PricedPlan> plans)
        {
            PricedPlan[] open = [.. plans.DistinctBy(plan => plan.Plan).Where(plan => _measured.All(other => !other.Plan.Plan.Equals(plan.Plan)))];
            _measured.AddRange(open.Zip(measure([.. open.Select(plan => plan.Plan)])));
        }

        PlanSpace Predict()
        {
            Predictor = LatencyPredictor.Fit(space.GraphOf(space.Channels.Largest), [.. _measured.Select(sample => (space.GraphOf(sample.Plan.Plan), sample.Latency))], height, width);
            return new PlanSpace(space.Channels, space.GraphOf, height, width, Predictor.MillisecondsOf);
        }

        // The narrowest plan is a candidate whatever is predicted of it.
        ComputeBudget CandidatesIn(PlanSpace plans) =>
            ComputeBudget.Latency(TimeSpan.FromMilliseconds(Math.Max(Math.Min(budget.Limit, MaxMilliseconds) / Predictor.Margin, plans.Smallest.PredictedLatency!.Value.TotalMilliseconds)) + TimeSpan.FromTicks(1));
    }

    /// <summary>The predictor.</summary>
    public LatencyPredictor Predictor { get; private set; } = null!;

    /// <summary>The plans with predicted latencies.</summary>
    public PlanSpace Space { get; }

    /// <summary>The budget that predictions have to meet.</summary>
    public ComputeBudget Candidates { get; }

    /// <summary>Plans that were measured within the budget, slowest first: what is left to judge should all others turn out slower than predicted.</summary>
    public IReadOnlyList<PricedPlan> Resorts { get; }

    /// <summary>Throws unless the narrowest plan keeps a budget of latency. A measurement beyond it is repeated: something else may have kept the machine busy.</summary>
    /// <param name="narrowest">The plan.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="measureAgain">Measures the plan.</param>
    /// <param name="known">The latency, if known.</param>
    /// <param name="height">Height of the images in pixels.</param>
    /// <param name="width">Width of the images in pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not; the message names the latency.</exception>
    public static void CheckFeasible(PricedPlan narrowest, ComputeBudget budget, Func<TimeSpan> measureAgain, TimeSpan? known, int height, int width)
    {
        TimeSpan? least = known;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (least is { } latency && budget.Allows(narrowest.MultiplyAdds, narrowest.Parameters, latency))
                return;
            TimeSpan measured = measureAgain();
            least = least < measured ? least : measured;
        }

        if (!budget.Allows(narrowest.MultiplyAdds, narrowest.Parameters, least))
        {
            throw new ArgumentOutOfRangeException(nameof(budget), FormattableString.Invariant(
                $"No plan fits a budget of {budget}: the narrowest plan of the set, {narrowest.Plan}, takes {least!.Value.TotalMilliseconds:g4} ms on one thread at {width}×{height} pixels, as measured now. Raise the budget, or offer narrower channels."));
        }
    }
}
