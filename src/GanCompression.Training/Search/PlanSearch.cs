using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using GanCompression.Runtime;

namespace GanCompression.Training;

/// <summary>
/// Finds, among the sub-networks of a supernet, the best one within a budget (GAN Compression, TPAMI 2022, §3.3 and §3.4).
/// Costs come from <see cref="PlanSpace"/>, so that only plans within the budget ever run; nothing is trained.
/// </summary>
/// <remarks>
/// Latency has no closed form. For a budget of latency the search first measures a few dozen plans, predicts that of all others from
/// what their layers do, and takes those for candidates that are predicted to be within the budget. What the scorer judges is
/// measured itself, and the measured latency decides. Measure on a machine that does nothing else.
/// </remarks>
public static class PlanSearch
{
    /// <summary>Searches.</summary>
    /// <param name="teacher">The large generator; sub-networks are compared with its images, and a relative budget with its cost.</param>
    /// <param name="supernet">A model of <see cref="Supernet"/>.</param>
    /// <param name="data">Image pairs, better not those that the supernet was trained on.</param>
    /// <param name="budget">What the result may cost.</param>
    /// <param name="options">Options; null for the defaults. Copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images or the supernet; or no plan fits the budget.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The journal is in use, or a sub-network makes images that are not numbers.</exception>
    public static CompressionFrontier Run(GeneratorModel teacher, GeneratorModel supernet, IImagePairSource data, ComputeBudget budget, SearchOptions? options = null) =>
        RunOn(teacher, supernet, data, budget, options);

    /// <summary>Searches with unpaired images: the scorer compares the images of sub-networks with examples.</summary>
    /// <param name="teacher">The large generator; sub-networks are compared with its images, and a relative budget with its cost.</param>
    /// <param name="supernet">A model of <see cref="Supernet"/>.</param>
    /// <param name="data">Two independent sets of images, better not those that the supernet was trained on.</param>
    /// <param name="budget">What the result may cost.</param>
    /// <param name="options">Options; null for the defaults. Copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images or the supernet; or no plan fits the budget.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The journal is in use, or a sub-network makes images that are not numbers.</exception>
    public static CompressionFrontier Run(GeneratorModel teacher, GeneratorModel supernet, IUnpairedImageSource data, ComputeBudget budget, SearchOptions? options = null) =>
        RunOn(teacher, supernet, data, budget, options);

    /// <summary>Searches with pairs or with unpaired images.</summary>
    internal static CompressionFrontier RunOn(GeneratorModel teacher, GeneratorModel supernet, IImageSource data, ComputeBudget budget, SearchOptions? options)
    {
        long start = Stopwatch.GetTimestamp();
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(supernet);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(budget);
        options = options is null ? new SearchOptions() : options.Clone();
        options.Validate();
        (int height, int width) = SizeOf(data, options);
        ChannelPlan widest = Supernet.WidestPlanOf(supernet);
        ChannelSet channels = options.Channels ?? SupernetOptions.DefaultChannels(widest.Stem);
        CheckChannels(channels, widest);
        var space = new PlanSpace(channels, plan => Supernet.GraphOf(supernet, plan), height, width);
        ComputeBudget absolute = budget.For(ComputeCost.Of(teacher.Generator.Graph, height, width));
        bool isTimed = absolute.Kind == ComputeBudgetKind.Latency;
        if (!isTimed)
            space.CheckFeasible(absolute);

        var images = new SearchImages(teacher.Generator, data, options.MaxImages, height, width);
        using SearchJournal? journal = options.CheckpointFolder is { } folder
            ? SearchJournal.Open(folder, KeyOf(teacher, supernet, data, options.Scorer, images))
            : null;
        var judge = PlanJudge.Create(images, options);
        var measurements = new PlanMeasurements(judge.Key, options.LatencyMeter, journal);
        var networks = new CompiledPlans(supernet, space.GraphOf, height, width);
        LatencyCalibration? calibration = isTimed ? Calibrate(space, absolute, measurements, networks, options, height, width) : null;
        var evaluator = new PlanEvaluator(calibration?.Space ?? space, absolute, calibration?.Candidates ?? absolute, measurements, judge, networks, images, options);
        options.Strategy.Search(evaluator);
        if (calibration is not null && !evaluator.Points.Any(point => point is { Score: not null, Latency: { } latency } && absolute.Allows(point.MultiplyAdds, point.Parameters, latency)))
            _ = evaluator.Scores(calibration.Resorts);
        var frontier = new CompressionFrontier(absolute, options.Scorer.Name, evaluator.Points, judge.Name, evaluator.GeneratorRuns, evaluator.PlansPriced);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        frontier.Record = () => SearchRecord.Of(budget, channels, options, frontier, elapsed);
        return frontier;
    }

    /// <summary>What the scorer of a search says about a generator, on the images that plans are scored with.</summary>
    /// <exception cref="InvalidOperationException">The score is not a finite number.</exception>
    internal static double ScoreOf(GeneratorModel model, GeneratorModel teacher, IImageSource data, SearchOptions options)
    {
        (int height, int width) = SizeOf(data, options);
        var images = new SearchImages(teacher.Generator, data, options.MaxImages, height, width);
        CompiledNetwork network = CompiledNetwork.Compile(model.Generator, height, width);
        var source = new float[network.InputShape.Elements];
        var image = new float[network.OutputShape.Elements];
        var made = new List<RgbImage>(images.Count);
        for (int i = 0; i < images.Count; i++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            images.ReadSource(i, source);
            network.Run(source, image);
            made.Add(RgbImage.FromPlanes(image, height, width));
        }

        double score = options.Scorer.Score(made, images.Targets);
        return double.IsFinite(score)
            ? score
            : throw new InvalidOperationException(FormattableString.Invariant($"The generator '{model.Generator.Graph.Architecture}' makes images that the scorer '{options.Scorer.Name}' gives {score}; expected a finite number."));
    }

