using GanCompression.Training;

namespace GanCompression.Tool.Progress;

/// <summary>Shows how a run of several stages advances; its <c>Report</c> methods are what progress callbacks call.</summary>
/// <param name="newTracker">Makes what shows one stage of training or one round of a search.</param>
internal sealed class RunTracker(Func<StageTracker> newTracker)
{
    private string? _name;
    private StageTracker? _tracker;

    /// <summary>Takes one report of a trainer.</summary>
    public void Report(TrainingProgress progress) => TrackerOf(progress.Stage).Report(progress);

    /// <summary>Takes one report of a search.</summary>
    public void Report(SearchProgress progress) => TrackerOf("Search, " + progress.What).Report(progress);

    private StageTracker TrackerOf(string name)
    {
        if (_tracker is null || name != _name)
            (_name, _tracker) = (name, newTracker());
        return _tracker;
    }
}
