using System.ComponentModel;
using System.Diagnostics;

namespace GanCompression.Benchmarks;

/// <summary>Finds and starts a Python that has torch and NumPy.</summary>
internal static class PythonWithTorch
{
    // Debian's python3-torch belongs to /usr/bin/python3; another python3 may come first on the path.
    private static readonly Lazy<string?> s_python = new(() => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(HasTorch));

    /// <summary>Whether there is one.</summary>
    public static bool IsInstalled => s_python.Value is not null;

    /// <summary>Starts one of the scripts beside this program.</summary>
    /// <param name="script">Its file name.</param>
    /// <param name="threads">Threads of OpenMP and of the BLAS library, which has its own pool.</param>
    /// <param name="arguments">What the script is given.</param>
    /// <param name="version">The first line that it writes.</param>
    public static Process Start(string script, int threads, string[] arguments, out string version)
    {
        var start = new ProcessStartInfo(s_python.Value!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Peers", script), .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["OMP_NUM_THREADS"] = FormattableString.Invariant($"{threads}");
        start.Environment["OPENBLAS_NUM_THREADS"] = FormattableString.Invariant($"{threads}");
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{s_python.Value} did not start.");
        version = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The PyTorch peer ended before it was ready; its error is above.");
        return process;
    }

    /// <summary>Ends a script: the end of its input is its end.</summary>
    public static void End(Process process)
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
            process.Kill();
        process.Dispose();
    }

    private static bool HasTorch(string python)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(python, ["-c", "import torch, numpy"]) { RedirectStandardError = true });
            process?.WaitForExit();
            return process?.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
