namespace GanCompression.Samples.Tests;

[TestClass]
public sealed class DeployWithOnnxTests
{
    private const string Sample = "DeployWithOnnx";

    [TestMethod]
    [Timeout(200_000)]
    public void Run_DrawnPairs_OnnxTransformerMakesThePredictionEnginesPictures()
    {
        using var folder = new TempFolder();
        SampleRun run = SampleRun.Of(Sample, "--image-size", "16", "--width", "8", "--epochs", "1", "--output", folder.Path).Succeeded();
        CollectionAssert.AreEqual(new[] { "pairs", "student.gcm", "student.onnx" }, folder.Names.ToArray());
        StringAssert.Contains(run.Output, "[Pix2PixTrainer; Train] Epoch 1/1: ", StringComparison.Ordinal);
        StringAssert.Contains(run.Output, "4 images by ApplyOnnxModel and by PredictionEngine: largest difference ", StringComparison.Ordinal);
        Assert.AreEqual("sub_mobile_resnet_9blocks", GeneratorModel.Load(folder["student.gcm"]).Generator.Graph.Architecture);
    }

    [TestMethod]
    public void Run_WrongArguments_SaysWhich()
    {
        using var folder = new TempFolder();
        _ = SampleRun.Of(Sample, "--data", folder["missing"]).FailedWith(2, "missing");
        _ = SampleRun.Of(Sample, "--data", folder.Path, "-o", folder["out"]).FailedWith(1, "error: There is no folder '", "train");
    }
}
