namespace GanCompression.Tests;

[TestClass]
public class NetworkKeysTests
{
    [TestMethod]
    public void ResNet_Parameters_AreThoseOfTheReference() =>
        CollectionAssert.AreEqual(ReferenceMeta.Keys("resnet9_ngf16_64"), ReferenceMeta.Keys(GeneratorNetworks.ResNet(new() { BaseWidth = 16 })));

    [TestMethod]
    public void MobileResNet_Parameters_AreThoseOfTheReference() =>
        CollectionAssert.AreEqual(ReferenceMeta.Keys("mobile_resnet9_ngf16_64"), ReferenceMeta.Keys(GeneratorNetworks.MobileResNet(new() { BaseWidth = 16 })));

    [TestMethod]
    public void SubMobileResNet_UniformPlan_IsTheReferenceSuperNetwork() =>
        CollectionAssert.AreEqual(ReferenceMeta.Keys("super_mobile_resnet9_ngf24"), ReferenceMeta.Keys(GeneratorNetworks.SubMobileResNet(ChannelPlan.Uniform(24))));

    [TestMethod]
    public void SubMobileResNet_Parameters_AreThoseOfTheReference() => CollectionAssert.AreEqual(
        ReferenceMeta.Keys("sub_mobile_resnet9_24_16_8_16_16_24"), ReferenceMeta.Keys(GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("24_16_8_16_16_24"))));

    [TestMethod]
    public void PatchGan_Parameters_AreThoseOfTheReference() =>
        CollectionAssert.AreEqual(ReferenceMeta.Keys("D_n_layers_instance_3"), ReferenceMeta.Keys(DiscriminatorNetworks.PatchGan(new() { BaseWidth = 16 })));

    [TestMethod]
    public void Pixel_Parameters_AreThoseOfTheReference() =>
        CollectionAssert.AreEqual(ReferenceMeta.Keys("D_pixel_instance"), ReferenceMeta.Keys(DiscriminatorNetworks.Pixel(new() { BaseWidth = 16 })));

    [TestMethod]
    public void BatchNorm_Parameters_HaveStatisticsAndConvolutionsNoBias()
    {
        LayerGraph graph = GeneratorNetworks.MobileResNet(new() { BaseWidth = 2, Blocks = 1, Norm = NormKind.Batch });

        CollectionAssert.AreEqual(
            new[] { "model.1.weight", "model.2.weight", "model.2.bias", "model.2.running_mean", "model.2.running_var", "model.4.weight" },
            graph.Parameters.Take(6).Select(spec => spec.Name).ToArray());
        Assert.IsTrue(graph.Parameters.Any(spec => spec.Name == "model.10.conv_block.1.conv.0.bias"), "Separable convolutions keep their bias.");
        Assert.IsInstanceOfType<InstanceNorm2d>(graph.Node("model.10.conv_block.1.conv.1").Layer);
        Assert.IsFalse(graph.Parameters.Single(spec => spec.Name == "model.2.running_var").IsTrainable);
    }

    [TestMethod]
    public void Clamp_ByFamily_IsThatOfTheReference()
    {
        Assert.IsTrue(GeneratorNetworks.ResNet().HasNode("clamp"));
        Assert.IsFalse(GeneratorNetworks.MobileResNet().HasNode("clamp"));
        Assert.IsTrue(GeneratorNetworks.SubMobileResNet(ChannelPlan.Uniform(8)).HasNode("clamp"));
        Assert.IsTrue(GeneratorNetworks.LegacySubMobileResNet(ChannelPlan.Uniform(8)).HasNode("clamp"));
    }

    [TestMethod]
    public void Dropout_AnyRate_KeepsTheNames() =>
        CollectionAssert.AreEqual(ReferenceMeta.Keys(GeneratorNetworks.ResNet()), ReferenceMeta.Keys(GeneratorNetworks.ResNet(new() { DropoutRate = 0.5 })));

    [TestMethod]
    public void PatchGan_At256Pixels_Gives30By30Logits() =>
        Assert.AreEqual(new TensorShape(1, 30, 30), DiscriminatorNetworks.PatchGan() is var graph ? graph.InferShapes(256, 256)[graph.Output] : default);

    [TestMethod]
    public void PatchGan_LayersOutOfRange_Throws() =>
        AssertEx.ThrowsWith<GraphException>(() => DiscriminatorNetworks.PatchGan(new() { Layers = 0 }), "1 to 10 strided layers, but Layers is 0");

    [TestMethod]
    public void ResNet_NoBlocks_Throws() => AssertEx.ThrowsWith<GraphException>(() => GeneratorNetworks.ResNet(new() { Blocks = 0 }), "Blocks is 0");

    [TestMethod]
    public void ResNet_WidthOutOfRange_Throws()
    {
        AssertEx.ThrowsWith<GraphException>(() => GeneratorNetworks.ResNet(new() { BaseWidth = 0 }), "between 1 and 4096, but BaseWidth is 0");
        AssertEx.ThrowsWith<GraphException>(() => GeneratorNetworks.MobileResNet(new() { BaseWidth = 5000 }), "BaseWidth is 5000");
    }

    [TestMethod]
    [DataRow("resnet_6blocks", null, "resnet_6blocks")]
    [DataRow("mobile_resnet_9blocks", null, "mobile_resnet_9blocks")]
    [DataRow("sub_mobile_resnet_9blocks", "8_8_8_8_8_8_8_8", "sub_mobile_resnet_9blocks")]
    [DataRow("legacy_sub_mobile_resnet_9blocks", "8_8_8_8_8_8", "legacy_sub_mobile_resnet_9blocks")]
    public void Create_PublishedNames_BuildsThem(string name, string? plan, string expected) =>
        Assert.AreEqual(expected, GeneratorNetworks.Create(name, plan is null ? null : ChannelPlan.Parse(plan)).Architecture);

    [TestMethod]
    [DataRow("unet_256", null, "Unknown generator 'unet_256'")]
    [DataRow("vgg_9blocks", null, "Unknown generator 'vgg_9blocks'")]
    [DataRow("resnet_0blocks", null, "Unknown generator 'resnet_0blocks'")]
    [DataRow("blocks", null, "Unknown generator 'blocks'")]
    [DataRow("resnet_blocks", null, "Unknown generator")]
    [DataRow("resnet_9blocks", "8_8_8_8_8_8", "has a base width, not a channel plan; use sub_mobile_resnet_9blocks for '8_8_8_8_8_8'")]
    [DataRow("sub_mobile_resnet_9blocks", null, "needs a channel plan")]
    public void Create_WrongNameOrPlan_SaysWhatIsExpected(string name, string? plan, string message) =>
        AssertEx.ThrowsWith<FormatException>(() => GeneratorNetworks.Create(name, plan is null ? null : ChannelPlan.Parse(plan)), message);
}
