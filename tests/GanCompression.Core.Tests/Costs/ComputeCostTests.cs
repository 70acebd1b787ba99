namespace GanCompression.Tests;

[TestClass]
public class ComputeCostTests
{
    // The published generators and discriminators at 256×256 pixels, measured by tracing the PyTorch reference. −1: not measured.
    [TestMethod]
    [DataRow("resnet_9blocks ngf64 @256", "resnet_9blocks", "64", 56_799_264_768L, 56_831_770_624L, 11_378_179L)]
    [DataRow("mobile_resnet_9blocks ngf32 @256", "mobile_resnet_9blocks", "32", 4_929_355_776L, 4_955_045_888L, 514_307L)]
    [DataRow("mobile_resnet_9blocks ngf48 @256", "mobile_resnet_9blocks", "48", 10_564_927_488L, 10_603_462_656L, 1_130_883L)]
    [DataRow("mobile_resnet_9blocks ngf64 @256", "mobile_resnet_9blocks", "64", 18_314_428_416L, 18_365_808_640L, 1_987_075L)]
    [DataRow("mobile_resnet_9blocks ngf96 @256", "mobile_resnet_9blocks", "96", 40_155_217_920L, 40_232_288_256L, 4_418_307L)]
    [DataRow("cyclegan h2z compressed (retrained)", "sub_mobile_resnet_9blocks", "16_16_32_16_32_32_16_16", 2_525_233_152L, 2_546_204_672L, 356_867L)]
    [DataRow("cyclegan h2z legacy (paper)", "legacy_sub_mobile_resnet_9blocks", "24_24_24_32_20_16", 2_491_023_360L, 2_510_422_016L, 302_651L)]
    [DataRow("cyclegan h2z fast", "sub_mobile_resnet_9blocks", "16_16_24_16_32_64_16_24", 2_618_425_344L, 2_640_576_512L, 355_235L)]
    [DataRow("pix2pix edges2shoes compressed", "sub_mobile_resnet_9blocks", "32_32_48_32_48_48_16_16", 4_961_599_488L, 4_993_843_200L, 822_051L)]
    [DataRow("pix2pix edges2shoes legacy (paper)", "legacy_sub_mobile_resnet_9blocks", "32_32_40_48_16_32", 4_777_967_616L, 4_808_769_536L, 699_875L)]
    [DataRow("pix2pix edges2shoes fast", "sub_mobile_resnet_9blocks", "24_24_40_56_24_56_16_40", 4_831_838_208L, 4_863_164_416L, 702_835L)]
    [DataRow("pix2pix cityscapes compressed", "sub_mobile_resnet_9blocks", "32_32_48_32_32_48_24_24", 5_560_074_240L, 5_591_531_520L, 780_819L)]
    [DataRow("pix2pix cityscapes legacy (paper)", "sub_mobile_resnet_9blocks", "48_32_40_40_24_32", 5_633_212_416L, 5_664_538_624L, 707_347L)]
    [DataRow("pix2pix cityscapes legacy cfg in legacy arch", "legacy_sub_mobile_resnet_9blocks", "48_32_40_40_24_32", 5_633_212_416L, 5_664_538_624L, 707_347L)]
    [DataRow("pix2pix cityscapes fast", "sub_mobile_resnet_9blocks", "16_24_48_56_40_48_24_16", 5_418_516_480L, 5_451_284_480L, 886_307L)]
    [DataRow("pix2pix map2sat compressed", "sub_mobile_resnet_9blocks", "32_32_48_32_48_32_16_16", 4_652_531_712L, 4_683_202_560L, 746_211L)]
    [DataRow("pix2pix map2sat fast", "sub_mobile_resnet_9blocks", "16_16_40_40_40_64_24_16", 4_539_678_720L, 4_569_694_208L, 719_507L)]
    [DataRow("channels-32 smallest", "sub_mobile_resnet_9blocks", "16_16_16_16_16_16_16_16", 1_407_713_280L, 1_420_558_336L, 137_347L)]
    [DataRow("channels-32 largest", "sub_mobile_resnet_9blocks", "32_32_32_32_32_32_32_32", 4_929_355_776L, 4_955_045_888L, 514_307L)]
    [DataRow("channels-48 smallest", "sub_mobile_resnet_9blocks", "32_32_32_32_32_32_16_16", 3_265_265_664L, 3_289_382_912L, 461_219L)]
    [DataRow("channels-48 largest", "sub_mobile_resnet_9blocks", "48_48_48_48_48_48_48_48", 10_564_927_488L, 10_603_462_656L, 1_130_883L)]
    [DataRow("channels-64-cycleGAN smallest", "sub_mobile_resnet_9blocks", "16_16_16_16_16_16_16_16", 1_407_713_280L, 1_420_558_336L, 137_347L)]
    [DataRow("channels-64-cycleGAN largest", "sub_mobile_resnet_9blocks", "64_64_64_64_64_64_64_64", 18_314_428_416L, 18_365_808_640L, 1_987_075L)]
    [DataRow("D n_layers ndf128 in6 @256", "n_layers", "128_6", 12_572_491_776L, 12_575_048_704L, 11_040_641L)]
    [DataRow("D n_layers ndf64 in3 @256", "n_layers", "64_3", 3_146_809_344L, 3_148_087_808L, 2_764_737L)]
    [DataRow("cyclegan h2z legacy config run through sub_mobile", "sub_mobile_resnet_9blocks", "24_24_24_32_20_16", -1L, 2_670_067_712L, 341_627L)]
    public void Of_PublishedNetworks_GivesPublishedFigures(string name, string architecture, string widths, long withoutNormalization, long published, long parameters)
    {
        ComputeCost cost = ComputeCost.Of(Create(architecture, widths), 256, 256);

        Assert.AreEqual(published, cost.MultiplyAdds, name);
        if (withoutNormalization >= 0)
            Assert.AreEqual(withoutNormalization, cost.MultiplyAddsWithoutNormalization, name);
        Assert.AreEqual(parameters, cost.Parameters, name);
        Assert.AreEqual(4 * parameters, cost.WeightBytes, name);
    }

