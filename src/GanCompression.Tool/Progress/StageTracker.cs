using GanCompression.Tool.Reporting;
using GanCompression.Training;

namespace GanCompression.Tool.Progress;

/// <summary>Shows how a stage of training, or a round of a search, advances.</summary>
internal abstract class StageTracker
{
    /// <summary>Takes one report of a trainer.</summary>
    public abstract void Report(TrainingProgress progress);

    /// <summary>Takes one report of a search.</summary>
    public abstract void Report(SearchProgress progress);

    /// <summary>Time left, speed and losses of a report in one line, what matters most first.</summary>
    protected static string Details(TrainingProgress progress)
    {
        string time = progress.Step >= progress.Steps ? $"took {FigureText.Duration(progress.Elapsed)}" : $"{FigureText.Duration(progress.Remaining)} left";
        IEnumerable<string> losses = progress.Losses
            .OrderBy(loss => loss.Key.StartsWith("Discriminator", StringComparison.Ordinal)).ThenBy(loss => loss.Key, StringComparer.Ordinal)
            .Select(loss => FormattableString.Invariant($"{loss.Key} {loss.Value:0.000}"));
        return string.Join(", ", losses.Prepend(FormattableString.Invariant($"{progress.ImagesPerSecond:0.0} images/s")).Prepend(time));
    }

    /// <summary>What a search measures and the best plan so far.</summary>
    protected static string Details(SearchProgress progress) => FormattableString.Invariant($"{progress.What}, best {progress.Best:g4} by {progress.BestPlan}");
}
