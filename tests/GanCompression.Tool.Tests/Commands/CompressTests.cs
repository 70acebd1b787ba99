using System.Text.Json;

namespace GanCompression.Tool.Tests.Commands;

[TestClass]
public sealed class CompressTests
{
    [TestMethod]
    public void Compress_Plan_WritesThatStudent()
    {
        using var folder = new TempFolder();
        string teacher = TestModels.Save(folder["t.gcm"], width: 4);
        TestPairs.Write(folder["data"], count: 4, size: 18);

        JsonElement json = ToolRun.Of([.. Tiny(teacher, folder["data"], folder["s.gcm"]), "--plan", "1_1_2_1_2_2_1_1", "--json"]).Succeeded().Json;

        GeneratorModel student = GeneratorModel.Load(folder["s.gcm"]);
        Assert.AreEqual("sub_mobile_resnet_1blocks", student.Generator.Graph.Architecture);
        Assert.HasCount(2, student.Provenance);
        Assert.AreEqual(student.Cost().MultiplyAdds, json.GetProperty("model").GetProperty("multiplyAdds").GetInt64());
        Assert.AreEqual(GeneratorModel.Load(teacher).Cost().MultiplyAdds, json.GetProperty("teacher").GetProperty("multiplyAdds").GetInt64());
    }

    [TestMethod]
    public void Compress_Unpaired_FollowsATeacherTrainedUnpaired()
    {
        using var folder = new TempFolder();
        TestPairs.WriteUnpaired(folder["data"], sources: 4, targets: 3, size: 18);
        ToolRun.Of([.. TrainTests.Tiny(folder["data"], folder["t.gcm"]), "--unpaired"]).Succeeded();
        ToolRun.Of([.. Tiny(folder["t.gcm"], folder["data"], folder["s.gcm"]), "--unpaired"]).Succeeded();

        GeneratorModel student = GeneratorModel.Load(folder["s.gcm"]);
        CollectionAssert.AreEqual(new[] { "CycleGan", "Distillation" }, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.AreEqual("TeacherOutput", student.Provenance[1].Options["ReconstructionTarget"]);
        Assert.AreEqual(3, student.Discriminator!.Graph.Inputs[0].Channels);

        string[] again = [.. Tiny(folder["t.gcm"], folder["data"], folder["u.gcm"]), "--unpaired"];
        ToolRun.Of([.. again, "--reconstruct", "GroundTruth"]).FailedWith(ExitCode.BadUsage, "--reconstruct expects TeacherOutput with --unpaired");
        again[1] = TestModels.Save(folder["paired.gcm"]);
        ToolRun.Of(again).FailedWith(ExitCode.Failed, "images are unpaired");
        Assert.IsFalse(File.Exists(folder["u.gcm"]));
    }

    [TestMethod]
    public void Compress_Ratio_IsReached()
    {
        using var folder = new TempFolder();
        string teacher = TestModels.Save(folder["t.gcm"], width: 8, blocks: 3);
        TestPairs.Write(folder["data"], count: 4, size: 18);
        string[] arguments = Tiny(teacher, folder["data"], folder["s.gcm"]);
        arguments[Array.IndexOf(arguments, "--architecture") + 1] = "sub_mobile_resnet_3blocks";

        ToolRun run = ToolRun.Of([.. arguments, "--ratio", "6", "--without-discriminator"]).Succeeded();

        GeneratorModel student = GeneratorModel.Load(folder["s.gcm"]);
        double ratio = (double)GeneratorModel.Load(teacher).Cost().MultiplyAdds / student.Cost().MultiplyAdds;
        Assert.IsTrue(ratio is >= 6 and < 12, $"The ratio is {ratio}.");
        Assert.IsNull(student.Discriminator);
        StringAssert.Contains(run.Output, "fewer multiply-adds", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Compress_RatioOutOfReach_SaysWhatIsPossible()
    {
        using var folder = new TempFolder();
        string teacher = TestModels.Save(folder["t.gcm"]);

        ToolRun.Of([.. Tiny(teacher, folder["data"], folder["s.gcm"]), "--ratio", "5000"]).FailedWith(ExitCode.BadUsage, "--ratio 5000 cannot be reached");
    }

    [TestMethod]
    public void Compress_TeacherCutShort_IsNamed()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["cut.gcm"], File.ReadAllBytes(TestModels.Save(folder["t.gcm"]))[..2000]);
        TestPairs.Write(folder["data"], count: 4, size: 18);

        ToolRun.Of(Tiny(folder["cut.gcm"], folder["data"], folder["s.gcm"])).FailedWith(ExitCode.Failed, "cut.gcm");

        Assert.IsFalse(File.Exists(folder["s.gcm"]));
    }

    private static string[] Tiny(string teacher, string data, string output) =>
    [
        "compress", teacher, data, "--direction", "AtoB", "--load-size", "16", "--architecture", "sub_mobile_resnet_1blocks", "--discriminator-width", "2", "--discriminator-layers", "1",
        "--epochs", "1", "--batch-size", "2", "--threads", "1", "-o", output,
    ];
}
