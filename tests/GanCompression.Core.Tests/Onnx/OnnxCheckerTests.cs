using System.Diagnostics;

namespace GanCompression.Tests.Onnx;

/// <summary>ONNX's own checker, with strict inference of shapes, accepts the files. It comes with <c>./build.sh test --peers</c>.</summary>
[TestClass]
public sealed class OnnxCheckerTests
{
    private const string Script =
        "import sys, onnx\n" +
        "for path in sys.argv[1:]:\n" +
        "    onnx.checker.check_model(path, full_check=True)\n" +
        "    print('checked', path)\n";

    [TestMethod]
    public void Checker_FilesOfAllKinds_AreAccepted()
    {
        using var folder = new TempFolder();
        var paths = new List<string>();
        GeneratorModel model = TestNetworks.TinyModel();
        foreach (OnnxExportOptions options in (OnnxExportOptions[])[new(), new() { UseDynamicSize = true, UseDynamicBatch = true }, new() { HasImageProcessing = true }])
        {
            foreach (bool rewrites in (bool[])[false, true])
                _ = OnnxExport.Write(model, Next(), options with { UseOnnxRuntimeRewrites = rewrites });
        }

        for (ulong seed = 1; seed <= 40; seed++)
        {
            (LayerGraph graph, int height, int width) = RandomGraphs.Draw(seed);
            _ = OnnxExport.Write(TestNetworks.With(graph), Next(), new() { Height = height, Width = width });
        }

        (int exitCode, string output, string error) = Python([Script, .. paths]);

        Assert.AreEqual(0, exitCode, error);
        Assert.HasCount(paths.Count, output.Split('\n').Where(line => line.StartsWith("checked ", StringComparison.Ordinal)));

        string Next()
        {
            paths.Add(folder[FormattableString.Invariant($"{paths.Count}.onnx")]);
            return paths[^1];
        }
    }

    private static (int ExitCode, string Output, string Error) Python(string[] arguments)
    {
        const string missing = "The Python package onnx is not installed; './build.sh test --peers' installs it and runs this test.";
        foreach (string python in (string[])["/usr/bin/python3", "python3"])
        {
            try
            {
                if (Run(python, ["import onnx"]).ExitCode == 0)
                    return Run(python, arguments);
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such program; the next one may do.
            }
        }

        Assert.Inconclusive(missing);
        return default;
    }

    private static (int ExitCode, string Output, string Error) Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
