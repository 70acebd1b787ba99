namespace GanCompression.Runtime.Tests;

[TestClass]
public sealed class CompiledNetworkTests
{
    private const double Tolerance = 1e-4;
    private const double SmallestVariance = 1e-3;
    private const int GraphCount = 100;

    private static readonly CompileOptions[] s_ways = [
        .. Widths.Select(width => new CompileOptions { VectorWidth = width }),
        .. new[] { 2, 5 }.Select(threads => new CompileOptions { NumberOfThreads = threads })];

    public static IEnumerable<VectorWidth> Widths => [VectorWidth.Scalar, VectorWidth.Bits128, VectorWidth.Bits256, VectorWidth.Bits512];

    [TestMethod]
    public void Run_RandomGraphs_AgreesWithDefinitionsOnAllRegistersAndThreads()
    {
        int compared = 0;
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        RandomGraphs.Check(GraphCount, random =>
        {
            var network = new Network(random.Graph, DeterministicFill.Weights(random.Graph));
            float[] input = DeterministicFill.Symmetric("input", (long)random.Graph.Inputs[0].Channels * random.Height * random.Width);
            ReferenceNetwork reference = ReferenceNetwork.Run(network, random.Height, random.Width, input);

            // A division by a vanishing variance magnifies rounding in any implementation.
            if (reference.SmallestVariance < SmallestVariance)
                return;
            compared++;
            kinds.UnionWith(random.Graph.Nodes.Select(node => node.Layer.Kind));
            float[] expected = reference.Output;
            double scale = Math.Max(1, expected.Max(Math.Abs));
            foreach (CompileOptions options in s_ways)
            {
                CompiledNetwork compiled = CompiledNetwork.Compile(network, random.Height, random.Width, options);
                var first = new float[expected.Length];
                var second = new float[expected.Length];
                compiled.Run(input, first);
                compiled.Run(input, second);
                AssertEx.Close(expected, first, Tolerance * scale, $"{options.VectorWidth}, {options.NumberOfThreads} threads");
                CollectionAssert.AreEqual(first, second, $"{options.VectorWidth}, {options.NumberOfThreads} threads, second time");
            }
        });

        Assert.IsGreaterThanOrEqualTo(60, compared);
        Assert.HasCount(16, kinds);
    }

    [TestMethod]
    public void Run_AnyNumberOfThreads_GivesTheSameUpToTheLastDigits()
    {
        Network network = SmallGenerator();
        float[] input = DeterministicFill.Symmetric("input:threads", 3 * 52 * 44);
        float[]? one = null;
        foreach (int threads in (int[])[1, 2, 3, 4, 7])
        {
            CompiledNetwork compiled = CompiledNetwork.Compile(network, 52, 44, new CompileOptions { NumberOfThreads = threads });
            var output = new float[compiled.OutputShape.Elements];
            compiled.Run(input, output);
            one ??= output;
            AssertEx.Close(one, output, 1e-5, $"{threads} threads");
        }
    }

    [TestMethod]
    public void Run_NoStatisticsOfTheImage_GivesTheSameBytesForAnyNumberOfThreads()
    {
        var builder = new LayerGraphBuilder("plain");
        string x = builder.Input("image", 3);
        x = builder.Add("first", Conv2d.Square(3, 14, 7, padding: 3), x);
        x = builder.Add("down", Conv2d.Square(14, 26, 3, stride: 2, padding: 1), builder.Add("relu", new ReLU(), x));
        x = builder.Add("deep", Conv2d.Square(26, 13, 3), builder.Add("pad", new ReflectionPad2d(1), x));
        x = builder.Add("up", new ConvTranspose2d(13, 9, 3, 2, 1, 1, true), x);
        LayerGraph graph = builder.Build(builder.Add("tanh", new Tanh(), builder.Add("last", Conv2d.Square(9, 3, 7, padding: 3), x)));
        var network = new Network(graph, DeterministicFill.Weights(graph));
        float[] input = DeterministicFill.Symmetric("input:plain", 3 * 30 * 38);
        float[]? one = null;
        foreach (int threads in (int[])[1, 2, 3, 5])
        {
            CompiledNetwork compiled = CompiledNetwork.Compile(network, 30, 38, new CompileOptions { NumberOfThreads = threads });
            var output = new float[compiled.OutputShape.Elements];
            compiled.Run(input, output);
            one ??= output;
            CollectionAssert.AreEqual(one, output, $"{threads} threads");
        }
    }

