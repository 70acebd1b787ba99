namespace GanCompression.Quality.Tests.Features;

[TestClass]
public sealed class InceptionTests
{
    private static TempFolder? s_folder;
    private static string s_path = "";

    [ClassInitialize]
    public static void WriteWeights(TestContext context)
    {
        // With the classifier and the counters that the distributed file holds, too.
        s_folder = new TempFolder();
        s_path = s_folder["weights.safetensors"];
        Safetensors.Write(s_path, new WeightTable(
        [
            .. ReferenceFeatures.Weights(FeatureNetworks.Inception()),
            KeyValuePair.Create("Mixed_7c.branch_pool.bn.num_batches_tracked", WeightTensor.FromBytes(ElementType.Int64, new byte[8])),
            KeyValuePair.Create("fc.weight", WeightTensor.FromFloats(new float[1008 * 2048], 1008, 2048)),
            KeyValuePair.Create("fc.bias", WeightTensor.FromFloats(new float[1008], 1008)),
        ]));
    }

    [ClassCleanup]
    public static void DeleteWeights() => s_folder?.Dispose();

    [TestMethod]
    public void Inception_SeededWeights_AgreesWithPyTorch() =>
        ReferenceFeatures.Load("inception").AssertMatches(FeatureExtractors.Inception(s_path), 1e-4);

    [TestMethod]
    public void Evaluator_Inception_MayCallItsDistancesFidAndKid()
    {
        var evaluator = new QualityEvaluator(FeatureExtractors.Inception(s_path));
        RgbImage a = TestImages.Photo("a", 32, 32);
        RgbImage b = TestImages.Photo("b", 32, 32);
        evaluator.Add(a, a);
        evaluator.Add(b, b);
        QualityMetrics metrics = evaluator.Compute();
        Assert.AreEqual("FID", metrics.FrechetDistanceName);
        Assert.AreEqual("KID", metrics.KernelDistanceName);
        Assert.AreEqual("Inception v3", metrics.FeatureExtractor);
        AssertEx.Close(0, metrics.FrechetDistance, 1e-6);
    }

    [TestMethod]
    public void Inception_WeightsOfAnotherOrigin_AreRefused()
    {
        using var folder = new TempFolder();
        string classifier = folder["classifier.safetensors"];
        Safetensors.Write(classifier, new WeightTable([KeyValuePair.Create("fc.bias", WeightTensor.FromFloats(new float[1000], 1000))]));
        AssertEx.ThrowsWith<FormatException>(() => FeatureExtractors.Inception(classifier), "classifier.safetensors", "another origin", "1008 classes");
        string auxiliary = folder["auxiliary.safetensors"];
        Safetensors.Write(auxiliary, new WeightTable([KeyValuePair.Create("AuxLogits.fc.bias", WeightTensor.FromFloats(new float[1000], 1000))]));
        AssertEx.ThrowsWith<FormatException>(() => FeatureExtractors.Inception(auxiliary), "auxiliary.safetensors", "another origin");
    }

    [TestMethod]
    public void Inception_IncompleteWeights_ThrowsWithFileAndNames()
    {
        using var folder = new TempFolder();
        string path = folder["part.safetensors"];
        Safetensors.Write(path, new WeightTable([KeyValuePair.Create("Conv2d_1a_3x3.bn.bias", WeightTensor.FromFloats(new float[32], 32))]));
        AssertEx.ThrowsWith<FormatException>(() => FeatureExtractors.Inception(path), "part.safetensors", "Missing (469)", "Conv2d_1a_3x3.conv.weight");
    }
}
