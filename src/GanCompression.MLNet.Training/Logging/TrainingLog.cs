using System.Globalization;
using GanCompression.Training;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>Writes the progress of one training run to a channel and hands it on to the user's callback.</summary>
internal sealed class TrainingLog(IChannel channel, Action<TrainingProgress>? callback)
{
    private TimeSpan _epochStart;

    /// <summary>Takes a report: a trace for each, a line of information at the end of an epoch.</summary>
    public void Report(TrainingProgress progress)
    {
        channel.Trace(MessageSensitivity.None, progress.ToString());
        if (progress.Step == progress.Epoch * (progress.Steps / progress.Epochs))
        {
            string losses = string.Join(", ", progress.Losses.Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss.Key} {loss.Value:0.####}")));
            double seconds = (progress.Elapsed - _epochStart).TotalSeconds;
            channel.Info(MessageSensitivity.None, FormattableString.Invariant($"Epoch {progress.Epoch}/{progress.Epochs}: {losses}, {progress.ImagesPerSecond:0.##} images/s, {seconds:0.0} s."));
            _epochStart = progress.Elapsed;
        }

        callback?.Invoke(progress);
    }
}
