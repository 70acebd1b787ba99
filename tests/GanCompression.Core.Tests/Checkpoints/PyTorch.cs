using System.Diagnostics;

namespace GanCompression.Tests;

/// <summary>The real PyTorch, where it is installed: the other side of every promise about its files.</summary>
internal static class PyTorch
{
    // A system's PyTorch belongs to the system's Python; another one may come first on the path.
    private static readonly Lazy<string?> s_python = new(() => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python => Run(python, "import torch, numpy", []) is (0, _, _)));

    /// <summary>Runs a script and returns what it prints; ends the test as inconclusive where there is no PyTorch.</summary>
    public static string Run(string script, params string[] arguments)
    {
        if (s_python.Value is not string python)
            Assert.Inconclusive("No python3 with torch and numpy was found; install PyTorch to run this test.");
        (int code, string output, string error) = Run(s_python.Value, script, arguments);
        Assert.AreEqual(0, code, error);
        return output;
    }

    private static (int Code, string Output, string Error) Run(string python, string script, string[] arguments)
    {
        var start = new ProcessStartInfo(python, ["-", .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["PYTHONUTF8"] = "1";
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(script);
            process.StandardInput.Close();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, string.Empty, e.Message);
        }
    }
}
