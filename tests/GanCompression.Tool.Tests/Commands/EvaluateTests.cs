using System.Text.Json;

namespace GanCompression.Tool.Tests.Commands;

[TestClass]
public sealed class EvaluateTests
{
    [TestMethod]
    public void Evaluate_TwoModels_MeasuresEachOnTheTestImages()
    {
        using var folder = new TempFolder();
        string first = TestModels.Save(folder["a.gcm"]);
        string second = TestModels.Save(folder["b.gcm"], width: 3);
        TestPairs.Write(folder["data", "train"], count: 7);
        TestPairs.Write(folder["data", "test"], count: 3);

        JsonElement json = ToolRun.Of("evaluate", first, second, folder["data"], "--direction", "AtoB", "--json").Succeeded().Json;

        JsonElement models = json.GetProperty("models");
        Assert.AreEqual(2, models.GetArrayLength());
        Assert.AreEqual(second, models[1].GetProperty("model").GetProperty("file").GetString());
        JsonElement quality = models[0].GetProperty("quality");
        Assert.AreEqual(3, quality.GetProperty("images").GetInt32());
        Assert.AreEqual("ResNet-18 (ImageNet)", quality.GetProperty("featureExtractor").GetString());
        Assert.IsTrue(quality.GetProperty("l1").GetDouble() is > 0 and < 1);
        Assert.AreNotEqual(quality.GetProperty("l1").GetDouble(), models[1].GetProperty("quality").GetProperty("l1").GetDouble());
    }

    [TestMethod]
    public void Evaluate_ForPeople_IsATable()
    {
        using var folder = new TempFolder();
        TestPairs.Write(folder["data"], count: 3);

        ToolRun run = ToolRun.Of("evaluate", TestModels.Save(folder["a.gcm"]), folder["data"], "--direction", "BtoA", "--features", "random").Succeeded();

        StringAssert.Contains(run.Output, "SSIM", StringComparison.Ordinal);
        StringAssert.Contains(run.Output, "a.gcm", StringComparison.Ordinal);
        StringAssert.Contains(run.Output, "random network", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Evaluate_Unpaired_MeasuresDistancesOnly()
    {
        using var folder = new TempFolder();
        TestPairs.WriteUnpaired(folder["data"], sources: 3, targets: 2, size: 16);
        string model = TestModels.Save(folder["a.gcm"]);

        ToolRun run = ToolRun.Of("evaluate", model, folder["data"], "--unpaired", "--direction", "AtoB", "--features", "random").Succeeded();
        StringAssert.Contains(run.Output, "Fréchet distance", StringComparison.Ordinal);
        Assert.DoesNotContain("SSIM", run.Output);
        JsonElement quality = ToolRun.Of("evaluate", model, folder["data"], "--unpaired", "--direction", "AtoB", "--features", "random", "--json").Succeeded().Json.GetProperty("models")[0].GetProperty("quality");
        Assert.AreEqual(3, quality.GetProperty("images").GetInt32());
        Assert.AreEqual(JsonValueKind.Null, quality.GetProperty("ssim").ValueKind);
    }

    [TestMethod]
    public void Evaluate_WithSqueezeNet_NamesTheExtractor()
    {
        string features = SharedData.File("data", "weights", "squeezenet1_1_caffe_features.npz");
        using var folder = new TempFolder();
        TestPairs.Write(folder["data"], count: 3, size: 32);

        JsonElement json = ToolRun.Of("evaluate", TestModels.Save(folder["a.gcm"]), folder["data"], "--direction", "AtoB", "--image-size", "32", "--features", features, "--json").Succeeded().Json;

        StringAssert.Contains(json.GetProperty("models")[0].GetProperty("quality").GetProperty("featureExtractor").GetString(), "SqueezeNet", StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    [DataRow("none.npz", "There is no feature file")]
    [DataRow("other.npz", "holds neither the weights of SqueezeNet")]
    [DataRow("weights.pth", "weights.pth")]
    public void Evaluate_BadFeatureFile_SaysWhy(string file, string message)
    {
        using var folder = new TempFolder();
        TestPairs.Write(folder["data"], count: 3);
        NpzFile.Write(folder["other.npz"], new WeightTable([new("weight", WeightTensor.FromFloats([1], 1))]));
        File.WriteAllText(folder["weights.pth"], "pickle");

        ToolRun.Of("evaluate", TestModels.Save(folder["a.gcm"]), folder["data"], "--direction", "AtoB", "--features", folder[file]).FailedWith(ExitCode.Failed, message);
    }

    [TestMethod]
    [DataRow("none", "There is no folder")]
    [DataRow("empty", "There are no images")]
    [DataRow("single", "at least 2 pairs")]
    public void Evaluate_BadData_SaysWhy(string data, string message)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["empty"]);
        TestPairs.Write(folder["single"], count: 1);

        ToolRun.Of("evaluate", TestModels.Save(folder["a.gcm"]), folder[data], "--direction", "AtoB").FailedWith(ExitCode.Failed, message);
    }
}
