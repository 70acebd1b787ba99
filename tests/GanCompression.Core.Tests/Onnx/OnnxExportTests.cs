namespace GanCompression.Tests.Onnx;

[TestClass]
public sealed class OnnxExportTests
{
    private const long Float = 1;
    private const long UInt8 = 2;

    public static IEnumerable<object[]> Networks()
    {
        var plan = ChannelPlan.Parse("3_4_6_2_5_4_4_7");
        foreach (NormKind norm in Enum.GetValues<NormKind>())
        {
            yield return [$"resnet {norm}", GeneratorNetworks.ResNet(new() { BaseWidth = 4, Blocks = 2, Norm = norm, DropoutRate = 0.5 })];
            yield return [$"mobile {norm}", GeneratorNetworks.MobileResNet(new() { BaseWidth = 4, Blocks = 1, Norm = norm })];
            yield return [$"sub {norm}", GeneratorNetworks.SubMobileResNet(plan, new() { Blocks = 3, Norm = norm })];
            yield return [$"legacy {norm}", GeneratorNetworks.LegacySubMobileResNet(plan, new() { Blocks = 6, Norm = norm })];
            yield return [$"patch {norm}", DiscriminatorNetworks.PatchGan(new() { BaseWidth = 4, Norm = norm })];
            yield return [$"pixel {norm}", DiscriminatorNetworks.Pixel(new() { BaseWidth = 4, Norm = norm })];
        }
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Write_AnyBuiltNetwork_IsWellFormedWithNamesAndWeightsKept(string name, LayerGraph graph)
    {
        Network network = TestNetworks.With(graph);
        OnnxFile file = Write(network, new() { Height = 32, Width = 40 }, out OnnxExportSummary summary);

        Assert.AreEqual(8, file.IrVersion, name);
        Assert.AreEqual(17, file.OperatorSet);
        Assert.AreEqual(17, summary.OperatorSet);
        Assert.AreEqual("GanCompression.MLNet", file.Producer);
        CollectionAssert.AreEqual(
            graph.Nodes.Where(node => node.Layer is not Dropout).Select(node => node.Name).ToArray(), file.Nodes.Select(node => node.Name).ToArray());
        foreach ((string parameter, WeightTensor tensor) in network.Weights)
        {
            OnnxTensor initializer = file.Initializers[parameter];
            Assert.AreEqual(Float, initializer.Type);
            CollectionAssert.AreEqual(tensor.Shape.Select(extent => (long)extent).ToArray(), initializer.Shape);
            CollectionAssert.AreEqual(tensor.Bytes.ToArray(), initializer.Bytes);
        }

        AssertShapes(file, graph, 32, 40);
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Write_DynamicSize_HasTheGraphsShapesAtEverySize(string name, LayerGraph graph)
    {
        OnnxFile file = Write(TestNetworks.With(graph), new() { UseDynamicSize = true, UseDynamicBatch = true, UseOnnxRuntimeRewrites = true }, out OnnxExportSummary summary);

        bool isGenerator = graph.Inputs[0].Name == GeneratorNetworks.InputName;
        Assert.AreEqual(FormattableString.Invariant($"batch,{graph.Inputs[0].Channels},height,width"), file.Inputs.Single().Shape, name);
        Assert.AreEqual(isGenerator || graph.Architecture == "pixel" ? FormattableString.Invariant($"batch,{graph.OutputChannels},height,width") : "batch,1,output_height,output_width", file.Outputs.Single().Shape);
        Assert.AreEqual(isGenerator ? 1 : 0, summary.Rewrites.Length);
        foreach ((int height, int width) in ((int, int)[])[(32, 32), (48, 64)])
            Assert.AreEqual(Shape(graph.InferShapes(height, width)[graph.Output], 5), string.Join(',', file.InferShapes(5, height, width)[OnnxExport.OutputName]));
    }

    [TestMethod]
    public void Write_RandomGraphs_AreWellFormedWithTheGraphsShapes()
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        RandomGraphs.Check(300, random =>
        {
            kinds.UnionWith(random.Graph.Nodes.Select(node => node.Layer.Kind));
            foreach (bool rewrites in (bool[])[false, true])
                AssertShapes(Write(TestNetworks.With(random.Graph), new() { Height = random.Height, Width = random.Width, UseOnnxRuntimeRewrites = rewrites }, out _), random.Graph, random.Height, random.Width);
        });

        // Every kind that there is, so that a new one is not forgotten.
        int known = typeof(Layer).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), inherit: false).Length;
        Assert.HasCount(known, kinds);
    }

    [TestMethod]
    public void Write_Layers_HaveTheSettingsOfTheirOperators()
    {
        LayerGraph graph = GeneratorNetworks.MobileResNet(new() { BaseWidth = 4, Blocks = 1, Norm = NormKind.Batch });

        OnnxFile file = Write(TestNetworks.With(graph), new() { Height = 32, Width = 32 }, out _);

        OnnxNode pad = file.Node("model.0");
        Assert.AreEqual("reflect", pad.Attributes["mode"]);
        CollectionAssert.AreEqual((long[])[0, 0, 3, 3, 0, 0, 3, 3], file.Initializers[pad.Inputs[1]].Integers);
        OnnxNode down = file.Node("model.4");
        CollectionAssert.AreEqual((long[])[3, 3], down.Integers("kernel_shape"));
        CollectionAssert.AreEqual((long[])[2, 2], down.Integers("strides"));
        CollectionAssert.AreEqual((long[])[1, 1, 1, 1], down.Integers("pads"));
        Assert.HasCount(2, down.Inputs, "No bias in front of a batch normalisation.");
        OnnxNode depthwise = file.Node("model.10.conv_block.1.conv.0");
        Assert.AreEqual(16L, depthwise.Attributes["group"]);
        CollectionAssert.AreEqual((string[])["model.10.conv_block.0", "model.10.conv_block.1.conv.0.weight", "model.10.conv_block.1.conv.0.bias"], depthwise.Inputs.ToArray());
        OnnxNode norm = file.Node("model.5");
        Assert.AreEqual(1e-5f, norm.Attributes["epsilon"]);
        CollectionAssert.AreEqual((string[])["model.4", "model.5.weight", "model.5.bias", "model.5.running_mean", "model.5.running_var"], norm.Inputs.ToArray());
        OnnxNode up = file.Node("model.11");
        CollectionAssert.AreEqual((long[])[1, 1], up.Integers("output_padding"));
        CollectionAssert.AreEqual((long[])[1, 1, 1, 1], up.Integers("pads"));
        OnnxNode withoutParameters = file.Node("model.10.conv_block.1.conv.1");
        CollectionAssert.AreEqual(Enumerable.Repeat(1f, 16).ToArray(), file.Initializers[withoutParameters.Inputs[1]].Floats);
        CollectionAssert.AreEqual(new float[16], file.Initializers[withoutParameters.Inputs[2]].Floats);
    }

    [TestMethod]
    public void Write_Generator_SaysWhatItIs()
    {
        OnnxFile file = Write(TestNetworks.TinyModel(), new(), out OnnxExportSummary summary);

        Assert.AreEqual("1,3,32,32", file.Inputs.Single().Shape);
        Assert.AreEqual(("output", Float, "1,3,32,32"), file.Outputs.Single());
        Assert.AreEqual("source: Float32[1, 3, 32, 32]", summary.Inputs.Single().ToString());
        Assert.AreEqual("sub_mobile_resnet_1blocks", file.Metadata["architecture"]);
        Assert.AreEqual("2_1_1_1_1_1_2_1", file.Metadata["channel_plan"]);
        Assert.AreEqual("RgbSigned", file.Metadata["image_encoding"]);
        Assert.AreEqual("32", file.Metadata["image_size"]);
        Assert.AreEqual("4", file.Metadata["size_multiple"]);
        Assert.AreEqual("Pix2Pix > Distillation", file.Metadata["provenance"]);
        Assert.IsGreaterThan(0, long.Parse(file.Metadata["multiply_adds"], System.Globalization.CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void Write_WithImageProcessing_TakesAndGivesImages()
    {
        OnnxFile file = Write(TestNetworks.TinyModel(), new() { UseDynamicSize = true, HasImageProcessing = true }, out OnnxExportSummary summary);

        Assert.AreEqual(("source", UInt8, "1,height,width,3"), file.Inputs.Single());
        Assert.AreEqual(("output", UInt8, "1,height,width,3"), file.Outputs.Single());
        Assert.AreEqual("output: UInt8[1, height, width, 3]", summary.Output.ToString());
        Assert.IsNotNull(file.Node("model.19"), "The last layer keeps its name.");
    }

    [TestMethod]
    public void Write_Rewrites_ComputeTheSameConvolution()
    {
        var builder = new LayerGraphBuilder("last");
        LayerGraph graph = builder.Build(builder.Add("conv", new Conv2d(2, 3, 5, 7, 1, 2, 1, 1, true), builder.Input("x", 2)));
        Network network = TestNetworks.With(graph);

        OnnxFile file = Write(network, new() { Height = 8, Width = 10, UseOnnxRuntimeRewrites = true }, out OnnxExportSummary summary);

        StringAssert.Contains(summary.Rewrites.Single(), "conv", StringComparison.Ordinal);
        OnnxNode phases = file.Node("conv.phases");
        CollectionAssert.AreEqual((long[])[6, 8], phases.Integers("kernel_shape"));
        Assert.AreEqual("CRD", file.Node("conv").Attributes["mode"]);
        float[] image = DeterministicFill.Symmetric("image", 2 * 8 * 10);
        float[] expected = Convolve(image, 2, 8, 10, network.Weights["conv.weight"].Floats, network.Weights["conv.bias"].Floats, 5, 7, 1, 2, 1);
        float[] squares = Convolve(image, 2, 8, 10, file.Initializers["conv.weight.phases"].Floats, file.Initializers["conv.bias.phases"].Floats, 6, 8, 2, 2, 1);
        var actual = new float[expected.Length];
        for (int i = 0; i < squares.Length; i++)
        {
            // Channel-row-column order: the channel of a value names its place in the square.
            (int channel, int row, int column) = (i / (4 * 3), i / 3 % 4, i % 3);
            actual[(channel / 4 * 8 + 2 * row + channel / 2 % 2) * 6 + 2 * column + channel % 2] = squares[i];
        }

        AssertEx.Close(expected, actual, 1e-5);
    }

    [TestMethod]
    public void Write_RewritesAtAnOddSize_LeaveTheLayerAsItIs()
    {
        var builder = new LayerGraphBuilder("last");
        LayerGraph graph = builder.Build(builder.Add("conv", Conv2d.Square(2, 3, 7, padding: 3), builder.Input("x", 2)));

        foreach (OnnxExportOptions options in (OnnxExportOptions[])[new() { Height = 8, Width = 9 }, new() { UseDynamicSize = true }])
        {
            OnnxFile file = Write(TestNetworks.With(graph), options with { UseOnnxRuntimeRewrites = true }, out OnnxExportSummary summary);
            Assert.AreEqual("Conv", file.Nodes.Single().Operator);
            Assert.IsEmpty(summary.Rewrites);
        }
    }

    [TestMethod]
    public void Write_RewritesOfADeepResidualNetwork_TakeNoLongerThanItsLayers()
    {
        var builder = new LayerGraphBuilder("deep");
        string x = builder.Input("x", 2);
        for (int i = 0; i < 100; i++)
            x = builder.Add(FormattableString.Invariant($"sum{i}"), new Add(), x, x);
        LayerGraph graph = builder.Build(builder.Add("conv", Conv2d.Square(2, 3, 7, padding: 3), x));

        _ = Write(TestNetworks.With(graph), new() { UseDynamicSize = true, UseOnnxRuntimeRewrites = true }, out OnnxExportSummary summary);

        Assert.IsEmpty(summary.Rewrites);
    }

    [TestMethod]
    public void Write_PoolWhoseLastWindowMayMissTheImage_SaysThePadding()
    {
        var builder = new LayerGraphBuilder("pool");
        LayerGraph graph = builder.Build(builder.Add("pool", new MaxPool2d(2, 3, 1, CeilMode: true), builder.Input("x", 1)));
        Network network = TestNetworks.With(graph);

        OnnxFile file = Write(network, new() { Height = 7, Width = 8 }, out _);

        AssertShapes(file, graph, 7, 8);
        Assert.AreEqual(0L, file.Node("pool").Attributes["ceil_mode"]);
        AssertEx.ThrowsWith<NotSupportedException>(() => OnnxExport.Write(network, Stream.Null, new() { UseDynamicSize = true }), "'pool'", "Give a size");
    }

    [TestMethod]
    public void Write_DropoutAtTheEnd_IsTheIdentity()
    {
        var builder = new LayerGraphBuilder("end");
        LayerGraph graph = builder.Build(builder.Add("drop", new Dropout(0.5), builder.Add("act", new ReLU(), builder.Input("x", 1))));

        OnnxFile file = Write(TestNetworks.With(graph), new() { Height = 2, Width = 2 }, out _);

        Assert.AreEqual("Identity", file.Node("drop").Operator);
    }

    [TestMethod]
    public void Write_SeveralInputs_AreAllNamed()
    {
        var builder = new LayerGraphBuilder("two");
        LayerGraph graph = builder.Build(builder.Add("joined", new Concat(), builder.Input("a", 1), builder.Input("b", 2)));

        OnnxFile file = Write(TestNetworks.With(graph), new() { Height = 4, Width = 6 }, out _);

        CollectionAssert.AreEqual((string[])["a 1,1,4,6", "b 1,2,4,6"], file.Inputs.Select(input => $"{input.Name} {input.Shape}").ToArray());
        Assert.AreEqual("1,3,4,6", file.Outputs.Single().Shape);
    }

    [TestMethod]
    public void Write_SameModelTwice_GivesTheSameBytesInFileAndStream()
    {
        using var folder = new TempFolder();
        var options = new OnnxExportOptions { UseOnnxRuntimeRewrites = true };
        using var stream = new MemoryStream();

        OnnxExportSummary inStream = OnnxExport.Write(TestNetworks.TinyModel(), stream, options);
        OnnxExportSummary inFile = OnnxExport.Write(TestNetworks.TinyModel(), folder["a.onnx"], options);
        _ = OnnxExport.Write(TestNetworks.TinyModel(), folder["a.onnx"], options);

        CollectionAssert.AreEqual(stream.ToArray(), File.ReadAllBytes(folder["a.onnx"]));
        Assert.AreEqual(inStream.Output.ToString(), inFile.Output.ToString());
        CollectionAssert.AreEqual((string[])["a.onnx"], folder.Names.ToArray());
    }

    [TestMethod]
    public void Write_ImpossibleOptions_AreNamed()
    {
        GeneratorModel model = TestNetworks.TinyModel();
        Network discriminator = TestNetworks.TinyDiscriminator();

        AssertEx.ThrowsWith<GraphException>(() => OnnxExport.Write(model, Stream.Null, new() { Height = 30 }), "multiples of 4", "32×30");
        AssertEx.ThrowsWith<ArgumentException>(() => OnnxExport.Write(model, Stream.Null, new() { Height = 32, UseDynamicSize = true }), "Height", "dynamic");
        AssertEx.ThrowsWith<ArgumentException>(() => OnnxExport.Write(discriminator, Stream.Null, new()), "UseDynamicSize", "Height");
        AssertEx.ThrowsWith<ArgumentException>(() => OnnxExport.Write(discriminator, Stream.Null, new() { UseDynamicSize = true, HasImageProcessing = true }), "GeneratorModel");
        var grey = new GeneratorModel(TestNetworks.With(GeneratorNetworks.ResNet(new() { BaseWidth = 1, Blocks = 1, InputChannels = 1 })), 32);
        AssertEx.ThrowsWith<GraphException>(() => OnnxExport.Write(grey, Stream.Null, new() { HasImageProcessing = true }), "1 channels into 3");
    }

    [TestMethod]
    public void Write_NodeWithTheNameOfTheResult_IsNamed()
    {
        var builder = new LayerGraphBuilder("clash");
        LayerGraph graph = builder.Build(builder.Add("end", new ReLU(), builder.Add("output", new ReLU(), builder.Input("x", 1))));

        AssertEx.ThrowsWith<GraphException>(() => OnnxExport.Write(TestNetworks.With(graph), Stream.Null, new() { Height = 2, Width = 2 }), "'clash'", "'output'");
    }

    [TestMethod]
    public void Write_MoreThanAFileHolds_IsRefusedAndLeavesTheOldFile()
    {
        // One tensor of 64 MiB, which 34 convolutions share.
        using var folder = new TempFolder();
        const int channels = 4096;
        WeightTensor weight = WeightTensor.FromFloats(new float[channels * channels], channels, channels, 1, 1);
        var builder = new LayerGraphBuilder("large");
        string x = builder.Input("x", channels);
        var weights = new List<KeyValuePair<string, WeightTensor>>();
        for (int i = 0; i < 34; i++)
        {
            x = builder.Add(FormattableString.Invariant($"conv{i}"), Conv2d.Square(channels, channels, 1, hasBias: false), x);
            weights.Add(new($"{x}.weight", weight));
        }

        var network = new Network(builder.Build(x), new WeightTable(weights));
        File.WriteAllText(folder["large.onnx"], "old");

        AssertEx.ThrowsWith<NotSupportedException>(() => OnnxExport.Write(network, folder["large.onnx"], new() { Height = 1, Width = 1 }), "'large'", "2147483647");
        Assert.AreEqual("old", File.ReadAllText(folder["large.onnx"]));
        CollectionAssert.AreEqual((string[])["large.onnx"], folder.Names.ToArray());
    }

    private static OnnxFile Write(Network network, OnnxExportOptions options, out OnnxExportSummary summary)
    {
        using var stream = new MemoryStream();
        summary = OnnxExport.Write(network, stream, options);
        return OnnxFile.Read(stream.ToArray());
    }

    private static OnnxFile Write(GeneratorModel model, OnnxExportOptions options, out OnnxExportSummary summary)
    {
        using var stream = new MemoryStream();
        summary = OnnxExport.Write(model, stream, options);
        return OnnxFile.Read(stream.ToArray());
    }

    // What operators make of the input, and what the file says about values, are what the graph says.
    private static void AssertShapes(OnnxFile file, LayerGraph graph, int height, int width)
    {
        IReadOnlyDictionary<string, TensorShape> expected = graph.InferShapes(height, width);
        Dictionary<string, long[]> inferred = file.InferShapes(1, height, width);
        foreach (LayerNode node in graph.Nodes.Where(node => node.Layer is not Dropout || node.Name == graph.Output))
        {
            string value = node.Name == graph.Output ? OnnxExport.OutputName : node.Name;
            Assert.AreEqual(Shape(expected[node.Name], 1), string.Join(',', inferred[value]), $"Inferred for '{node.Name}' ({node.Layer.Kind}).");
            if (value == node.Name)
                Assert.AreEqual((value, Float, Shape(expected[node.Name], 1)), file.Values[value]);
        }

        Assert.AreEqual(Shape(expected[graph.Output], 1), file.Outputs.Single().Shape);
    }

    private static string Shape(TensorShape shape, int batch) => FormattableString.Invariant($"{batch},{shape.Channels},{shape.Height},{shape.Width}");

    private static float[] Convolve(
        float[] image, int channels, int height, int width, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int kernelHeight, int kernelWidth, int stride, int paddingHeight, int paddingWidth)
    {
        int rows = (height + 2 * paddingHeight - kernelHeight) / stride + 1;
        int columns = (width + 2 * paddingWidth - kernelWidth) / stride + 1;
        var result = new float[bias.Length * rows * columns];
        for (int i = 0; i < result.Length; i++)
        {
            int output = i / (rows * columns);
            double sum = bias[output];
            for (int k = 0; k < channels * kernelHeight * kernelWidth; k++)
            {
                int y = i / columns % rows * stride - paddingHeight + k / kernelWidth % kernelHeight;
                int x = i % columns * stride - paddingWidth + k % kernelWidth;
                if (y >= 0 && y < height && x >= 0 && x < width)
                    sum += weight[output * channels * kernelHeight * kernelWidth + k] * image[(k / (kernelWidth * kernelHeight) * height + y) * width + x];
            }

            result[i] = (float)sum;
        }

        return result;
    }
}
