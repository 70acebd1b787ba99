using System.Text.Json;

namespace GanCompression.Tool.Tests.Commands;

[TestClass]
public sealed class BenchmarkTests
{
    [TestMethod]
    public void Benchmark_TwoModelsBesideBothPeers_ComparesTimesAndResults()
    {
        using var folder = new TempFolder();
        string first = TestModels.Save(folder["a.gcm"], width: 4);
        string second = TestModels.Save(folder["b.gcm"], width: 2);

        JsonElement report = ToolRun.Of("benchmark", first, second, "--image-size", "32", "--threads", "1,2", "--rounds", "3", "--compare", "torch,onnxruntime", "--layers", "--json").Succeeded().Json.GetProperty("report");

        CollectionAssert.AreEqual(new[] { 1, 2 }, report.GetProperty("peaks").EnumerateArray().Select(peak => peak.GetProperty("threads").GetInt32()).ToArray());
        Assert.IsGreaterThan(0, report.GetProperty("peakWorkingSetBytes").GetInt64());
        JsonElement[] models = [.. report.GetProperty("models").EnumerateArray()];
        CollectionAssert.AreEqual(new[] { first, second }, models.Select(model => model.GetProperty("model").GetString()).ToArray());
        foreach ((JsonElement model, string path) in models.Zip(new[] { first, second }))
        {
            ComputeCost cost = ComputeCost.Of(GeneratorModel.Load(path).Generator.Graph, 32, 32);
            Assert.AreEqual(cost.ExactMultiplyAdds, model.GetProperty("exactMultiplyAdds").GetInt64());
            Assert.AreEqual(cost.ExactMultiplyAdds, model.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty("multiplyAdds").GetInt64()));
            Assert.AreEqual(1, model.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty("share").GetDouble()), 1e-9);
            JsonElement[] engines = [.. model.GetProperty("engines").EnumerateArray()];
            CollectionAssert.AreEqual(
                new[] { ("GanCompression", 1), ("libtorch", 1), ("ONNX Runtime 1.31.1", 1), ("GanCompression", 2), ("libtorch", 2), ("ONNX Runtime 1.31.1", 2) },
                engines.Select(engine => (engine.GetProperty("engine").GetString()!, engine.GetProperty("threads").GetInt32())).ToArray());
            foreach (JsonElement engine in engines)
            {
                double Value(string name) => engine.GetProperty(name).GetDouble();
                Assert.AreEqual(3, engine.GetProperty("runs").GetInt32());
                Assert.IsTrue(Value("minimumMilliseconds") > 0 && Value("minimumMilliseconds") <= Value("lowMilliseconds") && Value("lowMilliseconds") <= Value("medianMilliseconds"), engine.ToString());
                Assert.AreEqual(1000 / Value("medianMilliseconds"), Value("imagesPerSecond"), 1e-6 * Value("imagesPerSecond"));
                Assert.AreEqual(2e-6 * cost.ExactMultiplyAdds / Value("undisturbedMilliseconds"), Value("gigaflopsPerSecond"), 1e-6 * Value("gigaflopsPerSecond"));
                Assert.IsLessThan(1e-4, Value("largestDifference"), engine.ToString());
                Assert.IsGreaterThanOrEqualTo(0, Value("processorMilliseconds"), engine.ToString());
            }

            Assert.AreEqual(0, engines[0].GetProperty("allocatedBytes").GetInt64());
            foreach (JsonElement peer in (JsonElement[])[engines[1], engines[2]])
            {
                Assert.IsGreaterThan(0, peer.GetProperty("largestDifference").GetDouble());
                Assert.IsLessThan(1e-4, peer.GetProperty("largestDifference").GetDouble());
            }

        }
    }

    [TestMethod]
    public void Benchmark_OneModel_ShowsTables()
    {
        using var folder = new TempFolder();

        ToolRun run = ToolRun.Of("benchmark", TestModels.Save(folder["m.gcm"]), "--rounds", "1", "--layers").Succeeded();

        foreach (string part in (string[])["resnet_1blocks", "16×16", "Median ms", "Of the peak", "conv 7×7", "model.10.conv_block.1", "bytes allocated per image", "peak is"])
            StringAssert.Contains(run.Output, part, StringComparison.Ordinal);
    }

    [TestMethod]
    public void Benchmark_Cancelled_Stops()
    {
        using var folder = new TempFolder();
        using var source = new CancellationTokenSource();
        source.Cancel();

        ToolRun.Of(source.Token, "benchmark", TestModels.Save(folder["m.gcm"])).FailedWith(ExitCode.Cancelled, "cancelled");
    }

    [TestMethod]
    public void Benchmark_ImageSizeThatDoesNotFit_SaysSo()
    {
        using var folder = new TempFolder();

        ToolRun.Of("benchmark", TestModels.Save(folder["m.gcm"]), "--image-size", "30").FailedWith(ExitCode.Failed, "multiples of 4", "30×30");
    }

    [TestMethod]
    public void Benchmark_NoSuchModel_NamesIt() => ToolRun.Of("benchmark", "nowhere.gcm").FailedWith(ExitCode.Failed, "nowhere.gcm");
}
