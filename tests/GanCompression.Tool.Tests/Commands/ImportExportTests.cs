using System.Text.Json;

namespace GanCompression.Tool.Tests.Commands;

[TestClass]
public sealed class ImportExportTests
{
    [TestMethod]
    [DataRow("g.pth")]
    [DataRow("g.safetensors")]
    [DataRow("g.npz")]
    public void Export_ThenImport_KeepsNetworkAndWeights(string checkpoint)
    {
        using var folder = new TempFolder();
        string model = TestModels.Save(folder["m.gcm"]);

        _ = ToolRun.Of("export", model, "-o", folder[checkpoint]).Succeeded();
        JsonElement json = ToolRun.Of("import", folder[checkpoint], "--image-size", "16", "-o", folder["again.gcm"], "--json").Succeeded().Json;

        Assert.AreEqual("import", json.GetProperty("command").GetString());
        GeneratorModel before = GeneratorModel.Load(model);
        GeneratorModel after = GeneratorModel.Load(folder["again.gcm"]);
        Assert.AreEqual(before.Generator.Graph.ToJson(), after.Generator.Graph.ToJson());
        Assert.AreEqual(before.Generator.Weights.Fingerprint(), after.Generator.Weights.Fingerprint());
        Assert.AreEqual("Import", after.Provenance[^1].Stage);
    }

    [TestMethod]
    public void Export_FormatGiven_OverridesTheEnding()
    {
        using var folder = new TempFolder();

        _ = ToolRun.Of("export", TestModels.Save(folder["m.gcm"]), "--format", "Safetensors", "-o", folder["weights.bin"]).Succeeded();

        Assert.IsNotEmpty(Safetensors.Read(folder["weights.bin"]));
    }

    [TestMethod]
    public void Export_UnknownEnding_IsBadUsageAndWritesNothing()
    {
        using var folder = new TempFolder();

        ToolRun.Of("export", TestModels.Save(folder["m.gcm"]), "-o", folder["weights.bin"]).FailedWith(ExitCode.BadUsage, ".safetensors", "--format");
        Assert.IsFalse(File.Exists(folder["weights.bin"]));
    }

    [TestMethod]
    public void Import_PickleThatCallsAFunction_IsRefusedByName()
    {
        using var folder = new TempFolder();
        byte[] pickle = [0x80, 2, .. "cos\nsystem\nX"u8, 4, 0, 0, 0, .. "true"u8, 0x85, .. "R."u8];
        File.WriteAllBytes(folder["evil.pth"], pickle);

        ToolRun.Of("import", folder["evil.pth"], "-o", folder["m.gcm"]).FailedWith(ExitCode.Failed, "evil.pth", "os.system");
        Assert.IsFalse(File.Exists(folder["m.gcm"]));
    }

    [TestMethod]
    public void Import_ArchitectureThatDoesNotFit_ListsTheDifferences()
    {
        using var folder = new TempFolder();
        _ = ToolRun.Of("export", TestModels.Save(folder["m.gcm"]), "-o", folder["g.pth"]).Succeeded();

        ToolRun.Of("import", folder["g.pth"], "--architecture", "resnet_2blocks", "-o", folder["n.gcm"]).FailedWith(ExitCode.Failed, "Missing", "Mismatched");
        ToolRun.Of("import", folder["g.pth"], "--plan", "1_1_1_1_1_1_1_1", "-o", folder["n.gcm"]).FailedWith(ExitCode.BadUsage, "--architecture");
        Assert.IsFalse(File.Exists(folder["n.gcm"]));
    }

    [TestMethod]
    public void Import_PublishedGenerator_HasThePublishedCost()
    {
        string checkpoint = SharedData.File("data", "weights", "gan_compression_cyclegan_horse2zebra_compressed_G.pth");
        using var folder = new TempFolder();

        JsonElement model = ToolRun.Of("import", checkpoint, "-o", folder["h2z.gcm"], "--json").Succeeded().Json.GetProperty("model");

        Assert.AreEqual(2_546_204_672, model.GetProperty("multiplyAdds").GetInt64());
        Assert.AreEqual(356_867, model.GetProperty("parameters").GetInt64());
    }
}
