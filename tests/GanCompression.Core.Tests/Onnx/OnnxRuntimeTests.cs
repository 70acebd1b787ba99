using GanCompression.Quality;
using GanCompression.Runtime;

namespace GanCompression.Tests.Onnx;

/// <summary>Exported files give in ONNX Runtime what the inference engine gives.</summary>
[TestClass]
public sealed class OnnxRuntimeTests
{
    private const double Tolerance = 1e-4;
    private const double SmallestScale = 1e-2;

    public TestContext TestContext { get; set; } = null!;

    public static IEnumerable<object[]> Generators()
    {
        foreach (NormKind norm in Enum.GetValues<NormKind>())
        {
            yield return [$"resnet {norm}", GeneratorNetworks.ResNet(new() { BaseWidth = 8, Blocks = 2, Norm = norm })];
            yield return [$"mobile {norm}", GeneratorNetworks.MobileResNet(new() { BaseWidth = 8, Blocks = 2, Norm = norm })];
            yield return [$"sub {norm}", GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("3_4_6_2_5_4_4_7"), new() { Blocks = 3, Norm = norm })];
            yield return [$"legacy {norm}", GeneratorNetworks.LegacySubMobileResNet(ChannelPlan.Parse("4_4_6_2_5_4_4_3"), new() { Blocks = 6, Norm = norm })];
        }

