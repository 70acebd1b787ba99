using GanCompression.Training;

namespace GanCompression.Tool.Progress;

/// <summary>One plain line per epoch or round, and at least one every ten seconds: for logs and pipes.</summary>
/// <param name="console">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class LineTracker(ToolConsole console, TimeProvider time) : StageTracker
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private long _lastLine = time.GetTimestamp();
    private TrainingProgress? _unsaid;

    /// <inheritdoc/>
    public override void Report(TrainingProgress progress)
    {
        // The last report of an epoch is known when the next epoch begins, or at the end.
        if (_unsaid is { } last && last.Epoch != progress.Epoch)
            Say(last);
        _unsaid = progress;
        if (progress.Step >= progress.Steps || time.GetElapsedTime(_lastLine) >= s_patience)
            Say(progress);
    }

    /// <inheritdoc/>
    public override void Report(SearchProgress progress)
    {
        if (progress.Done < progress.Plans && time.GetElapsedTime(_lastLine) < s_patience)
            return;
        console.Say(FormattableString.Invariant($"Search: {progress.Done}/{progress.Plans} plans: {Details(progress)}"));
        _lastLine = time.GetTimestamp();
    }

    private void Say(TrainingProgress progress)
    {
        console.Say(FormattableString.Invariant($"{progress.Stage}: epoch {progress.Epoch}/{progress.Epochs}, step {progress.Step}/{progress.Steps}: {Details(progress)}"));
        _lastLine = time.GetTimestamp();
        _unsaid = null;
    }
}
