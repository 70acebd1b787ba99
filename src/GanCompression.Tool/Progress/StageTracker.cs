using GanCompression.Training;

namespace GanCompression.Tool.Progress;

/// <summary>Shows how a training stage advances; its <see cref="Report"/> is what a trainer's progress callback calls.</summary>
internal abstract class StageTracker
{
    /// <summary>Takes one report of a trainer.</summary>
    public abstract void Report(TrainingProgress progress);

    /// <summary>Losses, speed and time left of a report, in one line.</summary>
    protected static string Details(TrainingProgress progress)
    {
        string losses = string.Join(", ", progress.Losses.OrderBy(loss => loss.Key, StringComparer.Ordinal).Select(loss => FormattableString.Invariant($"{loss.Key} {loss.Value:0.000}")));
        return FormattableString.Invariant($"{losses}{(losses.Length == 0 ? "" : ", ")}{progress.ImagesPerSecond:0.0} images/s, {Reporting.FigureText.Duration(progress.Remaining)} left");
    }
}