    /// <summary>Throws unless some plan fits a budget, before there is a supernet.</summary>
    /// <param name="teacher">The teacher.</param>
    /// <param name="graphOf">The network of a plan.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="options">Options of the search, with its channels.</param>
    /// <param name="height">Height of the images in pixels.</param>
    /// <param name="width">Width of the images in pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">No plan fits; the message names the smallest cost.</exception>
    internal static void CheckFeasible(GeneratorModel teacher, Func<ChannelPlan, LayerGraph> graphOf, ComputeBudget budget, SearchOptions options, int height, int width)
    {
        var space = new PlanSpace(options.Channels!, graphOf, height, width);
        ComputeBudget absolute = budget.For(ComputeCost.Of(teacher.Generator.Graph, height, width));
        if (absolute.Kind != ComputeBudgetKind.Latency)
        {
            space.CheckFeasible(absolute);
            return;
        }

        // How long a network takes does not depend on its weights.
        LayerGraph graph = graphOf(space.Smallest.Plan);
        CompiledNetwork network = CompiledNetwork.Compile(new Network(graph, WeightInitializer.Normal(graph, seed: 0)), height, width);
        LatencyCalibration.CheckFeasible(space.Smallest, absolute, () => options.LatencyMeter.Measure(space.Smallest.Plan, network, options.CancellationToken), known: null, height, width);
    }

    private static LatencyCalibration Calibrate(PlanSpace space, ComputeBudget budget, PlanMeasurements measurements, CompiledPlans networks, SearchOptions options, int height, int width)
    {
        long start = Stopwatch.GetTimestamp();
        LatencyCalibration.CheckFeasible(
            space.Smallest, budget, () => measurements.MeasureLatency(space.Smallest.Plan, networks, options.CancellationToken), measurements.LatencyOf(space.Smallest.Plan), height, width);
        return new LatencyCalibration(space, budget, Measure, options.Seed ?? 0, height, width);

        TimeSpan[] Measure(IReadOnlyList<ChannelPlan> plans)
        {
            var latencies = new TimeSpan[plans.Count];
            int best = 0;
            for (int i = 0; i < plans.Count; i++)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                bool isKnown = measurements.LatencyOf(plans[i]) is not null;
                latencies[i] = measurements.LatencyOf(plans[i]) ?? measurements.MeasureLatency(plans[i], networks, options.CancellationToken);
                if (latencies[i] < latencies[best])
                    best = i;
                if (!isKnown)
                    options.ProgressCallback?.Invoke(new SearchProgress("latency in ms, to predict that of others", i + 1, plans.Count, latencies[best].TotalMilliseconds, plans[best], Stopwatch.GetElapsedTime(start)));
            }

            return latencies;
        }
    }

    private static (int Height, int Width) SizeOf(IImageSource data, SearchOptions options)
    {
        if (data is IUnpairedImageSource sets && Math.Min(sets.SourceCount, sets.TargetCount) < 2)
            throw new ArgumentOutOfRangeException(nameof(data), FormattableString.Invariant($"A search needs at least 2 source and 2 target images, but the data has {sets.SourceCount} and {sets.TargetCount}."));
        if (data.Count < 2)
            throw new ArgumentOutOfRangeException(nameof(data), data.Count, FormattableString.Invariant($"A search needs at least 2 image pairs, but the data has {data.Count}."));
        if (options.ImageSize is { } size)
        {
            return size <= data.Height && size <= data.Width
                ? (size, size)
                : throw new ArgumentOutOfRangeException(nameof(options), size, FormattableString.Invariant($"ImageSize must be at most the size of the images, which is {data.Width}×{data.Height} pixels, but was {size}."));
        }

        return data.Height % 4 == 0 && data.Width % 4 == 0
            ? (data.Height, data.Width)
            : throw new ArgumentOutOfRangeException(nameof(options), FormattableString.Invariant($"Images of {data.Width}×{data.Height} pixels cannot be searched on whole: both must be multiples of 4. Set ImageSize to a multiple of 4 that fits."));
    }

    private static void CheckChannels(ChannelSet channels, ChannelPlan widest)
    {
        // A plan of six entries widens to the eight of a graph.
        ChannelPlan largest = channels.Largest;
        int[] wanted = largest.Channels.Length == 8 ? [.. largest.Channels] : [.. largest.Channels[..3], largest.Channels[3], largest.Channels[3], .. largest.Channels[3..]];
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] > widest.Channels[i])
                throw new ArgumentOutOfRangeException(nameof(channels), FormattableString.Invariant($"The channel set offers {wanted[i]} channels for entry {i + 1}, but the supernet has {widest.Channels[i]} there. Its widest plan is {widest}."));
        }
    }

    // Everything that decides an evaluation; budget, strategy and set only decide which are made.
    private static string KeyOf(GeneratorModel teacher, GeneratorModel supernet, IImageSource data, IPlanScorer scorer, SearchImages images)
    {
        string content = string.Join('\n', SearchJournal.Format, supernet.Generator.Weights.Fingerprint(), supernet.Generator.Graph.Architecture, teacher.Generator.Weights.Fingerprint(), data.Fingerprint, scorer.Name,
            FormattableString.Invariant($"{images.Count} and {images.Targets.Count} images of {images.Width}×{images.Height}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
    }
}
