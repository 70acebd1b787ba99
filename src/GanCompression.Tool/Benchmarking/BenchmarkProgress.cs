using Spectre.Console;

namespace GanCompression.Tool.Benchmarking;

/// <summary>Shows how a benchmark advances: a bar on a terminal, a line every ten seconds elsewhere.</summary>
internal static class BenchmarkProgress
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs the work.</summary>
    /// <param name="console">The console.</param>
    /// <param name="work">Gets what to call with turns done and turns in all.</param>
    public static T Run<T>(ToolConsole console, Func<Action<int, int>, T> work)
    {
        if (console.IsInteractive)
        {
            return console.Status.Progress().AutoClear(true).Start(bars =>
            {
                ProgressTask bar = bars.AddTask("Benchmark");
                return work((done, all) => bar.MaxValue(all).Value(done));
            });
        }

        long lastLine = TimeProvider.System.GetTimestamp();
        return work((done, all) =>
        {
            if (TimeProvider.System.GetElapsedTime(lastLine) < s_patience)
                return;
            lastLine = TimeProvider.System.GetTimestamp();
            console.Say(FormattableString.Invariant($"Benchmark: {done}/{all} turns"));
        });
    }
}
