namespace GanCompression.Tests;

[TestClass]
public class ChannelPruningTests
{
    [TestMethod]
    public void ByImportance_ReferenceMobileGenerator_GivesReferenceWeights()
    {
        string folder = "weight_transfer_mobile_resnet_9blocks_16to8";
        var wide = new Network(GeneratorNetworks.MobileResNet(new() { BaseWidth = 16 }), NpzFile.Read(SharedData.File("golden", folder, "before.npz")));
        LayerGraph narrow = GeneratorNetworks.MobileResNet(new() { BaseWidth = 8 });

        TestNetworks.AssertEqual(NpzFile.Read(SharedData.File("golden", folder, "after.npz")).For(narrow), ChannelPruning.ByImportance(wide, narrow));
    }

    [TestMethod]
    public void LeadingSlices_ReferenceSuperNetwork_GivesReferenceSubNetwork()
    {
        var wide = new Network(GeneratorNetworks.SubMobileResNet(ChannelPlan.Uniform(24)), NpzFile.Read(SharedData.File("golden", "super_mobile_resnet9_ngf24", "state_dict.npz")));
        LayerGraph narrow = GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("24_16_8_16_16_24"));

        TestNetworks.AssertEqual(
            NpzFile.Read(SharedData.File("golden", "sub_mobile_resnet9_24_16_8_16_16_24", "state_dict.npz")).For(narrow),
            ChannelPruning.LeadingSlices(wide, narrow));
    }

    [TestMethod]
    public void LeadingSlices_EveryFamily_TakesTheLeadingBlockOfEveryTensor()
    {
        (LayerGraph Wide, LayerGraph Narrow)[] pairs =
        [
            (GeneratorNetworks.ResNet(new() { BaseWidth = 4, Blocks = 2 }), GeneratorNetworks.ResNet(new() { BaseWidth = 3, Blocks = 2 })),
            (GeneratorNetworks.MobileResNet(new() { BaseWidth = 4, Norm = NormKind.Batch }), GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("1_2_3_4_3_2_1_4"), new() { Norm = NormKind.Batch })),
            (GeneratorNetworks.SubMobileResNet(ChannelPlan.Uniform(4)), GeneratorNetworks.LegacySubMobileResNet(ChannelPlan.Parse("1_2_3_4_3_2"))),
            (DiscriminatorNetworks.PatchGan(new() { BaseWidth = 4 }), DiscriminatorNetworks.PatchGan(new() { BaseWidth = 3 })),
        ];
        foreach ((LayerGraph wideGraph, LayerGraph narrow) in pairs)
        {
            Network wide = TestNetworks.With(wideGraph);
            WeightTable weights = ChannelPruning.LeadingSlices(wide, narrow);

            TestNetworks.AssertEqual(weights, weights.For(narrow));
            foreach ((string name, WeightTensor tensor) in weights)
                AssertEx.Close(LeadingBlock(wide.Weights[name], [.. tensor.Shape]), tensor.Floats, 0, name);
        }
    }

    [TestMethod]
    public void LeadingSlices_SameGraph_GivesTheSameWeights() =>
        TestNetworks.AssertEqual(TestNetworks.TinyGenerator().Weights, ChannelPruning.LeadingSlices(TestNetworks.TinyGenerator(), TestNetworks.TinyGenerator().Graph));

    // Two inputs, a chain with a norm, a depthwise layer and a sum; filters whose importance is plain to see.
    [TestMethod]
    public void ByImportance_HandMadeNetwork_SortsGathersAndKeepsSumsAligned()
    {
        static LayerGraph Graph(int trunk, int inner)
        {
            var builder = new LayerGraphBuilder("hand");
            string x = builder.Input("x", 1);
            x = builder.Add("first", Conv2d.Square(1, trunk, 1), x);
            string norm = builder.Add("norm", new BatchNorm2d(trunk), x);
            x = builder.Add("open", Conv2d.Square(trunk, inner, 1, hasBias: false), norm);
            x = builder.Add("depth", Conv2d.Square(inner, inner, 1, groups: inner), x);
            x = builder.Add("close", new ConvTranspose2d(inner, trunk, 1, 1, 0, 0, HasBias: true), x);
            x = builder.Add("sum", new Add(), norm, x);
            x = builder.Add("last", Conv2d.Square(trunk, 1, 1), x);
            return builder.Build(x);
        }

        var wide = new Network(Graph(3, 4), new WeightTable([
            new("first.weight", WeightTensor.FromFloats([1, -3, 2], 3, 1, 1, 1)),
            new("first.bias", WeightTensor.FromFloats([10, 30, 20], 3)),
            new("norm.weight", WeightTensor.FromFloats([0.1f, 0.3f, 0.2f], 3)),
            new("norm.bias", WeightTensor.FromFloats([1, 3, 2], 3)),
            new("norm.running_mean", WeightTensor.FromFloats([4, 6, 5], 3)),
            new("norm.running_var", WeightTensor.FromFloats([7, 9, 8], 3)),
            // Rows are outputs; with trunk channel 0 gone their norms are 5, 1, 7, 7: row 1 would win if it counted.
            new("open.weight", WeightTensor.FromFloats([0, 2, 3, 100, 0, 1, 0, -7, 0, 0, 3, 4], 4, 3, 1, 1)),
            new("depth.weight", WeightTensor.FromFloats([-0.5f, -1.5f, -2.5f, -3.5f], 4, 1, 1, 1)),
            new("depth.bias", WeightTensor.FromFloats([5, 15, 25, 35], 4)),
            new("close.weight", WeightTensor.FromFloats([0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32], 4, 3, 1, 1)),
            new("close.bias", WeightTensor.FromFloats([100, 101, 102], 3)),
            new("last.weight", WeightTensor.FromFloats([50, 51, 52], 1, 3, 1, 1)),
            new("last.bias", WeightTensor.FromFloats([60], 1))]));

        WeightTable narrow = ChannelPruning.ByImportance(wide, Graph(2, 3));

        // The trunk keeps 1, 2 (norms 3, 2); inside, 2 and 3 are equal and keep their order, then 0.
        AssertEx.Close([-3, 2], narrow["first.weight"].Floats, 0);
        AssertEx.Close([30, 20], narrow["first.bias"].Floats, 0);
        AssertEx.Close([0.3f, 0.2f], narrow["norm.weight"].Floats, 0);
        AssertEx.Close([6, 5], narrow["norm.running_mean"].Floats, 0);
        AssertEx.Close([9, 8], narrow["norm.running_var"].Floats, 0);
        AssertEx.Close([-7, 0, 3, 4, 2, 3], narrow["open.weight"].Floats, 0);
        AssertEx.Close([-2.5f, -3.5f, -0.5f], narrow["depth.weight"].Floats, 0);
        AssertEx.Close([25, 35, 5], narrow["depth.bias"].Floats, 0);
        AssertEx.Close([21, 22, 31, 32, 1, 2], narrow["close.weight"].Floats, 0);
        AssertEx.Close([101, 102], narrow["close.bias"].Floats, 0);
        AssertEx.Close([51, 52], narrow["last.weight"].Floats, 0);
        AssertEx.Close([60], narrow["last.bias"].Floats, 0);
    }

    [TestMethod]
    public void ByImportance_Concatenation_GathersBothParts()
    {
        static LayerGraph Graph(int left, int right)
        {
            var builder = new LayerGraphBuilder("concat");
            string x = builder.Input("x", 1);
            string a = builder.Add("a", Conv2d.Square(1, left, 1, hasBias: false), x);
            string b = builder.Add("b", Conv2d.Square(1, right, 1, hasBias: false), x);
            string c = builder.Add("c", new Concat(), a, x, b);
            return builder.Build(builder.Add("d", Conv2d.Square(left + 1 + right, 1, 1, hasBias: false), c));
        }

        var wide = new Network(Graph(2, 3), new WeightTable([
            new("a.weight", WeightTensor.FromFloats([1, 2], 2, 1, 1, 1)),
            new("b.weight", WeightTensor.FromFloats([1, 3, 2], 3, 1, 1, 1)),
            new("d.weight", WeightTensor.FromFloats([0, 1, 2, 3, 4, 5], 1, 6, 1, 1))]));

        AssertEx.Close([1, 2, 4, 5], ChannelPruning.ByImportance(wide, Graph(1, 2))["d.weight"].Floats, 0);
        AssertEx.Close([0, 2, 3, 4], ChannelPruning.LeadingSlices(wide, Graph(1, 2))["d.weight"].Floats, 0);
    }

    [TestMethod]
    public void ByImportance_DenseGenerator_KeepsWholeTrunkAligned()
    {
        Network wide = TestNetworks.With(GeneratorNetworks.ResNet(new() { BaseWidth = 3, Blocks = 2 }));
        LayerGraph narrow = GeneratorNetworks.ResNet(new() { BaseWidth = 2, Blocks = 2 });

        WeightTable weights = ChannelPruning.ByImportance(wide, narrow);

        // Biases are distinct, so that they tell which channels were kept: the same ones all along the trunk.
        int[] trunk = Kept("model.7.bias");
        CollectionAssert.AreEqual(trunk, Kept("model.10.conv_block.6.bias"));
        CollectionAssert.AreEqual(trunk, Kept("model.11.conv_block.6.bias"));
        CollectionAssert.AreNotEqual(trunk, Kept("model.10.conv_block.1.bias"));
        CollectionAssert.AllItemsAreUnique(trunk);

        int[] Kept(string name) => [.. weights[name].Floats.ToArray().Select(value => wide.Weights[name].Floats.IndexOf(value))];
    }

    [TestMethod]
    public void LeadingSlices_WrongPairs_NameTheNode()
    {
        Network wide = TestNetworks.With(GeneratorNetworks.MobileResNet(new() { BaseWidth = 2, Blocks = 1 }));

        AssertThrows(GeneratorNetworks.MobileResNet(new() { BaseWidth = 3, Blocks = 1 }), "Node 'model.1' has 3 channels in the narrow network, but only 2 in the wide one");
        AssertThrows(GeneratorNetworks.MobileResNet(new() { BaseWidth = 1, Blocks = 2 }), "does not exist in the wide network 'mobile_resnet_1blocks'");
        AssertThrows(GeneratorNetworks.MobileResNet(new() { BaseWidth = 1, Blocks = 1, InputChannels = 1 }), "input 'source' of 1 channels");
        AssertThrows(GeneratorNetworks.MobileResNet(new() { BaseWidth = 1, Blocks = 1, OutputChannels = 1 }), "has 3 channels in the wide network and 1 in the narrow one, but they must be equal");
        AssertThrows(GeneratorNetworks.MobileResNet(new() { BaseWidth = 1, Blocks = 1, Norm = NormKind.Batch }), "Node 'model.1' may differ in its channels alone");
        AssertThrows(GeneratorNetworks.ResNet(new() { BaseWidth = 1, Blocks = 1 }), "Node 'model.10.conv_block.1'");
        AssertThrows(GeneratorNetworks.MobileResNet(new() { BaseWidth = 1, Blocks = 1, Norm = NormKind.None }), "Node 'model.1' may differ in its channels alone");

        void AssertThrows(LayerGraph narrow, string message)
        {
            AssertEx.ThrowsWith<GraphException>(() => ChannelPruning.LeadingSlices(wide, narrow), message);
            AssertEx.ThrowsWith<GraphException>(() => ChannelPruning.ByImportance(wide, narrow), message);
        }
    }

    [TestMethod]
    public void LeadingSlices_OtherWiring_NamesTheNode()
    {
        static LayerGraph Graph(bool isSwapped)
        {
            var builder = new LayerGraphBuilder("wiring");
            string x = builder.Input("x", 2);
            string a = builder.Add("a", new ReLU(), x);
            string b = builder.Add("b", new Tanh(), x);
            return builder.Build(builder.Add("c", Conv2d.Square(2, 1, 1), isSwapped ? b : a));
        }

        AssertEx.ThrowsWith<GraphException>(() => ChannelPruning.LeadingSlices(TestNetworks.With(Graph(false)), Graph(true)), "Node 'c' reads b in the narrow network and a in the wide one");
    }

    [TestMethod]
    public void LeadingSlices_GroupedConvolution_MustKeepItsChannels()
    {
        static LayerGraph Graph(int before, int grouped, int after)
        {
            var builder = new LayerGraphBuilder("grouped");
            string x = builder.Input("x", 1);
            x = builder.Add("a", Conv2d.Square(1, before, 1), x);
            x = builder.Add("b", Conv2d.Square(before, grouped, 1, groups: 2), x);
            x = builder.Add("c", Conv2d.Square(grouped, after, 1), x);
            return builder.Build(builder.Add("d", Conv2d.Square(after, 1, 1), x));
        }

        Network wide = TestNetworks.With(Graph(4, 8, 6));

        TestNetworks.AssertEqual(ChannelPruning.LeadingSlices(wide, wide.Graph), wide.Weights);
        CollectionAssert.AreEqual(new[] { 3, 8, 1, 1 }, ChannelPruning.ByImportance(wide, Graph(4, 8, 3))["c.weight"].Shape.ToArray());
        Assert.IsTrue(wide.Weights["b.weight"].ContentEquals(ChannelPruning.ByImportance(wide, Graph(4, 8, 3))["b.weight"]));
        AssertEx.ThrowsWith<GraphException>(() => ChannelPruning.LeadingSlices(wide, Graph(2, 8, 6)), "Node 'b'");
        AssertEx.ThrowsWith<GraphException>(() => ChannelPruning.LeadingSlices(wide, Graph(4, 4, 6)), "Node 'b'");
    }

    private static float[] LeadingBlock(WeightTensor tensor, int[] shape)
    {
        int[] wide = [.. tensor.Shape];
        var values = new float[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            int rest = i;
            int source = 0;
            int stride = 1;
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                source += rest % shape[d] * stride;
                rest /= shape[d];
                stride *= wide[d];
            }

            values[i] = tensor.Floats[source];
        }

        return values;
    }
}
