namespace GanCompression.Quality.Tests.Features;

[TestClass]
public sealed class FeatureExtractorsTests
{
    [TestMethod]
    public void SqueezeNet_SeededWeights_AgreesWithPyTorch()
    {
        using var folder = new TempFolder();
        string path = folder["weights.safetensors"];
        Safetensors.Write(path, ReferenceFeatures.Weights(FeatureNetworks.SqueezeNet()));
        IFeatureExtractor extractor = FeatureExtractors.SqueezeNet(path);
        Assert.AreEqual("SqueezeNet 1.1", extractor.Name);
        ReferenceFeatures.Load("squeezenet").AssertMatches(extractor, 1e-4);
    }

    [TestMethod]
    public void SqueezeNet_TrainedWeights_AgreesWithPyTorch() =>
        ReferenceFeatures.Load("squeezenet_trained").AssertMatches(
            FeatureExtractors.SqueezeNet(SharedData.File("data", "weights", "squeezenet1_1_caffe_features.npz")), 1e-4);

    [TestMethod]
    public void SqueezeNet_FileWithClassifier_LeavesItOut()
    {
        using var folder = new TempFolder();
        string path = folder["weights.npz"];
        WeightTable weights = ReferenceFeatures.Weights(FeatureNetworks.SqueezeNet());
        NpzFile.Write(path, new WeightTable(weights.Append(KeyValuePair.Create("classifier.1.bias", WeightTensor.FromFloats([1, 2], 2)))));
        ReferenceFeatures.Load("squeezenet").AssertMatches(FeatureExtractors.SqueezeNet(path), 1e-4);
    }

    [TestMethod]
    public void SqueezeNet_OtherWeights_ThrowsWithFileAndNames()
    {
        using var folder = new TempFolder();
        string path = folder["other.safetensors"];
        Safetensors.Write(path, new WeightTable([KeyValuePair.Create("conv.weight", WeightTensor.FromFloats([1], 1))]));
        AssertEx.ThrowsWith<FormatException>(() => FeatureExtractors.SqueezeNet(path), "other.safetensors", "squeezenet1_1_features", "features.0.weight", "conv.weight");
    }

    [TestMethod]
    public void SqueezeNet_DamagedCheckpoint_ThrowsWithItsName()
    {
        using var folder = new TempFolder();
        string path = folder["weights.pth"];
        File.WriteAllBytes(path, [1, 2, 3]);
        AssertEx.ThrowsWith<FormatException>(() => FeatureExtractors.SqueezeNet(path), "weights.pth");
    }

    [TestMethod]
    public void FromFile_PyTorchCheckpoint_GivesTheSameFeaturesAsSafetensors()
    {
        using var folder = new TempFolder();
        WeightTable weights = ReferenceFeatures.Weights(FeatureNetworks.SqueezeNet());
        PyTorchCheckpoint.Write(folder["weights.pth"], weights);
        Safetensors.Write(folder["weights.safetensors"], weights);
        var image = new RgbImage(32, 32, [.. Enumerable.Range(0, 3 * 32 * 32).Select(i => (byte)(i * 37))]);

        float[] features = Features(FeatureExtractors.FromFile(folder["weights.pth"]), image);

        Assert.IsGreaterThan(0, features.Max());
        CollectionAssert.AreEqual(Features(FeatureExtractors.SqueezeNet(folder["weights.safetensors"]), image), features);
    }

    [TestMethod]
    public void FromFile_InceptionCheckpoint_IsTheInceptionExtractor()
    {
        using var folder = new TempFolder();
        PyTorchCheckpoint.Write(folder["inception.pth"], ReferenceFeatures.Weights(FeatureNetworks.Inception()));
        StringAssert.Contains(FeatureExtractors.FromFile(folder["inception.pth"]).Name, "Inception", StringComparison.Ordinal);
    }

    [TestMethod]
    public void FromFile_OtherWeights_NamesWhatItHolds()
    {
        using var folder = new TempFolder();
        NpzFile.Write(folder["other.npz"], new WeightTable([KeyValuePair.Create("conv.weight", WeightTensor.FromFloats([1], 1))]));
        AssertEx.ThrowsWith<FormatException>(() => FeatureExtractors.FromFile(folder["other.npz"]), "other.npz", "neither", "conv.weight");
    }

    private static float[] Features(IFeatureExtractor extractor, RgbImage image)
    {
        var features = new float[extractor.Dimension];
        extractor.Extract(image, features);
        return features;
    }

    [TestMethod]
    public void SqueezeNet_MissingFile_Throws() =>
        AssertEx.ThrowsWith<FileNotFoundException>(() => FeatureExtractors.SqueezeNet("no-such-weights.npz"), "no-such-weights.npz");

    [TestMethod]
    public void SqueezeNet_TinyImage_ThrowsWithItsSize()
    {
        using var folder = new TempFolder();
        string path = folder["weights.safetensors"];
        Safetensors.Write(path, ReferenceFeatures.Weights(FeatureNetworks.SqueezeNet()));
        IFeatureExtractor extractor = FeatureExtractors.SqueezeNet(path);
        var features = new float[512];
        AssertEx.ThrowsWith<ArgumentException>(() => extractor.Extract(TestImages.Flat(24, 40, 0, 0, 0), features), "SqueezeNet 1.1", "24×40");
        extractor.Extract(TestImages.Flat(25, 25, 0, 0, 0), features);
    }

    [TestMethod]
    public void Extract_RoomForOtherLength_Throws() =>
        AssertEx.ThrowsWith<ArgumentException>(() => FeatureExtractors.RandomNetwork().Extract(TestImages.Flat(8, 8, 0, 0, 0), new float[3]), "240 features", "room for 3");

