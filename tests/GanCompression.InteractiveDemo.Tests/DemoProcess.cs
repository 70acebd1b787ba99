using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>The service as a process of its own.</summary>
internal sealed partial class DemoProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DemoProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Append(_error, e.Data);
        _ = _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address => _listening.Task.Result;

    public string Output => Text(_output);

    public string Error => Text(_error);

    /// <summary>Starts the service with the models of a folder at a free port, and waits until it listens.</summary>
    public static async Task<DemoProcess> StartAsync(TempFolder folder)
    {
        DemoProcess process = Run(folder, []);
        Task ended = process._process.WaitForExitAsync();
        if (await Task.WhenAny(process._listening.Task, ended) == ended)
            Assert.Fail($"The service ended instead of starting: {process.Error}");
        return process;
    }

    /// <summary>Starts the service in a folder, with its models at a free port unless the arguments say otherwise.</summary>
    public static DemoProcess Run(TempFolder folder, string[] arguments)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "InteractiveDemo.dll"));
        foreach ((string option, string value) in new[] { ("--teacher", "teacher.gcm"), ("--student", "student.gcm"), ("--port", "0") })
        {
            if (!arguments.Contains(option))
                arguments = [.. arguments, option, value];
        }

        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return new DemoProcess(start);
    }

    /// <summary>Ends the process at once, with a signal that it cannot handle.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks the process to stop, and waits for it.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        using Process signal = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync();
        return await WaitForExitAsync();
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private static string Text(StringBuilder builder)
    {
        lock (builder)
            return builder.ToString();
    }

    private static void Append(StringBuilder builder, string? line)
    {
        lock (builder)
            _ = builder.AppendLine(line);
    }

    private void Take(string? line)
    {
        Append(_output, line);
        if (line is not null && Listening().Match(line) is { Success: true } match)
            _ = _listening.TrySetResult(new Uri(match.Groups[1].Value));
    }

    [GeneratedRegex(@"Open (http://127\.0\.0\.1:\d+) to paint\.")]
    private static partial Regex Listening();
}
