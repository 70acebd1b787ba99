using System.Diagnostics;
using GanCompression.Runtime;
using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Benchmarking;

/// <summary>
/// Runs generators on several engines in turn, one image at a time, so that whatever else the machine does hits all of them alike, and
/// compares times and results.
/// </summary>
internal static class InferenceBenchmark
{
    private const int ProfileRuns = 20;

    /// <summary>Runs it.</summary>
    /// <param name="models">The generators.</param>
    /// <param name="options">What to run.</param>
    /// <param name="progress">Is told turns done and turns in all.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    public static InferenceReport Run(IReadOnlyList<BenchmarkedModel> models, InferenceOptions options, Action<int, int> progress, CancellationToken cancellationToken)
    {
        List<Contest> contests = [];
        try
        {
            foreach (BenchmarkedModel model in models)
            {
                foreach (int threads in options.Threads)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var contest = new Contest(model, threads);
                    contests.Add(contest);
                    contest.AddPeers(options.Peers);
                }
            }

            Dictionary<int, double> peaks = options.Threads.Distinct().ToDictionary(threads => threads, threads => ProcessorPeak.MeasureGigaflopsPerSecond(threads));
            int turns = options.Rounds * contests.Sum(contest => contest.Entries.Count);
            int done = 0;
            for (int round = 0; round < options.Rounds; round++)
            {
                foreach (Entry entry in contests.SelectMany(contest => contest.Entries))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    entry.Engine.Run(entry.Recorder);
                    progress(++done, turns);
                }
            }

            // Other work may have hidden the peak the first time.
            foreach (int threads in peaks.Keys)
                peaks[threads] = Math.Max(peaks[threads], ProcessorPeak.MeasureGigaflopsPerSecond(threads));
            return new InferenceReport(
                contests[0].Engine.Network.VectorWidth.ToString(),
                Environment.ProcessorCount,
                options.Rounds,
                [.. peaks.Select(peak => new PeakReport(peak.Key, peak.Value))],
                [.. contests.GroupBy(contest => contest.Model).Select(group => Describe(group.Key, [.. group], peaks, options, cancellationToken))],
                PeakWorkingSet(),
                GC.GetTotalMemory(forceFullCollection: false));
        }
        finally
        {
            foreach (Entry entry in contests.SelectMany(contest => contest.Entries))
                entry.Engine.Dispose();
        }
    }

    private static ModelBenchmark Describe(BenchmarkedModel model, Contest[] contests, Dictionary<int, double> peaks, InferenceOptions options, CancellationToken cancellationToken)
    {
        LayerGraph graph = model.Network.Graph;
        ComputeCost cost = ComputeCost.Of(graph, model.ImageSize, model.ImageSize);
        return new ModelBenchmark(
            model.Name,
            graph.Architecture,
            ChannelSummary.Of(graph),
            model.ImageSize,
            cost.MultiplyAdds,
            cost.ExactMultiplyAdds,
            [.. contests.SelectMany(contest => contest.Describe(cost, peaks[contest.Engine.Threads]))],
            options.HasLayers ? StepReport.Of(contests[0].Engine.Network.Profile(ProfileRuns, cancellationToken)) : []);
    }

    private static long PeakWorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private sealed record Entry(IInferenceEngine Engine)
    {
        public LatencyRecorder Recorder { get; } = new();

        public double LargestDifference { get; set; }
    }

    /// <summary>The engines that run one model with one number of threads.</summary>
    private sealed class Contest
    {
        private readonly float[] _source;

        public Contest(BenchmarkedModel model, int threads)
        {
            Model = model;
            _source = LatencyMeasurement.RandomImage(new TensorShape(model.Network.Graph.Inputs[0].Channels, model.ImageSize, model.ImageSize));
            Engine = new RuntimeEngine(model.Network, model.ImageSize, threads, _source);
            Entries.Add(new Entry(Engine));
        }

        public BenchmarkedModel Model { get; }

        public RuntimeEngine Engine { get; }

        public List<Entry> Entries { get; } = [];

        public void AddPeers(IReadOnlyList<PeerKind> kinds)
        {
            float[] expected = Engine.Compute();
            foreach (PeerKind kind in kinds)
            {
                var entry = new Entry(kind == PeerKind.Torch
                    ? new LibtorchEngine(Model.Network, Model.ImageSize, Engine.Threads, _source)
                    : new OnnxRuntimeEngine(Model.Network, Model.ImageSize, Engine.Threads, _source));
                Entries.Add(entry);
                entry.LargestDifference = LargestDifference(entry.Engine.Compute(), expected);
            }
        }

        public IEnumerable<EngineReport> Describe(ComputeCost cost, double peak)
        {
            TimeSpan reference = Entries[0].Recorder.ToMeasurement().Median;
            foreach (Entry entry in Entries)
            {
                LatencyMeasurement latency = entry.Recorder.ToMeasurement();
                CompiledNetwork? own = (entry.Engine as RuntimeEngine)?.Network;
                double gigaflops = 2e-9 * cost.ExactMultiplyAdds / latency.Undisturbed.TotalSeconds;
                yield return new EngineReport
                {
                    Engine = entry.Engine.Name,
                    Threads = entry.Engine.Threads,
                    Runs = latency.Runs,
                    MedianMilliseconds = latency.Median.TotalMilliseconds,
                    LowMilliseconds = latency.Percentile10.TotalMilliseconds,
                    HighMilliseconds = latency.Percentile90.TotalMilliseconds,
                    MinimumMilliseconds = latency.Minimum.TotalMilliseconds,
                    UndisturbedMilliseconds = latency.Undisturbed.TotalMilliseconds,
                    ProcessorMilliseconds = latency.ProcessorTime?.TotalMilliseconds,
                    ImagesPerSecond = latency.ImagesPerSecond,
                    GigaflopsPerSecond = gigaflops,
                    ShareOfPeak = gigaflops / peak,
                    RelativeTime = latency.Median / reference,
                    LargestDifference = entry.LargestDifference,
                    WorkingBytes = own?.WorkingBytes,
                    WeightBytes = own?.WeightBytes,
                    AllocatedBytes = own is null ? null : latency.AllocatedBytes,
                };
            }
        }

        private static double LargestDifference(float[] actual, float[] expected) => actual.Zip(expected).Max(pair => Math.Abs((double)pair.First - pair.Second));
    }
}
