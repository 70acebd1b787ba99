using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.ExceptionServices;
using GanCompression.Runtime;

namespace GanCompression.Training;

/// <summary>
/// The plans of one search and the means to judge them: sub-networks run on leading slices of the supernet's weights. Nothing is
/// evaluated twice. For one strategy on one thread.
/// </summary>
public sealed class PlanEvaluator
{
    private readonly GeneratorModel _supernet;
    private readonly SearchImages _images;
    private readonly SearchOptions _options;
    private readonly SearchJournal? _journal;
    private readonly Dictionary<(ChannelPlan Plan, int Images), double> _distances = [];
    private readonly Dictionary<ChannelPlan, double> _scores = [];
    private readonly Dictionary<ChannelPlan, FrontierPoint> _points = [];
    private readonly Lock _lock = new();
    private readonly long _start = Stopwatch.GetTimestamp();

    internal PlanEvaluator(PlanSpace space, ComputeBudget budget, GeneratorModel supernet, SearchImages images, SearchOptions options, SearchJournal? journal)
    {
        Space = space;
        Budget = budget;
        _supernet = supernet;
        _images = images;
        _options = options;
        _journal = journal;
        foreach (SearchEvaluation evaluation in journal?.Earlier ?? [])
        {
            ChannelPlan plan = ChannelPlan.Parse(evaluation.Plan);
            if (evaluation.Score is { } score)
                _scores[plan] = score;
            else
                _distances[(plan, evaluation.Images)] = evaluation.Distance!.Value;
        }
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

    internal IEnumerable<FrontierPoint> Points => _points.Values;

    /// <summary>Plans within the budget: all, or a random part where there are more.</summary>
    /// <param name="maxPlans">Largest number of plans, at least 1.</param>
    public IReadOnlyList<PricedPlan> FeasiblePlans(int maxPlans) => Space.FeasiblePlans(Budget, maxPlans, Seed);

    /// <summary>The plan with these channels, or null if it is beyond the budget.</summary>
    /// <param name="channels">One of the set's choices for every entry.</param>
    public PricedPlan? TryAccept(ReadOnlySpan<int> channels)
    {
        PricedPlan plan = Space.PriceOf(new ChannelPlan(channels));
        return Budget.Allows(plan.MultiplyAdds, plan.Parameters) ? plan : null;
    }

    /// <summary>Mean absolute difference between the images of sub-networks and the teacher's: quick, and no scorer is asked.</summary>
    /// <param name="plans">The plans.</param>
    /// <param name="images">How many images to use, the first ones; from 1 to <see cref="Images"/>.</param>
    /// <returns>The differences, 0 to 2, in the order of the plans.</returns>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public double[] DistancesToTeacher(IReadOnlyList<PricedPlan> plans, int images)
    {
        ArgumentNullException.ThrowIfNull(plans);
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(images, Images);
        if (plans.Any(plan => !_distances.ContainsKey((plan.Plan, images))))
            _images.RunTeacher(images, CancellationToken);
        return Evaluate(
            plans, FormattableString.Invariant($"distance to the teacher on {images} images"),
            plan => _distances.TryGetValue((plan, images), out double distance) ? distance : null,
            plan => DistanceOf(plan, images),
            (plan, distance) =>
            {
                _distances[(plan, images)] = distance;
                _journal?.Append(new SearchEvaluation { Plan = plan.ToString(), Images = images, Distance = distance });
            },
            (plan, distance) => _points[plan.Plan] = PointOf(plan) with { DistanceToTeacher = distance, Images = images });
    }

    /// <summary>Asks the scorer about sub-networks, on all images.</summary>
    /// <param name="plans">The plans.</param>
    /// <returns>The scores in the order of the plans; lower is better.</returns>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public double[] Scores(IReadOnlyList<PricedPlan> plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        return Evaluate(
            plans, _options.Scorer.Name,
            plan => _scores.TryGetValue(plan, out double score) ? score : null,
            ScoreOf,
            (plan, score) =>
            {
                _scores[plan] = score;
                _journal?.Append(new SearchEvaluation { Plan = plan.ToString(), Score = score });
            },
            (plan, score) => _points[plan.Plan] = PointOf(plan) with { Score = score });
    }

    private FrontierPoint PointOf(PricedPlan plan) =>
        _points.TryGetValue(plan.Plan, out FrontierPoint? point) ? point : new FrontierPoint(plan.Plan, plan.MultiplyAdds, plan.Parameters, null, 0, null);

    private double[] Evaluate(
        IReadOnlyList<PricedPlan> plans, string what, Func<ChannelPlan, double?> recall, Func<ChannelPlan, double> compute, Action<ChannelPlan, double> store, Action<PricedPlan, double> note)
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
        RunInParallel(open.Length, i =>
        {
            double value = compute(open[i]);
            lock (_lock)
            {
                values[open[i]] = value;
                store(open[i], value);
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

    private double DistanceOf(ChannelPlan plan, int images)
    {
        double sum = 0;
        Run(plan, images, (index, image) =>
        {
            TensorPrimitives.Subtract(image, _images.TeacherImage(index), image);
            sum += TensorPrimitives.SumOfMagnitudes<float>(image) / image.Length;
        });
        return double.IsFinite(sum) ? sum / images : throw NotANumber(plan, "images that are not numbers. The supernet's weights may be damaged");
    }

    private double ScoreOf(ChannelPlan plan)
    {
        var images = new List<RgbImage>(Images);
        Run(plan, Images, (_, image) => images.Add(RgbImage.FromPlanes(image, _images.Height, _images.Width)));
        double score = _options.Scorer.Score(images, _images.Targets);
        return double.IsFinite(score) ? score : throw NotANumber(plan, FormattableString.Invariant($"images that the scorer '{_options.Scorer.Name}' gives {score}; expected a finite number"));
    }

    private void Run(ChannelPlan plan, int images, Action<int, float[]> take)
    {
        LayerGraph graph = Space.GraphOf(plan);
        CompiledNetwork network = CompiledNetwork.Compile(new Network(graph, ChannelPruning.LeadingSlices(_supernet.Generator, graph)), _images.Height, _images.Width);
        var source = new float[network.InputShape.Elements];
        var image = new float[network.OutputShape.Elements];
        for (int i = 0; i < images; i++)
        {
            CancellationToken.ThrowIfCancellationRequested();
            _images.ReadSource(i, source);
            network.Run(source, image);
            take(i, image);
        }
    }

    private static InvalidOperationException NotANumber(ChannelPlan plan, string what) => new($"The sub-network of plan {plan} makes {what}.");
}
