using System.Globalization;
using GanCompression.Training;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>Writes the progress of training runs, one after the other, to a channel and hands it on to the user's callback.</summary>
internal sealed class TrainingLog(IChannel channel, Action<TrainingProgress>? callback)
{
    private readonly Dictionary<string, double> _epochSums = new(StringComparer.Ordinal);
    private string? _stage;
    private long _epochSteps;
    private long _lastStep;
    private TimeSpan _epochStart;

    /// <summary>Takes a report: a trace for each, and a line of information with the mean losses at the end of an epoch.</summary>
    public void Report(TrainingProgress progress)
    {
        channel.Trace(MessageSensitivity.None, progress.ToString());

        if (progress.Stage != _stage)
        {
            _stage = progress.Stage;
            _epochSums.Clear();
            _epochSteps = 0;
            _lastStep = 0;
            _epochStart = TimeSpan.Zero;
        }

        // A run that continues an interrupted one begins somewhere after the beginning of its first epoch.
        long stepsPerEpoch = progress.Steps / progress.Epochs;
        long steps = progress.Step - Math.Max(_lastStep, (progress.Epoch - 1) * stepsPerEpoch);
        foreach ((string loss, double mean) in progress.Losses)
            _epochSums[loss] = _epochSums.GetValueOrDefault(loss) + mean * steps;
        _epochSteps += steps;
        _lastStep = progress.Step;

        if (progress.Step == progress.Epoch * stepsPerEpoch)
        {
            string losses = string.Join(", ", progress.Losses.Keys.Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss} {_epochSums[loss] / _epochSteps:0.####}")));
            double seconds = (progress.Elapsed - _epochStart).TotalSeconds;
            channel.Info(MessageSensitivity.None, FormattableString.Invariant($"Epoch {progress.Epoch}/{progress.Epochs}: {losses}, {progress.ImagesPerSecond:0.##} images/s, {seconds:0.0} s."));
            _epochSums.Clear();
            _epochSteps = 0;
            _epochStart = progress.Elapsed;
        }

        callback?.Invoke(progress);
    }
}
