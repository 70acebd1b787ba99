using System.Diagnostics;

namespace GanCompression.Tool.Tests;

/// <summary>The tool as a process of its own.</summary>
internal sealed class ToolProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    public ToolProcess(params string[] arguments)
        : this(new DirectoryInfo(AppContext.BaseDirectory), arguments)
    {
    }

    /// <summary>Starts the tool that lies in a folder.</summary>
    public ToolProcess(DirectoryInfo folder, params string[] arguments)
    {
        // A test runner in the background may ignore SIGINT, and children inherit that.
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in (string[])["--default-signal=INT", Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", Path.Combine(folder.FullName, "gancompress.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Waits until a file exists; fails if the process ends before.</summary>
    public void WaitForFile(string path)
    {
        while (!File.Exists(path))
        {
            if (_process.HasExited)
                Assert.Fail($"The tool ended with {_process.ExitCode} before '{path}' was there: {_error.Result}");
            Thread.Sleep(5);
        }
    }

    /// <summary>Sends a signal, for example <c>INT</c>.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, FormattableString.Invariant($"{_process.Id}")]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public ToolRun Finish()
    {
        if (!_process.WaitForExit(TimeSpan.FromMinutes(2)))
            Assert.Fail("The tool did not end within two minutes.");
        _process.WaitForExit();
        return new ToolRun(_process.ExitCode, _output.Result, _error.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
