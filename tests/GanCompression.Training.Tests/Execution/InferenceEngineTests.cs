using GanCompression.Runtime;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training.Tests.Execution;

/// <summary>The inference engine computes what libtorch computes, on networks that nobody chose.</summary>
[TestClass]
public sealed class InferenceEngineTests
{
    private const double Tolerance = 1e-4;
    private const double SmallestVariance = 1e-3;
    private const int GraphCount = 50;

    private static readonly Lazy<List<RandomCase>> s_cases = new(DrawCases);

    public static IEnumerable<VectorWidth> Widths => [VectorWidth.Scalar, VectorWidth.Bits128, VectorWidth.Bits256, VectorWidth.Bits512];

    [TestMethod]
    [DynamicData(nameof(Widths))]
    public void Run_RandomGraphs_AgreesWithLibtorch(VectorWidth vectorWidth)
    {
        foreach (RandomCase test in s_cases.Value)
        {
            CompiledNetwork compiled = CompiledNetwork.Compile(test.Network, test.Height, test.Width, new CompileOptions { VectorWidth = vectorWidth });
            var output = new float[compiled.OutputShape.Elements];
            compiled.Run(test.Input, output);
            AssertEx.Close(test.Expected, output, Tolerance * Math.Max(1, test.Expected.Max(Math.Abs)), $"Random graph {test.Seed} ({test.Width}×{test.Height})");
        }
    }

    [TestMethod]
    public void RandomGraphs_Drawn_HaveEveryKindOfLayerAndOddSizes()
    {
        Assert.HasCount(GraphCount, s_cases.Value);
        Assert.HasCount(16, s_cases.Value.SelectMany(test => test.Network.Graph.Nodes).Select(node => node.Layer.Kind).Distinct().ToArray());
        Assert.IsTrue(s_cases.Value.Exists(test => test.Height % 2 == 1 && test.Width % 2 == 1));
    }

    private static List<RandomCase> DrawCases()
    {
        var cases = new List<RandomCase>();
        for (ulong seed = 1001; cases.Count < GraphCount; seed++)
        {
            (LayerGraph graph, int height, int width) = RandomGraphs.Draw(seed);
            var network = new Network(graph, DeterministicFill.Weights(graph));
            float[] input = DeterministicFill.Symmetric($"input:{seed}", (long)graph.Inputs[0].Channels * height * width);
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGradient = torch.no_grad();
            using var trainable = new TrainableNetwork(network, isTrainable: false);

            // What is normalised, and the result. A division by a vanishing variance magnifies rounding in any implementation.
            LayerNode[] norms = [.. graph.Nodes.Where(node => node.Layer is InstanceNorm2d && node.Inputs[0] != graph.Inputs[0].Name)];
            Tensor[] values = trainable.Forward(torch.tensor(input, [1, graph.Inputs[0].Channels, height, width]), null, false, [.. norms.Select(node => node.Inputs[0]), graph.Output]);
            if (values[..^1].All(value => SmallestVarianceOf(value) >= SmallestVariance))
                cases.Add(new RandomCase(seed, network, height, width, input, values[^1].data<float>().ToArray()));
        }

        return cases;
    }

    private static double SmallestVarianceOf(Tensor value)
    {
        int pixels = (int)(value.shape[2] * value.shape[3]);
        return value.data<float>().ToArray().Chunk(pixels).Min(plane =>
        {
            double mean = plane.Average(pixel => (double)pixel);
            return plane.Average(pixel => (pixel - mean) * (pixel - mean));
        });
    }

    private sealed record RandomCase(ulong Seed, Network Network, int Height, int Width, float[] Input, float[] Expected);
}
