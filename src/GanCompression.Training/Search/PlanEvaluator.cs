using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace GanCompression.Training;

/// <summary>
/// The plans of one search and the means to judge them: sub-networks run on leading slices of the supernet's weights. Nothing is
/// evaluated twice. For one strategy on one thread.
/// </summary>
public sealed class PlanEvaluator
{
    private readonly PlanMeasurements _measurements;
    private readonly PlanJudge _judge;
    private readonly CompiledPlans _networks;
    private readonly ComputeBudget _candidates;
    private readonly SearchImages _images;
    private readonly SearchOptions _options;
    private readonly Dictionary<ChannelPlan, FrontierPoint> _points = [];
    private readonly Dictionary<ChannelPlan, int> _compared = [];
    private readonly Lock _lock = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _priced;
    private bool _isSetPriced;

    /// <param name="space">All plans with their prices; for a budget of latency, predicted ones too.</param>
    /// <param name="budget">The budget of the search.</param>
    /// <param name="candidates">The budget that plans have to meet before they are measured.</param>
    /// <param name="measurements">What was measured so far.</param>
    /// <param name="judge">What becomes of images.</param>
    /// <param name="networks">The sub-networks.</param>
    /// <param name="images">The images.</param>
    /// <param name="options">Options of the search.</param>
    internal PlanEvaluator(
        PlanSpace space, ComputeBudget budget, ComputeBudget candidates, PlanMeasurements measurements, PlanJudge judge, CompiledPlans networks, SearchImages images, SearchOptions options)
    {
        Space = space;
        Budget = budget;
        _candidates = candidates;
        _measurements = measurements;
        _judge = judge;
        _networks = networks;
        _images = images;
        _options = options;
    }

    /// <summary>All plans with their prices.</summary>
    public PlanSpace Space { get; }

    /// <summary>The budget, in absolute terms.</summary>
    public ComputeBudget Budget { get; }

    /// <summary>Number of images.</summary>
    public int Images => _images.Count;

    /// <summary>Seed of everything random.</summary>
    public long Seed => _options.Seed ?? 0;

    /// <summary>Ends the search.</summary>
    public CancellationToken CancellationToken => _options.CancellationToken;

    /// <summary>Whether the scorer goes on from the images behind a quick score, so that a quick score of all images makes the score free.</summary>
    internal bool SharesImages => _judge.SharesImages;

    internal IEnumerable<FrontierPoint> Points => _points.Values;

    /// <summary>Plans whose price was compared with the budget.</summary>
    internal long PlansPriced => _isSetPriced ? Space.Channels.Count : Math.Max(_priced, _points.Count);

    /// <summary>Images that sub-networks had to make for the points, whether in this run or in one that was interrupted.</summary>
    internal long GeneratorRuns => _points.Values.Sum(point =>
    {
        long compared = _compared.GetValueOrDefault(point.Plan);
        long scored = point.Score is null ? 0 : Images;
        return _judge.SharesImages ? Math.Max(compared, scored) : compared + scored;
    });

    /// <summary>Plans within the budget: all, or a random part where there are more. For a budget of latency, those that are predicted to be.</summary>
    /// <param name="maxPlans">Largest number of plans, at least 1.</param>
    public IReadOnlyList<PricedPlan> FeasiblePlans(int maxPlans)
    {
        IReadOnlyList<PricedPlan> plans = Space.FeasiblePlans(_candidates, maxPlans, Seed, out long priced);
        _priced += priced;
        _isSetPriced |= priced == Space.Channels.Count;
        return plans;
    }

    /// <summary>The plan with these channels, or null if it is beyond the budget; for a budget of latency, if it is predicted to be.</summary>
    /// <param name="channels">One of the set's choices for every entry.</param>
    public PricedPlan? TryAccept(ReadOnlySpan<int> channels)
    {
        _priced++;
        PricedPlan plan = Space.PriceOf(new ChannelPlan(channels));
        return _candidates.Allows(plan.MultiplyAdds, plan.Parameters, plan.PredictedLatency) ? plan : null;
    }

