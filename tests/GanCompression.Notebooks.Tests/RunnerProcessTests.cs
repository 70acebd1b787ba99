using System.Diagnostics;
using System.Text.Json;

namespace GanCompression.Notebooks.Tests;

/// <summary>The runner as a reader calls it.</summary>
[TestClass]
public sealed class RunnerProcessTests
{
    [TestMethod]
    [Timeout(120_000)]
    public void CommandLine_WritesThePageOrSaysWhatIsWrong()
    {
        using var folder = new TempFolder();
        string notebook = folder["a.ipynb"];
        File.WriteAllText(notebook, """{"nbformat":4,"cells":[{"id":"a","cell_type":"code","metadata":{"tags":["parameters"]},"source":["int a = 1;"]},{"id":"b","cell_type":"code","metadata":{},"source":["a"]}]}""");
        (int exitCode, string output, _) = Run(notebook, "-o", folder["a.html"], "-p", "a=42");
        Assert.AreEqual(0, exitCode);
        StringAssert.Contains(output, "  42\ncell 2: ", StringComparison.Ordinal);
        StringAssert.Contains(File.ReadAllText(folder["a.html"]), "<pre>42</pre>", StringComparison.Ordinal);

        (exitCode, _, string error) = Run(notebook, "-o", folder["b.ipynb"]);
        Assert.AreEqual(0, exitCode, error);
        JsonElement[] cells = [.. JsonDocument.Parse(File.ReadAllText(folder["b.ipynb"])).RootElement.GetProperty("cells").EnumerateArray()];
        Assert.AreEqual(0, cells[0].GetProperty("outputs").GetArrayLength());
        Assert.AreEqual(2, cells[1].GetProperty("execution_count").GetInt32());
        Assert.AreEqual("1", cells[1].GetProperty("outputs")[0].GetProperty("data").GetProperty("text/plain")[0].GetString());

        (exitCode, _, error) = Run(notebook, "-o", folder["a.pdf"]);
        Assert.AreEqual(2, exitCode);
        StringAssert.Contains(error, "a.pdf' ends in neither .html nor .ipynb.", StringComparison.Ordinal);
        (exitCode, _, error) = Run(notebook, "-p", "a");
        Assert.AreEqual(2, exitCode);
        StringAssert.Contains(error, "--parameter 'a' is not of the form NAME=VALUE.", StringComparison.Ordinal);
        (exitCode, _, error) = Run(folder["c.ipynb"]);
        Assert.AreEqual(1, exitCode);
        StringAssert.StartsWith(error, "error: ", StringComparison.Ordinal);
        StringAssert.Contains(error, "c.ipynb", StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "GanCompression.Notebooks.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }
}