    [TestMethod]
    public void Run_TwoThreads_AllocatesNothingInTheWholeProcess()
    {
        CompiledNetwork compiled = CompiledNetwork.Compile(SmallGenerator(), 48, 64, new CompileOptions { NumberOfThreads = 2 });
        float[] input = DeterministicFill.Symmetric("input:alloc2", compiled.InputShape.Elements);
        var output = new float[compiled.OutputShape.Elements];

        // Other threads of the process may allocate meanwhile: one batch of images without any allocation is enough.
        long least = long.MaxValue;
        for (int batch = 0; batch < 50 && least > 0; batch++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 10; i++)
                compiled.Run(input, output);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.AreEqual(0, least);
    }

    [TestMethod]
    public void Run_LargeMeanBeforeInstanceNorm_KeepsTheVariance()
    {
        // Mean 1000, deviation below 1: a mean of squares minus a squared mean would lose everything in single precision.
        var builder = new LayerGraphBuilder("offset");
        string x = builder.Input("image", 1);
        x = builder.Add("conv", Conv2d.Square(1, 5, 1, hasBias: false), x);
        LayerGraph graph = builder.Build(builder.Add("norm", new InstanceNorm2d(5), x));
        var network = new Network(graph, new WeightTable([new("conv.weight", WeightTensor.FromFloats([1, -1, 0.5f, 2, 0.25f], 5, 1, 1, 1))]));
        float[] input = DeterministicFill.Symmetric("input:offset", 64 * 48, 1, 1000);

        AssertEx.Close(ReferenceNetwork.Run(network, 64, 48, input).Output, Run(network, 64, 48, input), 1e-3, "Normalised");
    }

    [TestMethod]
    public void Run_SpikeInFirstPixel_KeepsTheVariance()
    {
        var builder = new LayerGraphBuilder("spike");
        string x = builder.Input("image", 1);
        LayerGraph graph = builder.Build(builder.Add("norm", new InstanceNorm2d(1), builder.Add("conv", Conv2d.Square(1, 1, 1), x)));
        var network = new Network(graph, DeterministicFill.Weights(graph));
        float[] input = DeterministicFill.Symmetric("input:spike", 128 * 128, 1);
        input[0] = 100;

        AssertEx.Close(ReferenceNetwork.Run(network, 128, 128, input).Output, Run(network, 128, 128, input), Tolerance * 70, "Normalised");
    }

    [TestMethod]
    public void Run_SumOverConcatenationWhoseInputIsReadLater_KeepsTheInput()
    {
        var builder = new LayerGraphBuilder("concat");
        string image = builder.Input("image", 3);
        string part = builder.Add("part", Conv2d.Square(3, 4, 1), image);
        string joined = builder.Add("joined", new Concat(), part, builder.Add("other", Conv2d.Square(3, 4, 1), image));
        string branch = builder.Add("norm", new InstanceNorm2d(8), builder.Add("branch", Conv2d.Square(8, 8, 1), joined));
        string sum = builder.Add("sum", new Add(), joined, branch);
        string late = builder.Add("late", Conv2d.Square(4, 8, 1), part);
        LayerGraph graph = builder.Build(builder.Add("out", new Add(), sum, late));
        var network = new Network(graph, DeterministicFill.Weights(graph));
        float[] input = DeterministicFill.Symmetric("input:concat", 3 * 12 * 20);

        AssertEx.Close(ReferenceNetwork.Run(network, 12, 20, input).Output, Run(network, 12, 20, input), Tolerance);
    }

