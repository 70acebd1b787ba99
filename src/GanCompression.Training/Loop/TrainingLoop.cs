using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// The loop of every trainer: order of the images, learning rates, checkpoints, reports, cancellation, and the check that
/// everything stays finite. A run that was interrupted anywhere ends with the same weights as one that was not.
/// </summary>
internal sealed class TrainingLoop
{
    private const ulong DropoutStream = 2UL << 62;

    private readonly TrainingTask _task;
    private readonly TrainingOptions _options;
    private readonly TrainingCheckpoint? _checkpoint;
    private readonly BatchSampler _sampler;
    private readonly TrainingState _state;
    private readonly List<Tensor> _unread = [];
    private readonly long _steps;
    private readonly double[] _reportSums;
    private readonly bool _usesDropout;
    private readonly long _firstStep;
    private readonly TimeSpan _elapsedBefore;
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _reportSteps;
    private long _imagesDone;

    private TrainingLoop(TrainingTask task, IImageSource data, TrainingOptions options, TrainingCheckpoint? checkpoint)
    {
        _checkpoint = checkpoint;
        _task = task;
        _options = options;
        _sampler = new BatchSampler(data, options.ImageSize, options.UseFlip, options.BatchSize, options.SeedOrDefault);
        _state = new TrainingState(task.LossNames.Count);
        _steps = (long)options.MaxEpochs * _sampler.BatchesPerEpoch;
        _reportSums = new double[task.LossNames.Count];
        _usesDropout = task.Networks.Any(network => network.Value.Graph.Nodes.Any(node => node.Layer is Dropout));
        checkpoint?.Restore(task, _state);
        _firstStep = _state.Step;
        _elapsedBefore = _state.Elapsed;
    }

    /// <summary>Trains, and returns what the run amounted to.</summary>
    /// <param name="task">The networks and the step.</param>
    /// <param name="data">The images.</param>
    /// <param name="options">The validated options.</param>
    /// <param name="description">What decides the result, for provenance and checkpoints.</param>
    public static TrainingResult Run(TrainingTask task, IImageSource data, TrainingOptions options, SortedDictionary<string, string> description)
    {
        TorchRuntime.EnsureLoaded();
        int threads = torch.get_num_threads();
        try
        {
            if (options.NumberOfThreads > 0)
                torch.set_num_threads(options.NumberOfThreads);
            using TrainingCheckpoint? checkpoint = options.CheckpointFolder is { } folder
                ? TrainingCheckpoint.Open(folder, task.Stage, description, data.Fingerprint)
                : null;
            return new TrainingLoop(task, data, options, checkpoint).Run();
        }
        finally
        {
            torch.set_num_threads(threads);
        }
    }

    private TimeSpan ElapsedHere => Stopwatch.GetElapsedTime(_start);

    private TrainingResult Run()
    {
        try
        {
            while (_state.Step < _steps)
            {
                if (_options.CancellationToken.IsCancellationRequested)
                {
                    SaveCheckpoint();
                    _options.CancellationToken.ThrowIfCancellationRequested();
                }

                MakeStep();
                if (_state.Step % _options.ReportEverySteps == 0 || _state.Step % _sampler.BatchesPerEpoch == 0)
                    Report();
                if (_state.Step % _options.CheckpointEverySteps == 0 || _state.Step == _steps)
                    SaveCheckpoint();
            }

            return new TrainingResult(ExportFiniteWeights(), LastLosses(), _elapsedBefore + ElapsedHere);
        }
        finally
        {
            foreach (Tensor losses in _unread)
                losses.Dispose();
        }
    }

    private void MakeStep()
    {
        int epoch = (int)(_state.Step / _sampler.BatchesPerEpoch);
        int batchIndex = (int)(_state.Step % _sampler.BatchesPerEpoch);
        if (batchIndex == 0)
        {
            ReadLosses();
            Array.Clear(_state.EpochSums);
            _state.EpochSteps = 0;
        }

        double rate = LearningRate(_state.Step);
        foreach (NetworkOptimizer optimizer in _task.Optimizers)
            optimizer.LearningRate = rate;

        // libtorch drops out with its global generator only; a seed per step makes what it draws a function of the position.
        if (_usesDropout)
            torch.manual_seed((long)(new SeededRandom(unchecked((ulong)_options.SeedOrDefault), DropoutStream | (ulong)_state.Step).NextUInt64() >> 1));

        using DisposeScope scope = torch.NewDisposeScope();
        ImageBatch batch = _sampler.Read(epoch, batchIndex);
        _imagesDone += batch.Count;
        _unread.Add(_task.Step(batch, _state.Step).DetachFromDisposeScope());
        _state.Step++;
    }

