using System.Text.Json.Nodes;

namespace GanCompression.Tests;

[TestClass]
public class LayerGraphTests
{
    private static LayerGraph EveryLayer()
    {
        var builder = new LayerGraphBuilder("every");
        string a = builder.Input("a", 3);
        string b = builder.Input("b", 3);
        string x = builder.Add("clamp", new Clamp(-1, 1), a);
        x = builder.Add("concat", new Concat(), x, b);
        x = builder.Add("pad", new ReflectionPad2d(1), x);
        x = builder.Add("conv", new Conv2d(6, 4, 3, 3, 1, 0, 0, 2, true), x);
        x = builder.Add("instance", new InstanceNorm2d(4), x);
        string y = builder.Add("relu", new ReLU(), x);
        x = builder.Add("leaky", new LeakyReLU(0.2), x);
        x = builder.Add("add", new Add(), x, y);
        x = builder.Add("batch", new BatchNorm2d(4, 1e-3, HasScale: false), x);
        x = builder.Add("dropout", new Dropout(0.5), x);
        x = builder.Add("max", new MaxPool2d(3, 2, 1), x);
        x = builder.Add("avg", new AvgPool2d(2, 2), x);
        x = builder.Add("up", new UpsampleNearest2d(2), x);
        x = builder.Add("transposed", new ConvTranspose2d(4, 2, 3, 2, 1, 1, false), x);
        x = builder.Add("global", new GlobalAvgPool2d(), x);
        x = builder.Add("tanh", new Tanh(), x);
        return builder.Build(x);
    }

