using System.Diagnostics;
using System.Text.Json;
using GanCompression.Tool.Tests.Commands;
using GanCompression.Tool.Tests.Reporting;

namespace GanCompression.Tool.Tests.Quickstart;

[TestClass]
public sealed class QuickstartTests
{
    [TestMethod]
    [Timeout(240_000, CooperativeCancellation = true)]
    public void Quickstart_SyntheticScenes_LeavesModelsAndReport()
    {
        using var folder = new TempFolder();

        JsonElement json = ToolRun.Of([.. Tiny(folder["out"], features: null), "--json", "--force"]).Succeeded().Json;

        CollectionAssert.AreEqual(new[] { "report.html", "report.json", "student.gcm", "teacher.gcm" }, Names(folder["out"]));
        Assert.IsFalse(json.GetProperty("wasThere").GetBoolean());
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(folder["out", "report.json"]));
        JsonElement report = file.RootElement;
        Assert.IsTrue(JsonElement.DeepEquals(report, json.GetProperty("report")), "The file and standard output agree.");
        Assert.IsTrue(report.GetProperty("ratio").GetProperty("multiplyAdds").GetDouble() >= 4);
        Assert.AreEqual(3, report.GetProperty("teacher").GetProperty("quality").GetProperty("images").GetInt32());
        Assert.AreEqual("ResNet-18 (ImageNet)", report.GetProperty("teacher").GetProperty("quality").GetProperty("featureExtractor").GetString());
        CollectionAssert.AreEqual(new[] { "Pix2Pix", "Supernet", "Distillation" }, report.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()).ToArray());
        JsonElement search = report.GetProperty("search");
        Assert.IsTrue(search.GetProperty("points").GetArrayLength() > 1);
        Assert.AreEqual("kernel distance (random network (seed 0))", search.GetProperty("scorer").GetString());
        Assert.IsTrue(search.GetProperty("seconds").GetDouble() > 0);
        Assert.AreEqual(2, report.GetProperty("stages")[0].GetProperty("losses").GetArrayLength());
        JsonElement fineTuning = report.GetProperty("fineTuning");
        bool isBetter = fineTuning.GetProperty("fineTunedScore").GetDouble() < fineTuning.GetProperty("subNetworkScore").GetDouble();
        Assert.AreEqual(isBetter ? "FineTuned" : "SubNetwork", fineTuning.GetProperty("kept").GetString());

        GeneratorModel teacher = GeneratorModel.Load(folder["out", "teacher.gcm"]);
        GeneratorModel student = GeneratorModel.Load(folder["out", "student.gcm"]);
        Assert.IsNotNull(teacher.Discriminator);
        Assert.IsNull(student.Discriminator);
        Assert.AreEqual(student.Provenance.Single(record => record.Stage == "Search").Options["Plan"], search.GetProperty("plan").GetString());
        Assert.AreEqual(teacher.Cost().MultiplyAdds, report.GetProperty("teacher").GetProperty("multiplyAdds").GetInt64());
        Assert.AreEqual(student.Cost().MultiplyAdds, report.GetProperty("student").GetProperty("multiplyAdds").GetInt64());
        Assert.AreEqual(new FileInfo(folder["out", "student.gcm"]).Length, report.GetProperty("student").GetProperty("fileBytes").GetInt64());

        string page = File.ReadAllText(folder["out", "report.html"]);
        HtmlReportTests.AssertSelfContained(page);
        StringAssert.Contains(page, "Fine-tuning took the sub-network from ", StringComparison.Ordinal);
        Assert.AreEqual(3 * 4, System.Text.RegularExpressions.Regex.Count(page, "<img "));
        Assert.AreEqual(4, System.Text.RegularExpressions.Regex.Count(page, "<svg "));
    }

    [TestMethod]
    [Timeout(240_000, CooperativeCancellation = true)]
    public void Quickstart_Again_TellsWhatIsThere()
    {
        using var folder = new TempFolder();
        ToolRun.Of(Tiny(folder["out"])).Succeeded();
        DateTime written = File.GetLastWriteTimeUtc(folder["out", "student.gcm"]);
        string report = File.ReadAllText(folder["out", "report.json"]);

        long start = Stopwatch.GetTimestamp();
        ToolRun again = ToolRun.Of(Tiny(folder["out"])).Succeeded();
        Assert.IsTrue(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
        ToolRun other = ToolRun.Of([.. Tiny(folder["out"]), "--seed", "2"]);

        StringAssert.Contains(again.Error, "already holds the results of this run", StringComparison.Ordinal);
        StringAssert.Contains(again.Output, "report.html", StringComparison.Ordinal);
        other.FailedWith(ExitCode.Failed, "run with other options: seed was 0 and is 2", "--force");
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(folder["out", "student.gcm"]));
        Assert.AreEqual(report, File.ReadAllText(folder["out", "report.json"]));

        ToolRun.Of([.. Tiny(folder["out"]), "--seed", "2", "--force"]).Succeeded();
        Assert.AreNotEqual(report, File.ReadAllText(folder["out", "report.json"]));
    }

    [TestMethod]
    [Timeout(240_000, CooperativeCancellation = true)]
    public void Quickstart_Interrupted_ContinuesToTheSameResult()
    {
        using var folder = new TempFolder();
        string[] Arguments(string output) => [.. TinyNetworks(folder[output]), "--scenes", "4", "--test-scenes", "3", "--epochs", "8", "--checkpoint-every", "1"];
        ToolRun.Of(Arguments("whole")).Succeeded();

        // Stops when the first checkpoint is there, then when the teacher is, in the supernet, and in fine-tuning.
        foreach (string sign in (string[])[
            Path.Combine(folder["parts"], "checkpoints", "Pix2Pix", "checkpoint.safetensors"), Path.Combine(folder["parts"], "teacher.gcm"),
            Path.Combine(folder["parts"], "checkpoints", "Supernet", "checkpoint.safetensors"), Path.Combine(folder["parts"], "checkpoints", "search.json")])
        {
            using var interrupt = new CancellationTokenSource();
            using var watch = new Timer(_ =>
            {
                if (File.Exists(sign))
                    interrupt.Cancel();
            }, null, dueTime: 0, period: 1);
            ToolRun part = ToolRun.Of(interrupt.Token, Arguments("parts"));
            Assert.IsTrue(part.ExitCode is ExitCode.Cancelled or ExitCode.Success, part.Error);
            if (part.ExitCode == ExitCode.Cancelled)
                Assert.IsFalse(File.Exists(folder["parts", "report.json"]));
        }

        ToolRun.Of(Arguments("parts")).Succeeded();

        Assert.AreEqual(TrainTests.Fingerprint(folder["whole", "teacher.gcm"]), TrainTests.Fingerprint(folder["parts", "teacher.gcm"]));
        Assert.AreEqual(TrainTests.Fingerprint(folder["whole", "student.gcm"]), TrainTests.Fingerprint(folder["parts", "student.gcm"]));
        CollectionAssert.AreEqual(new[] { "report.html", "report.json", "student.gcm", "teacher.gcm" }, Names(folder["parts"]));
        Assert.AreEqual(Losses(folder["whole", "report.json"]), Losses(folder["parts", "report.json"]), "The curves have no gap and no repetition.");
    }

    [TestMethod]
    [Timeout(240_000, CooperativeCancellation = true)]
    public void Quickstart_OwnImages_AreSplitWhereTheyAreNot()
    {
        using var folder = new TempFolder();
        TestPairs.Write(folder["data"], count: 24);
        string[] arguments = [.. TinyNetworks(folder["out"]), "--data", folder["data"], "--direction", "AtoB", "--epochs", "1"];

        JsonElement report = ToolRun.Of([.. arguments, "--json"]).Succeeded().Json.GetProperty("report");

        int training = report.GetProperty("data").GetProperty("trainingImages").GetInt32();
        int test = report.GetProperty("data").GetProperty("testImages").GetInt32();
        Assert.AreEqual(24, training + test);
        Assert.IsTrue(test is >= 2 and <= 12, $"{test} test images.");
    }

    [TestMethod]
    [Timeout(240_000, CooperativeCancellation = true)]
    public void Quickstart_OwnImagesWithTestFolder_AreEvaluatedOnThat()
    {
        using var folder = new TempFolder();
        TestPairs.Write(folder["data", "train"], count: 4);
        TestPairs.Write(folder["data", "val"], count: 3);

        JsonElement report = ToolRun.Of([.. TinyNetworks(folder["out"], features: null), "--data", folder["data"], "--direction", "BtoA", "--epochs", "1", "--json"]).Succeeded().Json.GetProperty("report");

        Assert.AreEqual(4, report.GetProperty("data").GetProperty("trainingImages").GetInt32());
        Assert.AreEqual(3, report.GetProperty("teacher").GetProperty("quality").GetProperty("images").GetInt32());
        Assert.AreEqual("ResNet-18 (ImageNet)", report.GetProperty("teacher").GetProperty("quality").GetProperty("featureExtractor").GetString());
    }

    [TestMethod]
    [DataRow("none", "There is no folder")]
    [DataRow("empty", "There are no images")]
    [DataRow("few", "leaves")]
    [DataRow("untrained", "no subfolder 'train'")]
    public void Quickstart_BadData_SaysWhy(string data, string message)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["empty"]);
        TestPairs.Write(folder["few"], count: 2);
        TestPairs.Write(folder["untrained", "test"], count: 2);

        ToolRun.Of([.. TinyNetworks(folder["out"]), "--data", folder[data], "--direction", "AtoB", "--epochs", "1"]).FailedWith(ExitCode.Failed, message);
    }

    [TestMethod]
    public void Quickstart_FolderWithOtherFiles_IsRefused()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["out"]);
        File.WriteAllText(folder["out", "teacher.gcm"], "mine");

        ToolRun.Of(Tiny(folder["out"])).FailedWith(ExitCode.Failed, "teacher.gcm' exists already and belongs to no run");

        Assert.AreEqual("mine", File.ReadAllText(folder["out", "teacher.gcm"]));
    }

    [TestMethod]
    public void Quickstart_DamagedReport_IsNamed()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["out"]);
        File.WriteAllText(folder["out", "report.json"], "{");

        ToolRun.Of(Tiny(folder["out"])).FailedWith(ExitCode.Failed, "report.json", "--force");
    }

    [TestMethod]
    public void Quickstart_ImagesTooSmallForTheFeatures_SaysSoBeforeTraining()
    {
        string features = SharedData.File("data", "weights", "squeezenet1_1_caffe_features.npz");
        using var folder = new TempFolder();

        ToolRun.Of(Tiny(folder["out"], features)).FailedWith(ExitCode.Failed, "16×16");

        Assert.IsFalse(File.Exists(folder["out", "teacher.gcm"]));
    }

    [TestMethod]
    public void Quickstart_RatioOutOfReach_SaysSoBeforeTraining()
    {
        using var folder = new TempFolder();
        string[] arguments = Tiny(folder["out"]);
        arguments[Array.IndexOf(arguments, "--ratio") + 1] = "9999";

        ToolRun.Of(arguments).FailedWith(ExitCode.BadUsage, "fits a budget of");
    }

    /// <summary>Two steps per stage on images of 16×16 pixels.</summary>
    private static string[] Tiny(string output, string? features = "random") => [.. TinyNetworks(output, features), "--scenes", "4", "--test-scenes", "3", "--epochs", "1"];

    private static string[] TinyNetworks(string output, string? features = "random") =>
    [
        "quickstart", "--image-size", "16", "--blocks", "3", "--width", "8", "--channels", "4,2", "--discriminator-width", "2", "--discriminator-layers", "1", "--ratio", "4", "--batch-size", "2", "--threads", "1", "--out", output, .. features is null ? Array.Empty<string>() : ["--features", features],
    ];

    private static string?[] Names(string folder) => [.. Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)];

    private static string Losses(string path)
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(path));
        return string.Join("\n", report.RootElement.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("losses").GetRawText()));
    }
}
