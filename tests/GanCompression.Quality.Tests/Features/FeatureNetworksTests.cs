namespace GanCompression.Quality.Tests.Features;

[TestClass]
public sealed class FeatureNetworksTests
{
    [TestMethod]
    public void Inception_Parameters_AreThoseOfTheWeightFile()
    {
        LayerGraph graph = FeatureNetworks.Inception();

        // 94 convolutions, each with a weight and the four vectors of its batch normalisation; 21 785 568 is the published
        // number of parameters without the classifiers.
        Assert.HasCount(94 * 5, graph.Parameters);
        Assert.AreEqual(21_785_568L, graph.Parameters.Where(p => p.IsTrainable).Sum(p => p.Elements));
        Assert.AreEqual(2048, graph.OutputChannels);
        Dictionary<string, string> shapes = graph.Parameters.ToDictionary(p => p.Name, p => string.Join(",", p.Shape));
        Assert.AreEqual("32,3,3,3", shapes["Conv2d_1a_3x3.conv.weight"]);
        Assert.AreEqual("64", shapes["Mixed_5b.branch1x1.bn.running_var"]);
        Assert.AreEqual("64,48,5,5", shapes["Mixed_5d.branch5x5_2.conv.weight"]);
        Assert.AreEqual("32,192,1,1", shapes["Mixed_5b.branch_pool.conv.weight"]);
        Assert.AreEqual("384,288,3,3", shapes["Mixed_6a.branch3x3.conv.weight"]);
        Assert.AreEqual("128,128,1,7", shapes["Mixed_6b.branch7x7_2.conv.weight"]);
        Assert.AreEqual("192,160,7,1", shapes["Mixed_6d.branch7x7_3.conv.weight"]);
        Assert.AreEqual("192,192,1,7", shapes["Mixed_6e.branch7x7dbl_5.conv.weight"]);
        Assert.AreEqual("192,192,3,3", shapes["Mixed_7a.branch7x7x3_4.conv.weight"]);
        Assert.AreEqual("384,384,3,1", shapes["Mixed_7b.branch3x3_2b.conv.weight"]);
        Assert.AreEqual("448,2048,1,1", shapes["Mixed_7c.branch3x3dbl_1.conv.weight"]);
        Assert.AreEqual("192", shapes["Mixed_7c.branch_pool.bn.weight"]);
    }

    [TestMethod]
    public void Inception_Shapes_AreThePublishedOnes()
    {
        IReadOnlyDictionary<string, TensorShape> shapes = FeatureNetworks.Inception().InferShapes(299, 299);
        Assert.AreEqual(new TensorShape(64, 147, 147), shapes["Conv2d_2b_3x3.relu"]);
        Assert.AreEqual(new TensorShape(192, 35, 35), shapes["maxpool2"]);
        Assert.AreEqual(new TensorShape(256, 35, 35), shapes["Mixed_5b"]);
        Assert.AreEqual(new TensorShape(288, 35, 35), shapes["Mixed_5d"]);
        Assert.AreEqual(new TensorShape(768, 17, 17), shapes["Mixed_6e"]);
        Assert.AreEqual(new TensorShape(1280, 8, 8), shapes["Mixed_7a"]);
        Assert.AreEqual(new TensorShape(2048, 8, 8), shapes["Mixed_7c"]);
        Assert.AreEqual(new TensorShape(2048, 1, 1), shapes["avgpool"]);
    }

    [TestMethod]
    public void Inception_Pooling_IsThatOfTheFrechetInceptionDistance()
    {
        LayerGraph graph = FeatureNetworks.Inception();
        AvgPool2d[] means = [.. graph.Nodes.Select(node => node.Layer).OfType<AvgPool2d>()];
        Assert.HasCount(8, means);
        Assert.IsTrue(means.All(pool => pool is { Kernel: 3, Stride: 1, Padding: 1, CountIncludePad: false }));
        Assert.AreEqual(new MaxPool2d(3, 1, 1), graph.Node("Mixed_7c.pool").Layer);
        Assert.IsTrue(graph.Nodes.Select(node => node.Layer).OfType<BatchNorm2d>().All(norm => norm is { Epsilon: 1e-3, HasScale: true }));
    }

    [TestMethod]
    public void SqueezeNet_Parameters_AreThePublishedNumber()
    {
        LayerGraph graph = FeatureNetworks.SqueezeNet();

        // 1 235 496 in the whole network, less the classifier's 512·1000 weights and 1000 biases.
        Assert.AreEqual(1_235_496L - 513_000, graph.Parameters.Sum(p => p.Elements));
        Assert.AreEqual(512, graph.OutputChannels);
        Assert.AreEqual(new TensorShape(512, 15, 15), graph.InferShapes(256, 256)["features.12"]);
    }

    [TestMethod]
    public void SqueezeNet_TrainedWeights_Fit()
    {
        WeightTable weights = NpzFile.Read(SharedData.File("data", "weights", "squeezenet1_1_caffe_features.npz"));
        var network = new Network(FeatureNetworks.SqueezeNet(), weights);
        Assert.HasCount(weights.Count, network.Weights);
    }

    [TestMethod]
    public void RandomConvolutions_AnySize_GivesOneValuePerFeature()
    {
        LayerGraph graph = FeatureNetworks.RandomConvolutions();
        Assert.AreEqual(240, graph.OutputChannels);
        Assert.AreEqual(new TensorShape(240, 1, 1), graph.InferShapes(1, 1)[graph.Output]);
        Assert.AreEqual(new TensorShape(240, 1, 1), graph.InferShapes(37, 64)[graph.Output]);
    }
}
