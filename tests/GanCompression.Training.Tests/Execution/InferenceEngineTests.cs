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
    private const int GraphCount = 75;

    [TestMethod]
    public void Run_RandomGraphs_AgreesWithLibtorchOnAllRegisters()
    {
        int compared = 0;
        bool hasOddSizes = false;
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        RandomGraphs.Check(GraphCount, random =>
        {
            var network = new Network(random.Graph, DeterministicFill.Weights(random.Graph));
            float[] input = DeterministicFill.Symmetric("input", (long)random.Graph.Inputs[0].Channels * random.Height * random.Width);
            if (RunWithLibtorch(network, random.Height, random.Width, input) is not float[] expected)
                return;
            compared++;
            hasOddSizes |= random.Height % 2 == 1 && random.Width % 2 == 1;
            kinds.UnionWith(random.Graph.Nodes.Select(node => node.Layer.Kind));
            foreach (VectorWidth width in (VectorWidth[])[VectorWidth.Scalar, VectorWidth.Bits128, VectorWidth.Bits256, VectorWidth.Bits512])
            {
                CompiledNetwork compiled = CompiledNetwork.Compile(network, random.Height, random.Width, new CompileOptions { VectorWidth = width });
                var output = new float[compiled.OutputShape.Elements];
                compiled.Run(input, output);
                AssertEx.Close(expected, output, Tolerance * Math.Max(1, expected.Max(Math.Abs)), $"{width}");
            }
        }, seed: 1001);

        Assert.IsGreaterThanOrEqualTo(50, compared);
        Assert.HasCount(16, kinds);
        Assert.IsTrue(hasOddSizes);
    }

    // Null where a variance vanishes: a division by it magnifies rounding in any implementation.
    private static float[]? RunWithLibtorch(Network network, int height, int width, float[] input)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        using var trainable = new TrainableNetwork(network, isTrainable: false);
        GraphInput image = network.Graph.Inputs[0];
        LayerNode[] norms = [.. network.Graph.Nodes.Where(node => node.Layer is InstanceNorm2d && node.Inputs[0] != image.Name)];
        Tensor[] values = trainable.Forward(torch.tensor(input, [1, image.Channels, height, width]), null, false, [.. norms.Select(node => node.Inputs[0]), network.Graph.Output]);
        return values[..^1].All(value => SmallestVarianceOf(value) >= SmallestVariance) ? values[^1].data<float>().ToArray() : null;
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
}
