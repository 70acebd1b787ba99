using System.Diagnostics;

namespace GanCompression.Notebooks.Tests;

/// <summary>The runner as users start it, from its own folder, where nothing of the product lies.</summary>
internal static class RunnerProcess
{
    /// <summary>The program.</summary>
    public static string Program => RepositoryFolder.Path("artifacts", "bin", "GanCompression.Notebooks", new DirectoryInfo(AppContext.BaseDirectory).Name, "GanCompression.Notebooks.dll");

    public static async Task<(int ExitCode, string Output, string Error)> Run(CancellationToken cancellationToken, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