    // Figures that users and the authors published elsewhere.
    [TestMethod]
    [DataRow("16_16_32_16_16_64_16_24", 2_984_771_584L)]
    [DataRow("16_16_16_48_64_64_24_16", 2_597_322_752L)]
    public void Of_ReportedPlans_GivesReportedFigures(string plan, long published) =>
        Assert.AreEqual(published, ComputeCost.Of(GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse(plan)), 256, 256).MultiplyAdds);

    [TestMethod]
    [DataRow("mobile_resnet9_ngf16_64", "mobile_resnet_9blocks", "16", 87_982_080L, 137_347L)]
    [DataRow("resnet9_ngf16_64", "resnet_9blocks", "16", 236_322_816L, 715_651L)]
    [DataRow("sub_mobile_resnet9", "sub_mobile_resnet_9blocks", "24_16_8_16_16_24", 87_515_136L, 85_827L)]
    [DataRow("super_mobile_resnet9", "sub_mobile_resnet_9blocks", "16_24_16_8_24_16_16_8", 78_446_592L, 145_395L)]
    [DataRow("super_mobile_resnet9", "sub_mobile_resnet_9blocks", "24_24_24_24_24_24_24_24", 181_518_336L, 295_875L)]
    [DataRow("super_mobile_resnet9", "sub_mobile_resnet_9blocks", "8_8_8_8_8_8_8_8", 27_475_968L, 38_723L)]
    [DataRow("D_n_layers_instance_3", "n_layers", "16_6", 12_263_424L, 175_857L)]
    [DataRow("D_pixel_instance", "pixel", "16_6", 2_621_440L, 689L)]
    public void Of_ReferenceNetworksAt64Pixels_GivesReferenceFigures(string name, string architecture, string widths, long withoutNormalization, long parameters)
    {
        ComputeCost cost = ComputeCost.Of(Create(architecture, widths), 64, 64);

        Assert.AreEqual((withoutNormalization, parameters), (cost.MultiplyAddsWithoutNormalization, cost.Parameters), name);
    }

    [TestMethod]
    public void Of_HandMadeNetwork_AddsUpByBothRules()
    {
        var builder = new LayerGraphBuilder("hand");
        string x = builder.Input("x", 2);
        x = builder.Add("down", new Conv2d(2, 4, 3, 1, 2, 1, 0, 2, HasBias: true), x);   // 8×6 -> 4×3
        x = builder.Add("norm", new InstanceNorm2d(4), x);
        x = builder.Add("batch", new BatchNorm2d(4), x);
        x = builder.Add("leaky", new LeakyReLU(0.2), x);
        x = builder.Add("up", new ConvTranspose2d(4, 3, 3, 2, 1, 1, HasBias: false), x);   // 4×3 -> 8×6
        x = builder.Add("pool", new AvgPool2d(2, 2), x);
        x = builder.Add("tanh", new Tanh(), x);
        ComputeCost cost = ComputeCost.Of(builder.Build(x), 8, 6);

        var published = cost.Layers.ToDictionary(layer => layer.Node, layer => layer.MultiplyAdds);
        Assert.AreEqual(4L * 4 * 3 * 1 * 3, published["down"]);
        Assert.AreEqual(4L * 4 * 3, published["norm"]);
        Assert.AreEqual(0L, published["batch"]);
        Assert.AreEqual(0L, published["leaky"]);
        Assert.AreEqual(3L * 8 * 6 * 4 * 9, published["up"]);
        Assert.AreEqual(3L * 4 * 3, published["pool"]);
        Assert.AreEqual(0L, published["tanh"]);
        Assert.AreEqual(published.Values.Sum(), cost.MultiplyAdds);
        Assert.AreEqual(cost.MultiplyAdds - 48, cost.MultiplyAddsWithoutNormalization);
        Assert.AreEqual(144L + 4 * 4 * 3 * 3 * 9, cost.ExactMultiplyAdds);
        Assert.AreEqual(12L + 4 + 8 + 108, cost.Parameters);
        Assert.AreEqual(4 * (132L + 8), cost.WeightBytes);
        Assert.AreEqual(new TensorShape(3, 4, 3), cost.Layers[^1].Output);
    }

    [TestMethod]
    public void Of_ImageTooSmall_NamesNodeAndSize() => AssertEx.ThrowsWith<GraphException>(
        () => ComputeCost.Of(GeneratorNetworks.ResNet(), 3, 3), "Node 'model.0' of 'resnet_9blocks' does not accept an image of 3×3 pixels", "needs more than 3 pixels");

    private static LayerGraph Create(string architecture, string widths)
    {
        int[] numbers = [.. widths.Split('_').Select(int.Parse)];
        return architecture switch
        {
            "n_layers" => DiscriminatorNetworks.PatchGan(new() { BaseWidth = numbers[0], InputChannels = numbers[1] }),
            "pixel" => DiscriminatorNetworks.Pixel(new() { BaseWidth = numbers[0], InputChannels = numbers[1] }),
            _ when numbers.Length == 1 => GeneratorNetworks.Create(architecture, null, new() { BaseWidth = numbers[0] }),
            _ => GeneratorNetworks.Create(architecture, new ChannelPlan(numbers)),
        };
    }
}
