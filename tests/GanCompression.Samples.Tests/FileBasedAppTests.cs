using System.Diagnostics;

namespace GanCompression.Samples.Tests;

/// <summary>The twins of the notebooks as users run them: <c>dotnet run</c> with one file.</summary>
[TestClass]
public sealed class FileBasedAppTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    [Timeout(400_000, CooperativeCancellation = true)]
    [DataRow("01-compress-pix2pix", new[] { "report.html", "student.gcm", "teacher.gcm" }, new[] { "Cost, quality and time", "How the student came to be" }, 3)]
    [DataRow("02-search-and-pareto", new[] { "plans.csv", "report.html", "student.pth" }, new[] { "What plans cost", "The best under several budgets", "Cost and quality" }, 2)]
    public async Task Run_Quick_WritesReportAndModels(string name, string[] files, string[] tables, int charts)
    {
        using var folder = new TempFolder();
        SampleRun run = await DotnetRun(name, [], folder.Path, "--quick");
        Assert.AreEqual(0, run.ExitCode, $"{run.Output}\n{run.Error}");
        CollectionAssert.AreEqual(files, folder.Names.ToArray());
        string report = File.ReadAllText(folder["report.html"]);
        foreach (string table in tables)
        {
            StringAssert.Contains(run.Output.ReplaceLineEndings("\n"), $"{table}\n", StringComparison.Ordinal);
            StringAssert.Contains(report, $"<h2>{table}</h2>", StringComparison.Ordinal);
        }

        Assert.IsGreaterThanOrEqualTo(charts, report.Split("<svg ").Length - 1, "Charts.");
        Assert.IsGreaterThan(8, report.Split("src=\"data:image/png;base64,").Length - 1, "Pictures.");

        SampleRun wrong = await DotnetRun(name, ["--no-build"], "--epochs");
        Assert.AreEqual(2, wrong.ExitCode);
        StringAssert.StartsWith(wrong.Error, $"usage: {name}.cs ", StringComparison.Ordinal);
    }

    private async Task<SampleRun> DotnetRun(string name, string[] options, params string[] arguments)
    {
        bool isRelease = new DirectoryInfo(AppContext.BaseDirectory).Name == "release";
        var start = new ProcessStartInfo("dotnet", ["run", "-c", isRelease ? "Release" : "Debug", .. options, RepositoryFolder.Path("samples", name + ".cs"), "--", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What a test run leaves for MSBuild's children is not for this build, and nothing of it may outlive the test.
        foreach (string variable in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            _ = start.Environment.Remove(variable);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.CancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.CancellationToken);
            await process.WaitForExitAsync(TestContext.CancellationToken);
            return new SampleRun(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