        yield return ["dropout", GeneratorNetworks.ResNet(new() { BaseWidth = 4, Blocks = 1, DropoutRate = 0.5 })];
        yield return ["one channel", GeneratorNetworks.ResNet(new() { BaseWidth = 4, Blocks = 1, InputChannels = 1, OutputChannels = 1 })];
        yield return ["many outputs", GeneratorNetworks.MobileResNet(new() { BaseWidth = 4, Blocks = 1, OutputChannels = 9 })];
        yield return ["nine blocks", GeneratorNetworks.Create("sub_mobile_resnet_9blocks", ChannelPlan.Parse("16_16_32_16_32_32_16_16"))];
        yield return ["nine blocks dense", GeneratorNetworks.ResNet(new() { BaseWidth = 16 })];
    }

    [TestMethod]
    [DynamicData(nameof(Generators))]
    public void Generator_EveryFormOfTheFile_GivesTheEnginesResult(string name, LayerGraph graph)
    {
        using var folder = new TempFolder();
        var model = new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph)), 32);
        double worst = 0;
        foreach (bool rewrites in (bool[])[false, true])
        {
            string fixedSize = Export(model, folder[$"fixed-{rewrites}.onnx"], new() { Height = 24, Width = 40, UseOnnxRuntimeRewrites = rewrites });
            worst = Math.Max(worst, Compare(model.Generator, fixedSize, (24, 40, 1)));
            string anySize = Export(model, folder[$"dynamic-{rewrites}.onnx"], new() { UseDynamicSize = true, UseDynamicBatch = true, UseOnnxRuntimeRewrites = rewrites });
            worst = Math.Max(worst, Compare(model.Generator, anySize, (32, 32, 1), (20, 44, 2), (64, 16, 3)));
        }

        TestContext.WriteLine(FormattableString.Invariant($"{name}: largest difference {worst:g3}."));
    }

    [TestMethod]
    [DataRow(false, false, false, "Single[1,3,32,32]", "Single[1,3,32,32]")]
    [DataRow(true, false, false, "Single[1,3,height,width]", "Single[1,3,height,width]")]
    [DataRow(false, true, false, "Single[batch,3,32,32]", "Single[batch,3,32,32]")]
    [DataRow(true, true, false, "Single[batch,3,height,width]", "Single[batch,3,height,width]")]
    [DataRow(false, false, true, "Byte[1,32,32,3]", "Byte[1,32,32,3]")]
    [DataRow(true, true, true, "Byte[batch,height,width,3]", "Byte[batch,height,width,3]")]
    public void Generator_EveryFormOfTheFile_DeclaresWhatItTakesAndGives(bool hasAnySize, bool hasAnyBatch, bool hasImages, string input, string output)
    {
        using var folder = new TempFolder();
        foreach (bool rewrites in (bool[])[false, true])
        {
            string file = Export(TestNetworks.TinyModel(), folder[$"{rewrites}.onnx"], new()
            {
                UseDynamicSize = hasAnySize, UseDynamicBatch = hasAnyBatch, HasImageProcessing = hasImages, UseOnnxRuntimeRewrites = rewrites,
            });
            using OnnxRuntimeModel model = new(file);
            Assert.AreEqual((input, output), (OnnxRuntimeModel.Describe(model.Input), OnnxRuntimeModel.Describe(model.Output)));
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Generator_WithImageProcessing_GivesTheBytesOfItsPlanes(bool rewrites)
    {
        using var folder = new TempFolder();
        GeneratorModel model = TestNetworks.TinyModel();
        string planes = Export(model, folder["planes.onnx"], new() { UseDynamicSize = true, UseOnnxRuntimeRewrites = rewrites });
        string images = Export(model, folder["images.onnx"], new() { UseDynamicSize = true, UseDynamicBatch = true, HasImageProcessing = true, UseOnnxRuntimeRewrites = rewrites });
        using OnnxRuntimeModel onPlanes = new(planes);
        using OnnxRuntimeModel onImages = new(images);
        foreach ((int height, int width) in ((int, int)[])[(16, 16), (40, 24)])
        {
            var source = new RgbImage(width, height, Pixels(3 * height * width));
            var values = new float[3 * height * width];
            source.ToPlanes(values);

            (float[] expected, _) = onPlanes.Run(values, 1, 3, height, width);
            (byte[] actual, int[] shape) = onImages.Run(source.Pixels.ToArray(), 1, height, width, 3);

            CollectionAssert.AreEqual((int[])[1, height, width, 3], shape);
            CollectionAssert.AreEqual(RgbImage.FromPlanes(expected, height, width).Pixels.ToArray(), actual);
        }
    }

    [TestMethod]
    public void ImageProcessing_ValuesBeyondTheRange_AreRoundedLikeImages()
    {
        // One convolution of 1×1 whose biases push the result over both ends; a weight of NaN makes a channel that is not a number.
        using var folder = new TempFolder();
        var builder = new LayerGraphBuilder("scale");
        LayerGraph graph = builder.Build(builder.Add("scale", Conv2d.Square(3, 3, 1), builder.Input("source", 3)));
        WeightTensor weight = WeightTensor.FromFloats([1.7f, 0, 0, 0, 0.999f, 0, 0, 0, float.NaN], 3, 3, 1, 1);
        var model = new GeneratorModel(new Network(graph, new WeightTable([new("scale.weight", weight), new("scale.bias", WeightTensor.FromFloats([0.1f, 1e-3f, 0], 3))])), 16);
        string file = Export(model, folder["scale.onnx"], new() { HasImageProcessing = true });
        var source = new RgbImage(16, 16, [.. Enumerable.Range(0, 768).Select(i => (byte)(i / 3))]);
        var values = new float[768];
        source.ToPlanes(values);
        for (int i = 0; i < 256; i++)
        {
            values[i] = values[i] * 1.7f + 0.1f;
            values[256 + i] = values[256 + i] * 0.999f + 1e-3f;
            values[512 + i] = float.NaN;
        }

        using OnnxRuntimeModel loaded = new(file);
        (byte[] actual, _) = loaded.Run(source.Pixels.ToArray(), 1, 16, 16, 3);

        // A fused multiply-add may round the last bit of a product differently, which shows where a value is next to a whole number.
        byte[] expected = RgbImage.FromPlanes(values, 16, 16).Pixels.ToArray();
        Assert.AreEqual(0, actual.Where((_, i) => i % 3 == 2).Max());
        Assert.AreEqual(255, actual.Where((_, i) => i % 3 == 0).Max());
        int off = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.IsLessThanOrEqualTo(1, Math.Abs(expected[i] - actual[i]), $"Value {i}.");
            off += expected[i] == actual[i] ? 0 : 1;
        }

        Assert.IsLessThan(8, off);
    }

    [TestMethod]
    [DataRow(NormKind.Instance)]
    [DataRow(NormKind.Batch)]
    [DataRow(NormKind.None)]
    public void Discriminator_GivesTheEnginesResult(NormKind norm)
    {
        using var folder = new TempFolder();
        foreach (LayerGraph graph in (LayerGraph[])[DiscriminatorNetworks.PatchGan(new() { BaseWidth = 8, Norm = norm }), DiscriminatorNetworks.Pixel(new() { BaseWidth = 8, Norm = norm, InputChannels = 3 })])
        {
            var network = new Network(graph, DeterministicFill.Weights(graph));
            string file = folder[$"{graph.Architecture}.onnx"];
            _ = OnnxExport.Write(network, file, new() { UseDynamicSize = true, UseOnnxRuntimeRewrites = true });
            _ = Compare(network, file, (48, 64, 1), (33, 35, 1));
        }
    }

    [TestMethod]
    public void FeatureNetwork_GivesTheEnginesResult()
    {
        using var folder = new TempFolder();
        foreach (LayerGraph graph in (LayerGraph[])[FeatureNetworks.SqueezeNet(), FeatureNetworks.RandomConvolutions(), FeatureNetworks.Inception()])
        {
            var network = new Network(graph, DeterministicFill.Weights(graph));
            string file = folder[$"{graph.Architecture}.onnx"];
            _ = OnnxExport.Write(network, file, new() { UseDynamicSize = true });
            TestContext.WriteLine(FormattableString.Invariant($"{graph.Architecture}: largest difference {Compare(network, file, (96, 99, 1)):g3}."));
        }
    }

    [TestMethod]
    public void RandomGraph_EveryLayer_GivesTheEnginesResult()
    {
        using var folder = new TempFolder();
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        double worst = 0;
        int compared = 0;
        RandomGraphs.Check(180, random =>
        {
            var network = new Network(random.Graph, DeterministicFill.Weights(random.Graph));

            // Where a single pixel is normalised, nothing but rounding is left.
            if (random.Graph.Nodes.Any(node => node.Layer is InstanceNorm2d && IsPixel(random, node)))
                return;
            compared++;
            string file = folder["random.onnx"];
            _ = OnnxExport.Write(network, file, new() { Height = random.Height, Width = random.Width, UseOnnxRuntimeRewrites = random.Graph.Nodes.Length % 2 == 0 });
            worst = Math.Max(worst, Compare(network, file, (random.Height, random.Width, 1)));
            kinds.UnionWith(random.Graph.Nodes.Select(node => node.Layer.Kind));
        });

        Assert.IsGreaterThanOrEqualTo(150, compared);
        TestContext.WriteLine(FormattableString.Invariant($"{kinds.Count} kinds of layers, largest difference {worst:g3}: {string.Join(", ", kinds)}."));
    }

    [TestMethod]
    public void PublishedGenerator_GivesTheEnginesResult()
    {
        string checkpoint = SharedData.File("data", "weights", "gan_compression_cyclegan_horse2zebra_compressed_G.pth");
        using var folder = new TempFolder();
        GeneratorModel model = GeneratorImport.FromCheckpoint(checkpoint, 256);
        foreach (bool rewrites in (bool[])[false, true])
        {
            string file = Export(model, folder[$"{rewrites}.onnx"], new() { UseDynamicSize = true, UseOnnxRuntimeRewrites = rewrites });
            TestContext.WriteLine(FormattableString.Invariant($"Rewrites {rewrites}: largest difference {Compare(model.Generator, file, (256, 256, 1), (128, 192, 1)):g3}."));
        }
    }

    private static string Export(GeneratorModel model, string path, OnnxExportOptions options)
    {
        _ = OnnxExport.Write(model, path, options);
        return path;
    }

    private static byte[] Pixels(int count) => [.. DeterministicFill.Symmetric("pixels", count, 127.5, 127.5).Select(value => (byte)Math.Clamp(value, 0, 255))];

    private static bool IsPixel(RandomGraph random, LayerNode node) => random.Graph.InferShapes(random.Height, random.Width)[node.Name] is { Height: 1, Width: 1 };

    // The largest difference over the given sizes: height, width, images at once. Relative to the largest value.
    private static double Compare(Network network, string file, params (int Height, int Width, int Batch)[] sizes)
    {
        double worst = 0;
        using OnnxRuntimeModel onnx = new(file);
        foreach ((int height, int width, int batch) in sizes)
        {
            CompiledNetwork engine = CompiledNetwork.Compile(network, height, width);
            GraphInput input = network.Graph.Inputs[0];
            int values = (int)engine.InputShape.Elements;
            float[] source = DeterministicFill.Symmetric("input", batch * values, 1.2);
            var expected = new float[batch * engine.OutputShape.Elements];
            for (int i = 0; i < batch; i++)
                engine.Run(source.AsSpan(i * values, values), expected.AsSpan(i * (int)engine.OutputShape.Elements, (int)engine.OutputShape.Elements));

            (float[] actual, int[] shape) = onnx.Run(source, batch, input.Channels, height, width);

            CollectionAssert.AreEqual((int[])[batch, engine.OutputShape.Channels, engine.OutputShape.Height, engine.OutputShape.Width], shape);
            double scale = Math.Max(SmallestScale, expected.Max(Math.Abs));
            AssertEx.Close(expected, actual, Tolerance * scale, $"{network.Graph.Architecture} at {width}×{height}");
            worst = Math.Max(worst, AssertEx.MaxDifference(expected, actual) / scale);
        }

        return worst;
    }
}
