using System.Text.Json;

namespace GanCompression.Tool.Tests.Commands;

[TestClass]
public sealed class InspectTests
{
    [TestMethod]
    public void Inspect_Model_ShowsCostAndProvenance()
    {
        using var folder = new TempFolder();
        string model = TestModels.Save(folder["m.gcm"]);

        ToolRun run = ToolRun.Of("inspect", model).Succeeded();

        foreach (string part in (string[])["resnet_1blocks", "16×16 pixels", "model.10.conv_block.1", "total", "Stage Pix2Pix", "discriminator included"])
            StringAssert.Contains(run.Output, part, StringComparison.Ordinal);
        Assert.AreEqual("", run.Error);
    }

    [TestMethod]
    public void Inspect_Json_AgreesWithTheCost()
    {
        using var folder = new TempFolder();
        string path = TestModels.Save(folder["m.gcm"], width: 4, blocks: 2);
        GeneratorModel model = GeneratorModel.Load(path);
        ComputeCost cost = ComputeCost.Of(model.Generator.Graph, 32, 32);

        JsonElement json = ToolRun.Of("inspect", path, "--image-size", "32", "--json").Succeeded().Json;

        JsonElement summary = json.GetProperty("model");
        Assert.AreEqual("inspect", json.GetProperty("command").GetString());
        Assert.AreEqual(cost.MultiplyAdds, summary.GetProperty("multiplyAdds").GetInt64());
        Assert.AreEqual(cost.ExactMultiplyAdds, summary.GetProperty("exactMultiplyAdds").GetInt64());
        Assert.AreEqual(cost.Parameters, summary.GetProperty("parameters").GetInt64());
        Assert.AreEqual("4", summary.GetProperty("channels").GetString());
        Assert.AreEqual(16, summary.GetProperty("imageSize").GetInt32());
        Assert.AreEqual(cost.MultiplyAdds, json.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty("multiplyAdds").GetInt64()));
        Assert.AreEqual("Pix2Pix", summary.GetProperty("provenance")[0].GetProperty("stage").GetString());
    }

    [TestMethod]
    public void Inspect_StudentOfAPlan_ShowsThePlan()
    {
        using var folder = new TempFolder();
        LayerGraph graph = GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("2_3_4_5_6_7_8_9"), new ResNetGeneratorOptions { Blocks = 9 });
        new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph)), 16).Save(folder["s.gcm"]);

        JsonElement json = ToolRun.Of("inspect", folder["s.gcm"], "--json").Succeeded().Json;

        Assert.AreEqual("2_3_4_5_6_7_8_9", json.GetProperty("model").GetProperty("channels").GetString());
    }

    [TestMethod]
    public void Inspect_ImageSizeThatDoesNotFit_SaysSo()
    {
        using var folder = new TempFolder();

        ToolRun.Of("inspect", TestModels.Save(folder["m.gcm"]), "--image-size", "30").FailedWith(ExitCode.Failed, "multiples of 4", "30×30");
    }

    [TestMethod]
    public void Inspect_NoSuchFile_NamesIt()
    {
        using var folder = new TempFolder();

        ToolRun.Of("inspect", folder["none.gcm"]).FailedWith(ExitCode.Failed, "none.gcm");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(10)]
    [DataRow(1000)]
    public void Inspect_FileCutShort_NamesIt(int length)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["cut.gcm"], File.ReadAllBytes(TestModels.Save(folder["m.gcm"]))[..length]);

        ToolRun.Of("inspect", folder["cut.gcm"]).FailedWith(ExitCode.Failed, "cut.gcm");
    }

    [TestMethod]
    public void Inspect_VerboseFailure_ShowsTheStack()
    {
        using var folder = new TempFolder();

        ToolRun run = ToolRun.Of("inspect", folder["none.gcm"], "--verbose");

        Assert.AreEqual(ExitCode.Failed, run.ExitCode);
        StringAssert.Contains(run.Error, "   at ", StringComparison.Ordinal);
    }
}
