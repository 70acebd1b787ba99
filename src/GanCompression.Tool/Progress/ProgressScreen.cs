using Spectre.Console;

namespace GanCompression.Tool.Progress;

/// <summary>Runs work with its progress on standard error: bars on a terminal, lines elsewhere.</summary>
internal static class ProgressScreen
{
    /// <summary>Runs the work.</summary>
    /// <param name="console">The console.</param>
    /// <param name="work">Gets what its stages report to.</param>
    public static T Run<T>(ToolConsole console, Func<RunTracker, T> work)
    {
        if (!console.IsInteractive)
            return work(new RunTracker(() => new LineTracker(console, TimeProvider.System)));
        var details = new DetailColumn();
        return console.Status.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new PercentageColumn(), details)
            .Start(bars => work(new RunTracker(() => new BarTracker(bars, details))));
    }
}
