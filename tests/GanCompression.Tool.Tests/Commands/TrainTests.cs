using System.Text.Json;

namespace GanCompression.Tool.Tests.Commands;

[TestClass]
public sealed class TrainTests
{
    /// <summary>Arguments that train in well under a second.</summary>
    internal static string[] Tiny(string data, string output) =>
    [
        "train", data, "--direction", "AtoB", "--image-size", "16", "--load-size", "18", "--architecture", "resnet_1blocks", "--width", "2",
        "--discriminator-width", "2", "--discriminator-layers", "1", "--epochs", "2", "--batch-size", "2", "--threads", "1", "-o", output,
    ];

    [TestMethod]
    public void Train_Pairs_WritesAModelWithItsProvenance()
    {
        using var folder = new TempFolder();
        TestPairs.Write(folder["data", "train"], count: 4, size: 18);

        JsonElement json = ToolRun.Of([.. Tiny(folder["data"], folder["models", "m.gcm"]), "--seed", "5", "--json"]).Succeeded().Json;

        GeneratorModel model = GeneratorModel.Load(folder["models", "m.gcm"]);
        Assert.AreEqual("resnet_1blocks", model.Generator.Graph.Architecture);
        Assert.AreEqual(16, model.ImageSize);
        Assert.IsNotNull(model.Discriminator);
        Assert.AreEqual(5, model.Provenance.Single().Seed);
        JsonElement summary = json.GetProperty("model");
        Assert.AreEqual("2", summary.GetProperty("channels").GetString());
        Assert.AreEqual(model.Cost().MultiplyAdds, summary.GetProperty("multiplyAdds").GetInt64());
        Assert.AreEqual(new FileInfo(folder["models", "m.gcm"]).Length, summary.GetProperty("fileBytes").GetInt64());
    }

    [TestMethod]
    public void Train_LossOptions_AreUsed()
    {
        using var folder = new TempFolder();
        TestPairs.WriteUnpaired(folder["data"], sources: 3, targets: 2, size: 18);

        ToolRun.Of(
        [
            .. Tiny(folder["data"], folder["m.gcm"]), "--unpaired", "--gan-loss", "vanilla", "--gan-weight", "0.5", "--reconstruction-loss", "smooth-l1", "--reconstruction-weight", "20",
            "--identity-weight", "0.25", "--pool-size", "3",
        ]).Succeeded();

        var options = GeneratorModel.Load(folder["m.gcm"]).Provenance.Single().Options;
        foreach ((string name, string value) in ((string, string)[])[
            ("GanLoss", "Vanilla"), ("GanWeight", "0.5"), ("ReconstructionLoss", "SmoothL1"), ("ReconstructionWeight", "20"), ("IdentityWeight", "0.25"), ("PoolSize", "3")])
        {
            Assert.AreEqual(value, options[name], name);
        }
    }

    [TestMethod]
    public void Train_SameSeed_GivesTheSameWeights()
    {
        using var folder = new TempFolder();
        TestPairs.Write(folder["data"], count: 4, size: 18);

        ToolRun.Of(Tiny(folder["data"], folder["a.gcm"])).Succeeded();
        ToolRun.Of(Tiny(folder["data"], folder["b.gcm"])).Succeeded();
        ToolRun.Of([.. Tiny(folder["data"], folder["c.gcm"]), "--seed", "9"]).Succeeded();

        Assert.AreEqual(Fingerprint(folder["a.gcm"]), Fingerprint(folder["b.gcm"]));
        Assert.AreNotEqual(Fingerprint(folder["a.gcm"]), Fingerprint(folder["c.gcm"]));
    }

    [TestMethod]
    public void Train_WithoutTerminal_ReportsEveryEpochOnStandardError()
    {
        using var folder = new TempFolder();
        TestPairs.Write(folder["data"], count: 4, size: 18);

        ToolRun run = ToolRun.Of(Tiny(folder["data"], folder["m.gcm"])).Succeeded();

        StringAssert.Contains(run.Error, "epoch 2/2", StringComparison.Ordinal);
        StringAssert.Contains(run.Error, "images/s", StringComparison.Ordinal);
        Assert.IsFalse(run.Output.Contains("images/s", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Train_OutputExists_IsRefusedBeforeTheWork()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["m.gcm"], "mine");

        ToolRun.Of(Tiny(folder["no such data"], folder["m.gcm"])).FailedWith(ExitCode.Failed, "exists already; pass --force");

        Assert.AreEqual("mine", File.ReadAllText(folder["m.gcm"]));
    }

    [TestMethod]
    public void Train_OutputIsAFolder_IsRefused()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["m.gcm"]);

        ToolRun.Of(Tiny(folder["data"], folder["m.gcm"])).FailedWith(ExitCode.Failed, "is a folder; give the name of a file");
    }

    [TestMethod]
    [DataRow("none", "There is no folder")]
    [DataRow("empty", "There are no images")]
    [DataRow("broken", "00.jpg")]
    [DataRow("lonely", "has no image for")]
    [DataRow("single", "BatchSize must be at most the number of image pairs")]
    public void Train_BadData_SaysWhyAndWritesNothing(string data, string message)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["empty"]);
        TestPairs.Write(folder["broken"], count: 3, size: 64, extension: ".jpg");
        File.WriteAllBytes(folder["broken", "00.jpg"], File.ReadAllBytes(folder["broken", "00.jpg"])[..^200]);
        TestPairs.Write(folder["lonely", "A"], count: 3);
        TestPairs.Write(folder["lonely", "B"], count: 2);
        TestPairs.Write(folder["single"], count: 1, size: 18);

        ToolRun.Of(Tiny(folder[data], folder["out", "m.gcm"])).FailedWith(ExitCode.Failed, message);

        Assert.IsEmpty(Directory.GetFileSystemEntries(folder["out"]));
    }

    [TestMethod]
    [DataRow("unet_256", "unet_256")]
    [DataRow("sub_mobile_resnet_9blocks", "plan")]
    public void Train_WrongArchitecture_NamesIt(string architecture, string message)
    {
        using var folder = new TempFolder();
        TestPairs.Write(folder["data"], count: 4, size: 18);
        string[] arguments = Tiny(folder["data"], folder["m.gcm"]);
        arguments[Array.IndexOf(arguments, "--architecture") + 1] = architecture;

        ToolRun.Of(arguments).FailedWith(ExitCode.Failed, message);
    }

    [TestMethod]
    public void Train_Cancelled_LeavesNoModel()
    {
        using var folder = new TempFolder();
        TestPairs.Write(folder["data"], count: 4, size: 18);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        ToolRun.Of(cancelled.Token, Tiny(folder["data"], folder["m.gcm"])).FailedWith(ExitCode.Cancelled, "cancelled");

        CollectionAssert.AreEqual(new[] { "data" }, folder.Names.ToArray());
    }

    internal static string Fingerprint(string path) => GeneratorModel.Load(path).Generator.Weights.Fingerprint();
}
