namespace GanCompression.Tests;

[TestClass]
public class RecogniseTests
{
    public static IEnumerable<object[]> Graphs()
    {
        ResNetGeneratorOptions small = new() { BaseWidth = 4 };
        yield return [GeneratorNetworks.ResNet(small), "4_4_4_4_4_4_4_4"];
        yield return [GeneratorNetworks.ResNet(small with { Blocks = 2, Norm = NormKind.Batch, InputChannels = 1, OutputChannels = 4 }), "4_4_4_4_4_4_4_4"];
        yield return [GeneratorNetworks.ResNet(small with { Blocks = 1, Norm = NormKind.None }), "4_4_4_4_4_4_4_4"];
        yield return [GeneratorNetworks.MobileResNet(small), "4_4_4_4_4_4_4_4"];
        yield return [GeneratorNetworks.MobileResNet(small with { Norm = NormKind.Batch, Blocks = 6 }), "4_4_4_4_4_4_4_4"];
        yield return [GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("1_2_3_4_5_6_7_8")), "1_2_3_4_5_6_7_8"];
        yield return [GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("6_5_4_3_2_1")), "6_5_4_3_3_3_2_1"];
        yield return [GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("1_2_3_4_5_6_7_8"), new() { Blocks = 2 }), "1_2_3_4_5_5_7_8"];
        yield return [GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("1_2_3_4_5_6_7_8"), new() { Blocks = 1 }), "1_2_3_4_4_4_7_8"];
        yield return [GeneratorNetworks.LegacySubMobileResNet(ChannelPlan.Parse("6_5_4_3_2_1")), "6_5_4_3_3_3_2_1"];
        yield return [GeneratorNetworks.LegacySubMobileResNet(ChannelPlan.Parse("1_2_3_4_5_6_7_8"), new() { Norm = NormKind.Batch }), "1_2_3_4_5_6_7_8"];
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void PlanOf_GeneratorsOfTheFamily_GivesThePlan(LayerGraph graph, string plan) =>
        Assert.AreEqual(ChannelPlan.Parse(plan), GeneratorNetworks.PlanOf(graph));

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void Recognise_GeneratorsOfTheFamily_GivesTheGraph(LayerGraph graph, string plan)
    {
        LayerGraph recognised = GeneratorNetworks.Recognise(DeterministicFill.Weights(graph));

        Assert.AreEqual(graph.ToJson(), recognised.ToJson(), plan);
    }

    [TestMethod]
    public void Recognise_SubNetworkOfUniformWidth_IsMobileWithEqualParameters()
    {
        LayerGraph graph = GeneratorNetworks.SubMobileResNet(ChannelPlan.Uniform(4));

        LayerGraph recognised = GeneratorNetworks.Recognise(DeterministicFill.Weights(graph));

        Assert.AreEqual("mobile_resnet_9blocks", recognised.Architecture);
        CollectionAssert.AreEqual(ReferenceMeta.Keys(graph), ReferenceMeta.Keys(recognised));
    }

    [TestMethod]
    public void Recognise_LegacyWithInnerEqualToTrunk_IsTheEqualSubNetwork() => Assert.AreEqual(
        "sub_mobile_resnet_9blocks", GeneratorNetworks.Recognise(DeterministicFill.Weights(GeneratorNetworks.LegacySubMobileResNet(ChannelPlan.Parse("6_5_4_4_2_1")))).Architecture);

    [TestMethod]
    public void Recognise_OldInstanceNormStatistics_AreIgnored()
    {
        WeightTable weights = DeterministicFill.Weights(GeneratorNetworks.ResNet(new() { BaseWidth = 2, Blocks = 1 }));
        var old = new WeightTable(weights.Append(new("model.2.running_mean", WeightTensor.FromFloats([0, 0], 2))).Append(new("model.2.num_batches_tracked", WeightTensor.FromBytes(ElementType.Int64, new byte[8]))));

        Assert.AreEqual("resnet_1blocks", GeneratorNetworks.Recognise(old).Architecture);
    }

    [TestMethod]
    public void Recognise_ReferenceWeights_GivesTheirGraphs()
    {
        Assert.AreEqual("resnet_9blocks", Recognise("resnet9_ngf16_64").Architecture);
        Assert.AreEqual("mobile_resnet_9blocks", Recognise("mobile_resnet9_ngf16_64").Architecture);
        LayerGraph sub = Recognise("sub_mobile_resnet9_24_16_8_16_16_24");
        Assert.AreEqual(GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("24_16_8_16_16_24")).ToJson(), sub.ToJson());

        static LayerGraph Recognise(string folder) => GeneratorNetworks.Recognise(NpzFile.Read(SharedData.File("golden", folder, "state_dict.npz")));
    }

    [TestMethod]
    public void Recognise_OtherWeights_SaysWhatDiffers()
    {
        AssertEx.ThrowsWith<FormatException>(() => GeneratorNetworks.Recognise(new WeightTable([])), "not those of a ResNet generator");
        AssertEx.ThrowsWith<FormatException>(
            () => GeneratorNetworks.Recognise(DeterministicFill.Weights(DiscriminatorNetworks.PatchGan(new() { BaseWidth = 2 }))), "expected names such as model.1.weight", "begin with model.0.weight");

        WeightTable weights = DeterministicFill.Weights(GeneratorNetworks.MobileResNet(new() { BaseWidth = 2, Blocks = 2 }));
        AssertEx.ThrowsWith<FormatException>(
            () => GeneratorNetworks.Recognise(new WeightTable(weights.Where(entry => entry.Key != "model.4.bias").Append(new("extra", WeightTensor.FromFloats([1], 1))))),
            "Missing (1): model.4.bias", "Unexpected (1): extra");
    }

    [TestMethod]
    public void Recognise_WidthsOfNoBuilder_ListsThem()
    {
        // Inner widths 8, 12, 8 of the nine blocks' first third.
        WeightTable weights = DeterministicFill.Weights(Irregular());

        AssertEx.ThrowsWith<FormatException>(() => GeneratorNetworks.Recognise(weights), "no builder makes its widths 2, 4, 8, 8, 12, 8, 8, 8, 8, 8, 8, 8, 4, 2");
        Assert.IsNull(GeneratorNetworks.PlanOf(Irregular()));
    }

    [TestMethod]
    public void PlanOf_OtherNetworks_IsNull()
    {
        Assert.IsNull(GeneratorNetworks.PlanOf(DiscriminatorNetworks.PatchGan()));
        Assert.IsNull(GeneratorNetworks.PlanOf(DiscriminatorNetworks.Pixel()));
    }

    // The mobile generator of base width 2 with a second block of another inner width.
    private static LayerGraph Irregular()
    {
        string json = GeneratorNetworks.MobileResNet(new() { BaseWidth = 2 }).ToJson();
        var root = System.Text.Json.Nodes.JsonNode.Parse(json)!;
        foreach (System.Text.Json.Nodes.JsonNode? node in root["nodes"]!.AsArray())
        {
            string name = node!["name"]!.GetValue<string>();
            System.Text.Json.Nodes.JsonNode layer = node["layer"]!;
            switch (name)
            {
                case "model.11.conv_block.1.conv.2":
                    layer["outChannels"] = 12;
                    break;
                case "model.11.conv_block.2" or "model.11.conv_block.6.conv.1":
                    layer["channels"] = 12;
                    break;
                case "model.11.conv_block.6.conv.0":
                    layer["inChannels"] = 12;
                    layer["outChannels"] = 12;
                    layer["groups"] = 12;
                    break;
                case "model.11.conv_block.6.conv.2":
                    layer["inChannels"] = 12;
                    break;
            }
        }

        return LayerGraph.FromJson(root.ToJsonString());
    }
}