    [TestMethod]
    public void Run_AfterTheFirstTime_AllocatesNothingAndRepeatsExactly()
    {
        CompiledNetwork compiled = CompiledNetwork.Compile(SmallGenerator(), 48, 64);
        float[] input = DeterministicFill.Symmetric("input:alloc", compiled.InputShape.Elements);
        var first = new float[compiled.OutputShape.Elements];
        var second = new float[first.Length];
        compiled.Run(input, first);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            compiled.Run(input, second);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.AreEqual(0, allocated);
        CollectionAssert.AreEqual(first, second);
    }

    [TestMethod]
    public void Run_DenormalAndHugeInputs_StaysFinite()
    {
        CompiledNetwork compiled = CompiledNetwork.Compile(SmallGenerator(), 16, 16);
        var output = new float[compiled.OutputShape.Elements];
        foreach (float value in new[] { 0f, 1e-40f, 1e30f, -1e30f })
        {
            var input = new float[compiled.InputShape.Elements];
            Array.Fill(input, value);
            compiled.Run(input, output);
            Assert.IsTrue(Array.TrueForAll(output, v => v is >= -1 and <= 1), $"Input {value}");
        }
    }

    [TestMethod]
    public void Run_WrongLength_Throws()
    {
        CompiledNetwork compiled = CompiledNetwork.Compile(SmallGenerator(), 16, 20);

        AssertEx.ThrowsWith<ArgumentException>(() => compiled.Run(new float[3], new float[compiled.OutputShape.Elements]), "3 values", "960", "3×16×20");
        AssertEx.ThrowsWith<ArgumentException>(() => compiled.Run(new float[compiled.InputShape.Elements], new float[4]), "4 values", "960", "3×16×20");
    }

    [TestMethod]
    public void Compile_TooSmallImage_NamesTheNode()
    {
        AssertEx.ThrowsWith<GraphException>(() => CompiledNetwork.Compile(SmallGenerator(), 3, 16), "model.0", "16×3 pixels");
    }

    [TestMethod]
    public void Compile_SeveralInputs_Throws()
    {
        var builder = new LayerGraphBuilder("two");
        LayerGraph graph = builder.Build(builder.Add("sum", new Add(), builder.Input("a", 3), builder.Input("b", 3)));

        AssertEx.ThrowsWith<GraphException>(() => CompiledNetwork.Compile(new Network(graph, new WeightTable([])), 8, 8), "'two' has 2", "one input");
    }

    [TestMethod]
    public void Compile_LayerThatTheEngineLacks_NamesLayerNodeAndNetwork()
    {
        var builder = new LayerGraphBuilder("novelty");
        LayerGraph graph = builder.Build(builder.Add("swirl.0", new UnknownLayer(), builder.Input("image", 3)));

        AssertEx.ThrowsWith<NotSupportedException>(() => CompiledNetwork.Compile(new Network(graph, new WeightTable([])), 8, 8), "no layer 'swirl'", "node 'swirl.0'", "'novelty'");
    }

    [TestMethod]
    public void Compile_NoThreads_Throws() =>
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => CompiledNetwork.Compile(SmallGenerator(), 16, 16, new CompileOptions { NumberOfThreads = 0 }), "NumberOfThreads must be from 1 to 256, but was 0");

    [TestMethod]
    public void Compile_UnknownVectorWidth_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => CompiledNetwork.Compile(SmallGenerator(), 16, 16, new CompileOptions { VectorWidth = (VectorWidth)9 }));
    }

    internal static Network SmallGenerator()
    {
        LayerGraph graph = GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("4_4_4_2_4_6_4_4"), new ResNetGeneratorOptions { Blocks = 3 });
        return new Network(graph, DeterministicFill.Weights(graph));
    }

    private static float[] Run(Network network, int height, int width, ReadOnlySpan<float> input, VectorWidth vectorWidth = VectorWidth.Automatic)
    {
        CompiledNetwork compiled = CompiledNetwork.Compile(network, height, width, new CompileOptions { VectorWidth = vectorWidth });
        var output = new float[compiled.OutputShape.Elements];
        compiled.Run(input, output);
        return output;
    }

    private sealed record UnknownLayer : Layer
    {
        public override string Kind => "swirl";
    }
}