    private static IEnumerable<object[]> Graphs() =>
    [
        [EveryLayer()],
        [GeneratorNetworks.ResNet(new() { DropoutRate = 0.25 })],
        [GeneratorNetworks.MobileResNet(new() { Norm = NormKind.Batch })],
        [GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("16_16_32_16_32_32_16_16"))],
        [GeneratorNetworks.LegacySubMobileResNet(ChannelPlan.Parse("24_24_24_32_20_16"))],
        [DiscriminatorNetworks.PatchGan()],
        [DiscriminatorNetworks.Pixel()],
    ];

    private static LayerGraph AssertIsReadBack(LayerGraph graph)
    {
        LayerGraph read = LayerGraph.FromJson(graph.ToJson());

        Assert.AreEqual(graph.ToJson(), read.ToJson());
        CollectionAssert.AreEqual(graph.Inputs.ToArray(), read.Inputs.ToArray());
        Assert.AreEqual(graph.Output, read.Output);
        foreach ((LayerNode expected, LayerNode actual) in graph.Nodes.Zip(read.Nodes))
        {
            Assert.AreEqual((expected.Name, expected.Layer), (actual.Name, actual.Layer));
            CollectionAssert.AreEqual(expected.Inputs.ToArray(), actual.Inputs.ToArray());
        }

        return read;
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void FromJson_WhatToJsonWrote_IsTheSameGraph(LayerGraph graph) => AssertIsReadBack(graph);

    [TestMethod]
    public void FromJson_RandomGraphs_AreTheSameWithTheSameShapesAndCosts() => RandomGraphs.Check(200, random =>
    {
        LayerGraph read = AssertIsReadBack(random.Graph);

        Assert.AreEqual(random.Graph.InferShapes(random.Height, random.Width)[random.Graph.Output], read.InferShapes(random.Height, random.Width)[read.Output]);
        Assert.AreEqual(ComputeCost.Of(random.Graph, random.Height, random.Width).ExactMultiplyAdds, ComputeCost.Of(read, random.Height, random.Width).ExactMultiplyAdds);
    });

    [TestMethod]
    public void EveryLayer_Json_NamesEveryKindOfLayer()
    {
        string[] kinds = [.. JsonNode.Parse(EveryLayer().ToJson())!["nodes"]!.AsArray().Select(node => node!["layer"]!["kind"]!.GetValue<string>())];

        CollectionAssert.AreEqual(EveryLayer().Nodes.Select(node => node.Layer.Kind).ToArray(), kinds);
        int layers = typeof(Layer).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(Layer)));
        Assert.AreEqual(layers, kinds.Distinct().Count());
    }

    [TestMethod]
    public void ToJson_Layer_HoldsItsSettingsAlone()
    {
        JsonNode nodes = JsonNode.Parse(EveryLayer().ToJson())!["nodes"]!;

        Assert.AreEqual("""{"kind":"add"}""", nodes[7]!["layer"]!.ToJsonString());
        Assert.AreEqual("""{"kind":"max_pool2d","kernel":3,"stride":2,"padding":1,"ceilMode":false}""", nodes[10]!["layer"]!.ToJsonString());
        Assert.AreEqual(
            """{"kind":"conv2d","inChannels":6,"outChannels":4,"kernelHeight":3,"kernelWidth":3,"stride":1,"paddingHeight":0,"paddingWidth":0,"groups":2,"hasBias":true}""",
            nodes[3]!["layer"]!.ToJsonString());
    }

    [TestMethod]
    public void InferShapes_EveryLayer_FollowsTheSizes()
    {
        IReadOnlyDictionary<string, TensorShape> shapes = EveryLayer().InferShapes(8, 12);

        Assert.AreEqual(new TensorShape(6, 8, 12), shapes["concat"]);
        Assert.AreEqual(new TensorShape(6, 10, 14), shapes["pad"]);
        Assert.AreEqual(new TensorShape(4, 8, 12), shapes["conv"]);
        Assert.AreEqual(new TensorShape(4, 4, 6), shapes["max"]);
        Assert.AreEqual(new TensorShape(4, 2, 3), shapes["avg"]);
        Assert.AreEqual(new TensorShape(4, 4, 6), shapes["up"]);
        Assert.AreEqual(new TensorShape(2, 8, 12), shapes["transposed"]);
        Assert.AreEqual(new TensorShape(2, 1, 1), shapes["tanh"]);
    }

    [TestMethod]
    public void Build_WrongGraphs_NameTheNodeAndTheProblem()
    {
        AssertBuild("Node 'b' of 'test': input 'nowhere' is not computed before it", graph => graph.Add("b", new ReLU(), "nowhere"));
        AssertBuild("Node 'b' of 'test': conv2d expects 4 input channels, but gets 3", graph => graph.Add("b", Conv2d.Square(4, 4, 3), "x"));
        AssertBuild("Node 'b' of 'test': instance_norm2d expects 4 input channels, but gets 3", graph => graph.Add("b", new InstanceNorm2d(4), "x"));
        AssertBuild("Node 'b' of 'test': add takes 2 to 2 inputs, but gets 1", graph => graph.Add("b", new Add(), "x"));
        AssertBuild("Node 'c' of 'test': add expects inputs with the same channels, but gets 3 and 4", graph =>
        {
            graph.Add("b", Conv2d.Square(3, 4, 1), "x");
            graph.Add("c", new Add(), "x", "b");
        });
        AssertBuild("two values named 'x'", graph => graph.Add("x", new ReLU(), "x"));
        AssertBuild("names 'end' as its output, but has no such node", graph => graph.Add("b", new ReLU(), "x"), output: "end");
        AssertBuild("has no nodes", _ => { });
        AssertBuild("without a name, a layer or inputs", graph => graph.Add("b", new ReLU()));
        AssertBuild("without a name, a layer or inputs", graph => graph.Add(" ", new ReLU(), "x"));
        AssertBuild("groups must divide the channels, but 2 groups do not divide 3 and 4", graph => graph.Add("b", Conv2d.Square(3, 4, 1, groups: 2), "x"));
        AssertBuild("stride must be between 1 and 255, but is 0", graph => graph.Add("b", Conv2d.Square(3, 4, 1, stride: 0), "x"));
        AssertBuild("total channels must be between 1 and 65536", graph =>
        {
            graph.Add("b", Conv2d.Square(3, 65_536, 1), "x");
            graph.Add("c", new Concat(), "b", "b");
        });

        static void AssertBuild(string message, Action<LayerGraphBuilder> add, string output = "b")
        {
            var builder = new LayerGraphBuilder("test");
            builder.Input("x", 3);
            AssertEx.ThrowsWith<GraphException>(
                () =>
                {
                    add(builder);
                    builder.Build(output);
                },
                message);
        }
    }

    [TestMethod]
    public void Build_NoInputsOrName_Throws()
    {
        AssertEx.ThrowsWith<GraphException>(() => new LayerGraphBuilder("x").Build("y"), "'x' has no inputs");
        AssertEx.ThrowsWith<GraphException>(() => new LayerGraphBuilder(" ").Build("y"), "name of its architecture");
    }

    [TestMethod]
    public void CheckImageSize_NotAMultipleOfFour_SaysWhatIsExpected()
    {
        LayerGraph graph = GeneratorNetworks.ResNet();

        graph.CheckImageSize(128, 132);
        AssertEx.ThrowsWith<GraphException>(() => graph.CheckImageSize(128, 130), "multiples of 4, but got 130×128 pixels. Resize the images first.");
        Assert.AreEqual(4, graph.SizeMultiple);
        Assert.AreEqual(1, DiscriminatorNetworks.PatchGan().SizeMultiple);
    }

    [TestMethod]
    public void CheckImageSize_TooSmallOrHuge_NamesTheNode()
    {
        AssertEx.ThrowsWith<GraphException>(() => GeneratorNetworks.ResNet().CheckImageSize(4, 4), "Node 'model.10.conv_block.0'", "4×4 pixels", "needs more than 1 pixels, but gets 1");
        AssertEx.ThrowsWith<GraphException>(() => DiscriminatorNetworks.PatchGan().CheckImageSize(16, 16), "Node 'model.11'");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => GeneratorNetworks.ResNet().InferShapes(0, 8));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => GeneratorNetworks.ResNet().InferShapes(8, LayerGraph.MaxExtent + 1));

        var builder = new LayerGraphBuilder("huge");
        string x = builder.Input("x", 1);
        for (int i = 0; i < 10; i++)
            x = builder.Add($"up{i}", new UpsampleNearest2d(64), x);
        AssertEx.ThrowsWith<GraphException>(() => builder.Build(x).InferShapes(8, 8), "at most 1048576 each way");
    }

    [TestMethod]
    public void Node_Unknown_NamesItAndTheGraph()
    {
        AssertEx.ThrowsWith<GraphException>(() => EveryLayer().Node("none"), "Graph 'every' has no node 'none'");
        AssertEx.ThrowsWith<GraphException>(() => EveryLayer().ChannelsOf("none"), "no node or input 'none'");
        Assert.AreEqual(6, EveryLayer().ChannelsOf("concat"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("""{"architecture":"x","inputs":[{"name":"a","channels":1}],"nodes":[{"name":"b","layer":{"kind":"magic"},"inputs":["a"]}],"output":"b"}""")]
    [DataRow("""{"architecture":"x","inputs":[{"name":"a","channels":1}],"nodes":[{"name":"b","layer":{"kind":"relu"},"inputs":["z"]}],"output":"b"}""")]
    [DataRow("""{"architecture":"x","inputs":[{"name":"a","channels":0}],"nodes":[{"name":"b","layer":{"kind":"relu"},"inputs":["a"]}],"output":"b"}""")]
    [DataRow("""{"architecture":"x","inputs":[null],"nodes":[{"name":"b","layer":{"kind":"relu"},"inputs":["a"]}],"output":"b"}""")]
    [DataRow("""{"architecture":"x","inputs":[{"name":"a","channels":1}],"nodes":[{"name":"b","layer":null,"inputs":["a"]}],"output":"b"}""")]
    [DataRow("""{"architecture":"x","inputs":[{"name":"a","channels":1}],"nodes":[{"name":"b","layer":{"kind":"relu"},"inputs":["a"]}]}""")]
    [DataRow("""{"architecture":"x","inputs":[{"name":"a","channels":1}],"nodes":[{"name":"b","layer":{"kind":"instance_norm2d","channels":1,"epsilon":-1},"inputs":["a"]}],"output":"b"}""")]
    public void FromJson_Garbage_IsAFormatException(string json) => AssertEx.ThrowsWith<FormatException>(() => LayerGraph.FromJson(json), "layer graph");

    [TestMethod]
    public void Between_TwoValues_IsThePartThatComputesOneOutOfTheOther()
    {
        LayerGraph graph = GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = 4, Blocks = 2 });
        LayerGraph part = graph.Between("model.9", "model.11");
        Assert.AreEqual(("model.9", 16), (part.Inputs.Single().Name, part.Inputs.Single().Channels));
        Assert.AreEqual("model.11", part.Output);
        CollectionAssert.AreEqual(
            graph.Parameters.Where(spec => spec.Name.StartsWith("model.10.", StringComparison.Ordinal) || spec.Name.StartsWith("model.11.", StringComparison.Ordinal)).Select(spec => spec.Name).ToArray(),
            part.Parameters.Select(spec => spec.Name).ToArray());
        LayerGraph whole = graph.Between(graph.Inputs[0].Name, graph.Output);
        Assert.AreEqual(graph.ToJson(), whole.ToJson());
    }

    [TestMethod]
    public void Between_ValueThatDependsOnMore_Throws()
    {
        LayerGraph graph = GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = 4, Blocks = 2 });
        string inside = graph.Nodes.First(node => node.Name.StartsWith("model.10.", StringComparison.Ordinal)).Name;
        _ = AssertEx.ThrowsWith<GraphException>(() => graph.Between(inside, "model.11"), "'model.11' of 'resnet_2blocks' cannot be computed from", "alone");
        _ = AssertEx.ThrowsWith<GraphException>(() => graph.Between("model.9", "nothing"), "has no node 'nothing'");
        _ = AssertEx.ThrowsWith<GraphException>(() => graph.Between("nothing", "model.9"), "has no node or input 'nothing'");
    }
}
