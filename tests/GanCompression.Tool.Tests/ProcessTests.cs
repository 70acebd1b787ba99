using System.Diagnostics;
using GanCompression.Tool.Tests.Commands;

namespace GanCompression.Tool.Tests;

[TestClass]
public sealed class ProcessTests
{
    private const int KilledBySignal9 = 137;

    [TestMethod]
    public void Version_Asked_IsPrinted()
    {
        using var process = new ToolProcess("--version");

        StringAssert.StartsWith(process.Finish().Succeeded().Output, "0.1.0", StringComparison.Ordinal);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    [Timeout(240_000, CooperativeCancellation = true)]
    public void Train_Killed_ContinuesToTheSameWeights()
    {
        using var folder = new TempFolder();
        TestPairs.Write(folder["data"], count: 4, size: 18);
        ToolRun.Of(Long(folder, "whole")).Succeeded();

        using (var process = new ToolProcess(Long(folder, "parts")))
        {
            process.WaitForFile(folder["parts", "Pix2Pix", "checkpoint.safetensors"]);
            process.Signal("KILL");
            Assert.AreEqual(KilledBySignal9, process.Finish().ExitCode);
        }

        Assert.IsFalse(File.Exists(folder["parts.gcm"]), "It was killed before it was done.");
        using (var process = new ToolProcess(Long(folder, "parts")))
            process.Finish().Succeeded();

        AssertSameModels(folder["whole.gcm"], folder["parts.gcm"]);
        Assert.IsEmpty(Directory.GetFiles(folder.Path, "*.tmp", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    [DataRow("INT")]
    [DataRow("TERM")]
    [Timeout(240_000, CooperativeCancellation = true)]
    public void Train_Interrupted_StopsCleanlyAndContinues(string signal)
    {
        using var folder = new TempFolder();
        TestPairs.Write(folder["data"], count: 4, size: 18);
        ToolRun.Of(Long(folder, "whole")).Succeeded();

        using (var process = new ToolProcess(Long(folder, "parts")))
        {
            process.WaitForFile(folder["parts", "Pix2Pix", "checkpoint.safetensors"]);
            process.Signal(signal);
            process.Finish().FailedWith(ExitCode.Cancelled, "cancelled");
        }

        CollectionAssert.AreEqual(new[] { "data", "parts", "whole", "whole.gcm" }, folder.Names.ToArray(), "No model, and nothing half-written.");
        ToolRun.Of(Long(folder, "parts")).Succeeded();
        AssertSameModels(folder["whole.gcm"], folder["parts.gcm"]);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    [Timeout(240_000, CooperativeCancellation = true)]
    public void AnyVerb_DiskFull_SaysSoAndLeavesNothing()
    {
        if (Environment.UserName != "root")
            Assert.Inconclusive("Mounting a small file system needs root.");
        using var folder = new TempFolder();
        TestPairs.Write(folder["data"], count: 4, size: 18);
        string model = TestModels.Save(folder["m.gcm"]);
        NpyFile.Write(folder["in.npy"], WeightTensor.FromFloats(new float[3 * 64 * 64], 3, 64, 64));
        Directory.CreateDirectory(folder["small"]);
        if (Run("mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", folder["small"]) != 0)
            Assert.Inconclusive("This process may not mount a file system.");
        try
        {
            ToolRun.Of("translate", model, folder["in.npy"], "-o", folder["small", "out.npy"]).FailedWith(ExitCode.Failed, "out.npy' cannot be written");
            Assert.IsEmpty(Directory.GetFileSystemEntries(folder["small"]));

            string[] train = TrainTests.Tiny(folder["data"], folder["small", "m.gcm"]);
            train[Array.IndexOf(train, "--width") + 1] = "8";
            ToolRun.Of(train).FailedWith(ExitCode.Failed, "m.gcm' cannot be written");
            Assert.IsEmpty(Directory.GetFileSystemEntries(folder["small"]));
        }
        finally
        {
            Run("umount", folder["small"]);
        }
    }

    /// <summary>Trains for a few seconds with a checkpoint after every second step.</summary>
    private static string[] Long(TempFolder folder, string name)
    {
        string[] arguments = TrainTests.Tiny(folder["data"], folder[name + ".gcm"]);
        arguments[Array.IndexOf(arguments, "--epochs") + 1] = "60";
        return [.. arguments, "--checkpoints", folder[name], "--checkpoint-every", "2"];
    }

    private static void AssertSameModels(string expected, string actual)
    {
        GeneratorModel first = GeneratorModel.Load(expected);
        GeneratorModel second = GeneratorModel.Load(actual);
        Assert.AreEqual(first.Generator.Weights.Fingerprint(), second.Generator.Weights.Fingerprint());
        Assert.AreEqual(first.Discriminator!.Weights.Fingerprint(), second.Discriminator!.Weights.Fingerprint());
        CollectionAssert.AreEqual(first.Provenance[0].Metrics.ToArray(), second.Provenance[0].Metrics.ToArray());
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
