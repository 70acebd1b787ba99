using System.Text.Json;

namespace GanCompression.Tool.Tests.Commands;

[TestClass]
public sealed class ExportOnnxTests
{
    [TestMethod]
    public void Export_Onnx_SaysWhatGoesInAndOut()
    {
        using var folder = new TempFolder();
        string model = TestModels.Save(folder["m.gcm"], width: 6);

        JsonElement json = ToolRun.Of("export", model, "-o", folder["m.onnx"], "--image-size", "24", "--optimize-for-runtime", "--json").Succeeded().Json;

        JsonElement onnx = json.GetProperty("onnx");
        Assert.AreEqual(17, onnx.GetProperty("operatorSet").GetInt32());
        JsonElement input = onnx.GetProperty("inputs")[0];
        Assert.AreEqual("source", input.GetProperty("name").GetString());
        Assert.AreEqual("float32", input.GetProperty("type").GetString());
        Assert.AreEqual("1 3 24 24", string.Join(' ', input.GetProperty("shape").EnumerateArray()));
        Assert.AreEqual("output", onnx.GetProperty("output").GetProperty("name").GetString());
        Assert.AreEqual(1, onnx.GetProperty("rewrites").GetArrayLength());
        using var expected = new MemoryStream();
        _ = OnnxExport.Write(GeneratorModel.Load(model), expected, new() { Height = 24, Width = 24, UseOnnxRuntimeRewrites = true });
        CollectionAssert.AreEqual(expected.ToArray(), File.ReadAllBytes(folder["m.onnx"]));
    }

    [TestMethod]
    public void Export_OnnxForPeople_NamesTheFile()
    {
        using var folder = new TempFolder();

        ToolRun run = ToolRun.Of("export", TestModels.Save(folder["m.gcm"]), "--format", "onnx", "-o", folder["model.bin"], "--dynamic-size", "--dynamic-batch", "--with-processing").Succeeded();

        foreach (string part in (string[])["model.bin", "source: UInt8 [batch, height, width, 3]", "output: UInt8 [batch, height, width, 3]"])
            StringAssert.Contains(run.Output, part, StringComparison.Ordinal);
    }

    [TestMethod]
    public void Export_OnnxWithWrongOptions_IsExplainedAndWritesNothing()
    {
        using var folder = new TempFolder();
        string model = TestModels.Save(folder["m.gcm"]);

        ToolRun.Of("export", model, "-o", folder["a.onnx"], "--dynamic-size", "--image-size", "16").FailedWith(ExitCode.BadUsage, "--image-size", "--dynamic-size");
        ToolRun.Of("export", model, "-o", folder["a.pth"], "--with-processing").FailedWith(ExitCode.BadUsage, "--with-processing", "--format Onnx");
        ToolRun.Of("export", model, "-o", folder["a.onnx"], "--image-size", "30").FailedWith(ExitCode.Failed, "multiples of 4", "30×30");
        CollectionAssert.AreEqual((string[])["m.gcm"], folder.Names.ToArray());

        File.WriteAllText(folder["a.onnx"], "old");
        ToolRun.Of("export", model, "-o", folder["a.onnx"]).FailedWith(ExitCode.Failed, "--force");
        Assert.AreEqual("old", File.ReadAllText(folder["a.onnx"]));
        _ = ToolRun.Of("export", model, "-o", folder["a.onnx"], "--force").Succeeded();
        Assert.IsGreaterThan(100, new FileInfo(folder["a.onnx"]).Length);
    }

    [TestMethod]
    public void Export_Weights_SayNothingOfOnnx()
    {
        using var folder = new TempFolder();

        JsonElement json = ToolRun.Of("export", TestModels.Save(folder["m.gcm"]), "-o", folder["m.npz"], "--json").Succeeded().Json;

        Assert.IsFalse(json.TryGetProperty("onnx", out _));
    }
}
