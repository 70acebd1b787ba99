using System.Diagnostics;

namespace GanCompression.Samples.Tests;

/// <summary>One run of a sample as a process of its own.</summary>
/// <param name="ExitCode">What it returned.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    public static SampleRun Of(string sample, params string[] arguments)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, sample + ".dll"), .. arguments])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
        {
            process.Kill();
            Assert.Fail($"{sample} did not end within three minutes.");
        }

        process.WaitForExit();
        return new SampleRun(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>The run worked, with nothing on standard error; otherwise the test fails with what the sample said.</summary>
    public SampleRun Succeeded()
    {
        Assert.AreEqual(0, ExitCode, $"Standard error: {Error}");
        Assert.AreEqual("", Error);
        return this;
    }

    /// <summary>The run failed with this code, and said why in one place without a stack trace.</summary>
    public SampleRun FailedWith(int exitCode, params string[] parts)
    {
        Assert.AreEqual(exitCode, ExitCode, $"Standard error: {Error}");
        foreach (string part in parts)
            StringAssert.Contains(Error, part, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        return this;
    }
}