    private double LearningRate(long step)
    {
        int epoch = (int)(step / _sampler.BatchesPerEpoch) + 1;
        int decay = _options.DecayEpochsOrDefault;
        return _options.LearningRate * LearningRateSchedule.Factor(epoch, _options.MaxEpochs - decay, decay);
    }

    /// <summary>Takes the losses of the last steps out of libtorch and checks them.</summary>
    private void ReadLosses()
    {
        long step = _state.Step - _unread.Count;
        foreach (Tensor losses in _unread)
        {
            step++;
            ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(losses.bytes);
            for (int i = 0; i < values.Length; i++)
            {
                if (!float.IsFinite(values[i]))
                    throw Diverged($"The loss '{_task.LossNames[i]}'", _task.LossNames[i], step, values[i]);
                _state.EpochSums[i] += values[i];
                _reportSums[i] += values[i];
            }

            _state.EpochSteps++;
            _reportSteps++;
            losses.Dispose();
        }

        _unread.Clear();
    }

    private void Report()
    {
        ReadLosses();
        if (_options.ProgressCallback is { } report)
        {
            TimeSpan elapsed = ElapsedHere;
            var losses = new Dictionary<string, double>(_reportSums.Length);
            for (int i = 0; i < _reportSums.Length; i++)
                losses[_task.LossNames[i]] = _reportSums[i] / _reportSteps;
            report(new TrainingProgress(
                _task.Stage, (int)((_state.Step - 1) / _sampler.BatchesPerEpoch) + 1, _options.MaxEpochs, _state.Step, _steps, losses,
                _imagesDone / Math.Max(elapsed.TotalSeconds, 1e-9), _elapsedBefore + elapsed, elapsed / (_state.Step - _firstStep) * (_steps - _state.Step)));
        }

        Array.Clear(_reportSums);
        _reportSteps = 0;
    }

    /// <summary>Writes a checkpoint if there is a folder for it and anything new to write.</summary>
    private void SaveCheckpoint()
    {
        if (_checkpoint is null || _state.Step == _firstStep)
            return;
        ReadLosses();
        _state.Elapsed = _elapsedBefore + ElapsedHere;
        _checkpoint.Save(_task, ExportFiniteWeights(), _state);
    }

    private Dictionary<string, WeightTable> ExportFiniteWeights()
    {
        var tables = new Dictionary<string, WeightTable>(StringComparer.Ordinal);
        foreach ((string network, TrainableNetwork trainable) in _task.Networks)
        {
            WeightTable weights = trainable.ExportWeights();
            foreach ((string name, WeightTensor tensor) in weights)
            {
                foreach (float value in tensor.Floats)
                {
                    if (!float.IsFinite(value))
                        throw Diverged($"The weight '{name}' of the {network}", name, _state.Step, value);
                }
            }

            tables.Add(network, weights);
        }

        return tables;
    }

    private ImmutableSortedDictionary<string, double> LastLosses()
    {
        var losses = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < _state.EpochSums.Length; i++)
            losses[_task.LossNames[i]] = _state.EpochSums[i] / Math.Max(1, _state.EpochSteps);
        return losses.ToImmutable();
    }

    private TrainingDivergedException Diverged(string what, string quantity, long step, float value)
    {
        double rate = LearningRate(Math.Max(0, step - 1));
        return new TrainingDivergedException(
            FormattableString.Invariant($"{what} became {value} at step {step} of {_steps}, at a learning rate of {rate:g4}. Nothing was saved since. Lower LearningRate or the loss weights, and check that the images are not damaged."),
            quantity, step, rate);
    }
}
