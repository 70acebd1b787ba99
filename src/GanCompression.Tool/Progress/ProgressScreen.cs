using Spectre.Console;

namespace GanCompression.Tool.Progress;

/// <summary>Runs work with its progress on standard error: bars on a terminal, lines elsewhere.</summary>
internal static class ProgressScreen
{
    /// <summary>Runs the work.</summary>
    /// <param name="console">The console.</param>
    /// <param name="work">Gets a function that makes a tracker per stage.</param>
    public static T Run<T>(ToolConsole console, Func<Func<StageTracker>, T> work)
    {
        if (!console.IsInteractive)
            return work(() => new LineTracker(console, TimeProvider.System));
        var details = new DetailColumn();
        return console.Status.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new PercentageColumn(), details)
            .Start(bars => work(() => new BarTracker(bars, details)));
    }
}
