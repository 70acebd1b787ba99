using System.Diagnostics;

namespace GanCompression.Notebooks.Tests;

/// <summary>The runner as users start it, from its own folder, where nothing of the product lies.</summary>
internal static class RunnerProcess
{
    public static async Task<(int ExitCode, string Output, string Error)> Run(CancellationToken cancellationToken, params string[] arguments)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string runner = RepositoryFolder.Path("artifacts", "bin", "GanCompression.Notebooks", configuration, "GanCompression.Notebooks.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", runner, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
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