    [TestMethod]
    public void RandomNetwork_SameSeed_GivesTheSameFeatures()
    {
        IFeatureExtractor first = FeatureExtractors.RandomNetwork(7);
        Assert.AreEqual("random network (seed 7)", first.Name);
        float[] features = Extract(first);
        AssertEx.Close(features, Extract(FeatureExtractors.RandomNetwork(7)), 0);
        Assert.IsGreaterThan(0.01, AssertEx.MaxDifference(features, Extract(FeatureExtractors.RandomNetwork(8))));
        Assert.IsGreaterThan(200, features.Count(v => v > 0), "Most features respond to a photo.");
    }

    [TestMethod]
    public void RandomNetwork_ManySizes_DoNotInfluenceEachOther()
    {
        IFeatureExtractor extractor = FeatureExtractors.RandomNetwork();
        float[] expected = Extract(extractor);
        for (int size = 3; size < 12; size++)
            extractor.Extract(TestImages.Photo("size", size, size + 1), new float[extractor.Dimension]);
        AssertEx.Close(expected, Extract(extractor), 0);
    }

    [TestMethod]
    public void RandomNetwork_SeveralThreads_AgreeWithOne()
    {
        IFeatureExtractor extractor = FeatureExtractors.RandomNetwork();
        RgbImage[] images = [.. Enumerable.Range(0, 24).Select(i => TestImages.Photo($"image {i}", 16 + i % 3, 20))];
        float[][] expected = [.. images.Select(image => Extract(extractor, image))];
        var actual = new float[images.Length][];
        Parallel.For(0, images.Length, i => actual[i] = Extract(extractor, images[i]));
        for (int i = 0; i < images.Length; i++)
            AssertEx.Close(expected[i], actual[i], 0);
    }

    [TestMethod]
    public void Default_WithoutThePackage_IsTheRandomNetworkAndSaysSo() => Assert.AreEqual("random network (seed 0)", FeatureExtractors.Default.Name);

    [TestMethod]
    public void FromNetwork_InputOfAnotherKind_SeesTheImageThatWay()
    {
        RgbImage image = TestImages.Photo("seen", 6, 5);
        LayerGraph graph = MeanOfPlanes(channels: 3);
        var network = new Network(graph, new WeightTable([new("conv.weight", WeightTensor.FromFloats([1, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3, 1, 1))]));

        float[] plain = Extract(FeatureExtractors.FromNetwork("plain", network, new FeatureInput()), image);
        float[] other = Extract(FeatureExtractors.FromNetwork("other", network, new FeatureInput { IsBlueFirst = true, Scale = 0.5f, Mean = WeightTensor.FromFloats([10, 20, 30], 3) }), image);
        float[] mean = new float[48];
        mean.AsSpan(16, 16).Fill(7);
        float[] resized = Extract(FeatureExtractors.FromNetwork("resized", network, new FeatureInput { Size = 4, Mean = WeightTensor.FromFloats(mean, 3, 4, 4) }), image);

        for (int channel = 0; channel < 3; channel++)
        {
            AssertEx.Close(Mean(image, channel), plain[channel], 1e-3);
            AssertEx.Close(Mean(image, 2 - channel) / 2 - 10 * (channel + 1), other[channel], 1e-3);
            AssertEx.Close(Mean(image.Resize(4, 4), channel) - (channel == 1 ? 7 : 0), resized[channel], 1e-3);
        }

        static double Mean(RgbImage image, int channel) => Enumerable.Range(0, image.Width * image.Height).Average(i => image.Pixels[3 * i + channel]);
    }

    [TestMethod]
    public void FromNetwork_WhatDoesNotFit_IsNamed()
    {
        LayerGraph graph = MeanOfPlanes(channels: 3);
        var network = new Network(graph, DeterministicFill.Weights(graph));
        LayerGraph four = MeanOfPlanes(channels: 4);

        AssertEx.ThrowsWith<ArgumentException>(() => FeatureExtractors.FromNetwork("x", new Network(four, DeterministicFill.Weights(four)), new FeatureInput()), "one image of 3 planes", "Channels = 4");
        AssertEx.ThrowsWith<ArgumentException>(() => FeatureExtractors.FromNetwork("x", network, new FeatureInput { Scale = 0 }), "Scale", "but is 0");
        AssertEx.ThrowsWith<ArgumentException>(() => FeatureExtractors.FromNetwork("x", network, new FeatureInput { Size = 4, Mean = WeightTensor.FromFloats(new float[12], 3, 2, 2) }), "Mean must be Float32[3] or Float32[3, 4, 4], but is Float32[3, 2, 2]");
        LayerGraph part = graph.Between("input", "conv");
        AssertEx.ThrowsWith<ArgumentException>(() => FeatureExtractors.FromNetwork("x", new Network(part, network.Weights), new FeatureInput { Size = 8 }), "one pixel of features for images of 8×8", "3×8×8");
    }

    private static LayerGraph MeanOfPlanes(int channels)
    {
        var builder = new LayerGraphBuilder("means");
        string x = builder.Add("conv", Conv2d.Square(channels, channels, 1, hasBias: false), builder.Input("input", channels));
        return builder.Build(builder.Add("mean", new GlobalAvgPool2d(), x));
    }

    private static float[] Extract(IFeatureExtractor extractor, RgbImage? image = null)
    {
        var features = new float[extractor.Dimension];
        extractor.Extract(image ?? ReferenceFeatures.Image, features);
        return features;
    }
}
