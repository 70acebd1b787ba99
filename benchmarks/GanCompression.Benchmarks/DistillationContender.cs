using System.Diagnostics;
using GanCompression.Training;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Benchmarks;

/// <summary>The product's distillation step, on images that come for the first time or again.</summary>
internal sealed class DistillationContender : IContender
{
    private const long CacheBytes = 1L << 30;

    private readonly Dictionary<int, DistillationTask> _tasks = [];
    private readonly BenchmarkNetworks _networks;
    private readonly bool _isSeenBefore;
    private int _next;

    public DistillationContender(BenchmarkNetworks networks, bool isSeenBefore)
    {
        _networks = networks;
        _isSeenBefore = isSeenBefore;
    }

    public string Name => _isSeenBefore ? "Training, images seen before" : "Training";

    public bool Supports(Operation operation) => operation == Operation.Distill;

    public TimeSpan Run(Operation operation, int imageSize, int batchSize)
    {
        if (!_tasks.TryGetValue(imageSize, out DistillationTask? task))
            _tasks[imageSize] = task = CreateTask();
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor source = TrainingContender.Images(imageSize, batchSize);
        Tensor target = TrainingContender.Images(imageSize, batchSize);
        int first = _isSeenBefore ? 0 : ++_next << 8;
        var batch = new ImageBatch(source, target, [.. Enumerable.Range(first, batchSize).Select(index => new ImageView(index, 0, 0, false))]);
        long start = Stopwatch.GetTimestamp();
        _ = task.Step(batch, step: 0);
        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        foreach (DistillationTask task in _tasks.Values)
            task.Dispose();
    }

    private DistillationTask CreateTask() => new(
        "Distillation", _networks.Generator, _networks.Student, _networks.Discriminator, _networks.Adaptors,
        [.. BenchmarkNetworks.FeatureNodes.Select(node => new FeaturePair(node, node))], ReconstructionTarget.GroundTruth,
        new DistillationOptions { NumberOfThreads = 1 }, _isSeenBefore ? CacheBytes : 0);
}
