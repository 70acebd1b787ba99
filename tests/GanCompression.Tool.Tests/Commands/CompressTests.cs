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
        ToolRun.Of([.. Tiny(folder["t.gcm"], folder["data"], folder["s.gcm"]), "--unpaired", "--method", "distillation"]).Succeeded();

        GeneratorModel student = GeneratorModel.Load(folder["s.gcm"]);
        CollectionAssert.AreEqual(new[] { "CycleGan", "Distillation" }, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.AreEqual("TeacherOutput", student.Provenance[1].Options["ReconstructionTarget"]);
        Assert.AreEqual(3, student.Discriminator!.Graph.Inputs[0].Channels);

        string[] again = [.. Tiny(folder["t.gcm"], folder["data"], folder["u.gcm"]), "--unpaired", "--method", "distillation"];
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

        ToolRun run = ToolRun.Of([.. arguments, "--method", "distillation", "--ratio", "6", "--without-discriminator"]).Succeeded();

        GeneratorModel student = GeneratorModel.Load(folder["s.gcm"]);
        double ratio = (double)GeneratorModel.Load(teacher).Cost().MultiplyAdds / student.Cost().MultiplyAdds;
        Assert.IsTrue(ratio is >= 6 and < 12, $"The ratio is {ratio}.");
        Assert.IsNull(student.Discriminator);
        StringAssert.Contains(run.Output, "fewer multiply-adds", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("distillation")]
    [DataRow("fast-gan-compression")]
    public void Compress_BudgetOutOfReach_SaysWhatIsPossible(string method)
    {
        using var folder = new TempFolder();
        string teacher = TestModels.Save(folder["t.gcm"]);
        TestPairs.Write(folder["data"], count: 4, size: 18);

        ToolRun.Of([.. Tiny(teacher, folder["data"], folder["s.gcm"]), "--method", method, "--ratio", "5000"])
            .FailedWith(ExitCode.BadUsage, "fits a budget of", "multiply-adds and", "Raise the budget");

        Assert.IsFalse(File.Exists(folder["s.gcm"]));
    }

    [TestMethod]
    public void Compress_WithoutPlan_SearchesWithinTheBudgetAndReportsEverything()
    {
        using var folder = new TempFolder();
        string teacher = TestModels.Save(folder["t.gcm"], width: 8);
        TestPairs.Write(folder["data"], count: 6, size: 18);

        ToolRun run = ToolRun.Of([.. Tiny(teacher, folder["data"], folder["s.gcm"]), .. TinySearch, "--ratio", "4", "--fine-tuning-epochs", "1", "--frontier", folder["frontier"], "--json"]).Succeeded();

        GeneratorModel student = GeneratorModel.Load(folder["s.gcm"]);
        CollectionAssert.AreEqual(new[] { "Pix2Pix", "Supernet", "Search", "Distillation", "Selection" }, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.IsTrue((double)GeneratorModel.Load(teacher).Cost().MultiplyAdds / student.Cost().MultiplyAdds >= 4);
        Assert.AreEqual("fast-gan-compression", run.Json.GetProperty("method").GetString());
        Assert.AreEqual("ratio", run.Json.GetProperty("budget").GetProperty("kind").GetString());
        Assert.AreEqual(4, run.Json.GetProperty("budget").GetProperty("limit").GetDouble());
        Assert.AreEqual(student.Provenance[2].Options["Plan"], run.Json.GetProperty("plan").GetString());
        Assert.AreEqual(student.Provenance[2].Options["Plan"], run.Json.GetProperty("search").GetProperty("best").GetProperty("plan").GetString());
        CollectionAssert.AreEqual(new[] { "Supernet", "Search", "Distillation", "Selection" }, run.Json.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("stage").GetString()).ToArray());
        Assert.AreEqual(student.Cost().ExactMultiplyAdds, run.Json.GetProperty("model").GetProperty("exactMultiplyAdds").GetInt64());
        foreach (string stage in (string[])["Supernet: epoch", "Search: ", "Distillation: epoch"])
            StringAssert.Contains(run.Error, stage, StringComparison.Ordinal);

        string[] csv = File.ReadAllLines(folder["frontier", "frontier.csv"]);
        StringAssert.StartsWith(csv[0], "plan,multiply_adds,parameters", StringComparison.Ordinal);
        Assert.HasCount(1 + run.Json.GetProperty("search").GetProperty("plansJudged").GetInt32(), csv);
        StringAssert.Contains(File.ReadAllText(folder["frontier", "frontier.html"]), "<svg ", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Compress_GanCompression_DistilsAFirstStudentForTheSupernet()
    {
        using var folder = new TempFolder();
        TestPairs.Write(folder["data"], count: 4, size: 18);
        string[] teacher = TrainTests.Tiny(folder["data"], folder["t.gcm"]);
        teacher[Array.IndexOf(teacher, "resnet_1blocks")] = "mobile_resnet_1blocks";
        teacher[Array.IndexOf(teacher, "--width") + 1] = "8";
        ToolRun.Of(teacher).Succeeded();

        JsonElement json = ToolRun.Of(
        [
            .. Tiny(folder["t.gcm"], folder["data"], folder["s.gcm"]), .. TinySearch, "--method", "gan-compression", "--student-width", "4", "--distillation-epochs", "1", "--fine-tuning-epochs", "1", "--json",
        ]).Succeeded().Json;

        GeneratorModel student = GeneratorModel.Load(folder["s.gcm"]);
        CollectionAssert.AreEqual(new[] { "Pix2Pix", "Distillation", "Supernet", "Search", "Distillation", "Selection" }, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.AreEqual("4", student.Provenance[1].Options["StudentWidth"]);
        Assert.AreEqual("gan-compression", json.GetProperty("method").GetString());
        Assert.AreEqual(12, json.GetProperty("budget").GetProperty("limit").GetDouble(), "The default.");
        Assert.AreEqual(5, json.GetProperty("stages").GetArrayLength());
    }

    [TestMethod]
    public void Compress_Latency_IsMeasured()
    {
        using var folder = new TempFolder();
        string teacher = TestModels.Save(folder["t.gcm"], width: 8);
        TestPairs.Write(folder["data"], count: 4, size: 18);
        string[] arguments = [.. Tiny(teacher, folder["data"], folder["s.gcm"]), "--channels", "2,1", "--search", "brute-force", "--candidates", "3", "--json", "--latency"];

        JsonElement json = ToolRun.Of([.. arguments, "5000"]).Succeeded().Json;

        Assert.AreEqual("latency", json.GetProperty("budget").GetProperty("kind").GetString());
        Assert.IsTrue(json.GetProperty("search").GetProperty("best").GetProperty("latencyMilliseconds").GetDouble() is > 0 and <= 5000);
        ToolRun.Of([.. arguments, "0.0001", "--force"]).FailedWith(ExitCode.BadUsage, "ms", "--latency");
    }

    [TestMethod]
    public void Compress_FrontierExists_IsRefusedBeforeTheWork()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["frontier"]);
        File.WriteAllText(folder["frontier", "frontier.html"], "mine");

        ToolRun.Of([.. Tiny(folder["none.gcm"], folder["none"], folder["s.gcm"]), "--frontier", folder["frontier"]]).FailedWith(ExitCode.Failed, "frontier.html' exists already; pass --force");

        Assert.AreEqual("mine", File.ReadAllText(folder["frontier", "frontier.html"]));
    }

    [TestMethod]
    [DataRow("--search", "evolution", "--population", "3", "--generations", "2")]
    [DataRow("--search", "brute-force", "--candidates", "5")]
    public void Compress_OtherSearch_JudgesItsPlans(params string[] search)
    {
        using var folder = new TempFolder();
        string teacher = TestModels.Save(folder["t.gcm"], width: 8);
        TestPairs.Write(folder["data"], count: 6, size: 18);
        string[] options = ["--channels", "2,1", "--parameters", "1500", "--held-out", "2", "--fine-tuning-epochs", "0", "--scorer", "frechet", "--json", .. search];

        ToolRun run = ToolRun.Of([.. Tiny(teacher, folder["data"], folder["s.gcm"]), .. options]).Succeeded();

        GeneratorModel student = GeneratorModel.Load(folder["s.gcm"]);
        Assert.AreEqual("Search", student.Provenance[^1].Stage, "Nothing is fine-tuned.");
        Assert.IsTrue(student.Cost().Parameters <= 1500);
        StringAssert.Contains(run.Json.GetProperty("search").GetProperty("scorer").GetString(), "Fréchet", StringComparison.Ordinal);
        Assert.IsTrue(run.Json.GetProperty("search").GetProperty("plansJudged").GetInt32() is >= 3 and <= 6);
    }

    [TestMethod]
    public void Compress_Supernet_IsRefusedAsTeacher()
    {
        using var folder = new TempFolder();
        GeneratorModel model = TestModels.Create();
        new GeneratorModel(model.Generator, model.ImageSize, model.Discriminator, [.. model.Provenance, model.Provenance[0] with { Stage = "Supernet" }]).Save(folder["supernet.gcm"]);

        ToolRun.Of(Tiny(folder["supernet.gcm"], folder["data"], folder["s.gcm"])).FailedWith(ExitCode.Failed, "supernet.gcm' is a supernet", "not the teacher");
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

    private static string[] TinySearch => ["--channels", "2,1", "--candidates", "8", "--finalists", "3"];

    private static string[] Tiny(string teacher, string data, string output) =>
    [
        "compress", teacher, data, "--direction", "AtoB", "--load-size", "16", "--architecture", "sub_mobile_resnet_1blocks", "--discriminator-width", "2", "--discriminator-layers", "1",
        "--epochs", "1", "--batch-size", "2", "--threads", "1", "-o", output,
    ];
}
