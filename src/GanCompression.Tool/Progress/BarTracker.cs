using GanCompression.Training;
using Spectre.Console;

namespace GanCompression.Tool.Progress;

/// <summary>One bar on a terminal.</summary>
/// <param name="bars">The bars on the screen.</param>
/// <param name="details">The column beside the bars.</param>
internal sealed class BarTracker(ProgressContext bars, DetailColumn details) : StageTracker
{
    private ProgressTask? _bar;

    /// <inheritdoc/>
    public override void Report(TrainingProgress progress)
    {
        _bar ??= bars.AddTask(Markup.Escape(progress.Stage));
        _bar.MaxValue = Math.Max(1, progress.Steps);
        _bar.Description = Markup.Escape(FormattableString.Invariant($"{progress.Stage} {progress.Epoch}/{progress.Epochs}"));
        details.Show(_bar, Details(progress));
        _bar.Value = progress.Step;
    }

    /// <inheritdoc/>
    public override void Report(SearchProgress progress)
    {
        _bar ??= bars.AddTask("Search");
        _bar.MaxValue = Math.Max(1, progress.Plans);
        _bar.Description = FormattableString.Invariant($"Search {progress.Done}/{progress.Plans}");
        details.Show(_bar, Details(progress));
        _bar.Value = progress.Done;
    }
}