    /// <summary>Ranks sub-networks by few images, as <see cref="SearchOptions.Ranking"/> says.</summary>
    /// <param name="plans">The plans.</param>
    /// <param name="images">How many images to use, the first ones; from 1 to <see cref="Images"/>.</param>
    /// <returns>Quick scores in the order of the plans; lower is better.</returns>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public double[] QuickScores(IReadOnlyList<PricedPlan> plans, int images)
    {
        ArgumentNullException.ThrowIfNull(plans);
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(images, Images);
        images = Math.Max(images, _judge.FewestImages);
        return Evaluate(
            plans, FormattableString.Invariant($"{_judge.Name} on {images} images"),
            plan => _measurements.QuickScoreOf(plan, images),
            () => _judge.PrepareQuickScores(images),
            plan => new SearchEvaluation
            {
                Plan = plan.ToString(),
                Of = _judge.Key,
                Images = images,
                QuickScore = Finite(plan, _judge.Name, _networks.Use(plan, network => _judge.QuickScore(plan, network, images))),
            },
            (plan, score) =>
            {
                _compared[plan.Plan] = Math.Max(images, _compared.GetValueOrDefault(plan.Plan));
                _points[plan.Plan] = PointOf(plan) with { QuickScore = score, Images = images };
            });
    }

    /// <summary>Asks the scorer about sub-networks, on all images, and measures their latency.</summary>
    /// <param name="plans">The plans.</param>
    /// <returns>The scores in the order of the plans; lower is better.</returns>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public double[] Scores(IReadOnlyList<PricedPlan> plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        double[] scores = Evaluate(
            plans, _options.Scorer.Name,
            _measurements.ScoreOf,
            _judge.PrepareScores,
            plan => new SearchEvaluation { Plan = plan.ToString(), Score = ScoreOf(plan) },
            (plan, score) => _points[plan.Plan] = PointOf(plan) with { Score = score });

        // Now that the other threads are quiet.
        foreach (PricedPlan plan in plans)
            _points[plan.Plan] = PointOf(plan) with { Latency = LatencyOf(plan.Plan) };
        return scores;
    }

    /// <summary>The latency of a plan, measured now if it is not known.</summary>
    internal TimeSpan LatencyOf(ChannelPlan plan) => _measurements.LatencyOf(plan) ?? _measurements.MeasureLatency(plan, _networks, CancellationToken);

    private FrontierPoint PointOf(PricedPlan plan) =>
        _points.TryGetValue(plan.Plan, out FrontierPoint? point) ? point : new FrontierPoint(plan.Plan, plan.MultiplyAdds, plan.Parameters, null, 0, null);

    private double[] Evaluate(
        IReadOnlyList<PricedPlan> plans, string what, Func<ChannelPlan, double?> recall, Action prepare, Func<ChannelPlan, SearchEvaluation> compute, Action<PricedPlan, double> note)
    {
        CancellationToken.ThrowIfCancellationRequested();
        PricedPlan[] distinct = [.. plans.Distinct()];
        var values = new Dictionary<ChannelPlan, double>(distinct.Length);
        foreach (PricedPlan plan in distinct)
        {
            if (recall(plan.Plan) is { } known)
                values[plan.Plan] = known;
        }

        (ChannelPlan? bestPlan, double best) = (null, double.PositiveInfinity);
        foreach ((ChannelPlan plan, double value) in values)
            Improve(plan, value);

        ChannelPlan[] open = [.. distinct.Select(plan => plan.Plan).Where(plan => !values.ContainsKey(plan))];
        if (open.Length > 0)
            prepare();
        RunInParallel(open.Length, i =>
        {
            SearchEvaluation evaluation = compute(open[i]);
            lock (_lock)
            {
                _measurements.Add(evaluation);
                double value = recall(open[i])!.Value;
                values[open[i]] = value;
                Improve(open[i], value);
                _options.ProgressCallback?.Invoke(new SearchProgress(what, values.Count, distinct.Length, best, bestPlan!, Stopwatch.GetElapsedTime(_start)));
            }
        });

        foreach (PricedPlan plan in distinct)
            note(plan, values[plan.Plan]);
        return [.. plans.Select(plan => values[plan.Plan])];

        void Improve(ChannelPlan plan, double value)
        {
            if (bestPlan is null || value < best)
                (bestPlan, best) = (plan, value);
        }
    }

    private void RunInParallel(int count, Action<int> body)
    {
        int threads = _options.NumberOfThreads > 0 ? _options.NumberOfThreads : Environment.ProcessorCount;
        try
        {
            _ = Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = CancellationToken }, body);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private double ScoreOf(ChannelPlan plan) => Finite(plan, _options.Scorer.Name, _networks.Use(plan, network => _judge.Score(plan, network)));

    private static double Finite(ChannelPlan plan, string name, double value) => double.IsFinite(value)
        ? value
        : throw new InvalidOperationException(FormattableString.Invariant($"The sub-network of plan {plan} makes images that '{name}' gives {value}; expected a finite number."));
}
