using System.Runtime.InteropServices;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training.Tests.Execution;

[TestClass]
public sealed class GraphExecutorTests
{
    private const double Tolerance = 1e-4;
    private static readonly string[] s_features = ["model.9", "model.12", "model.15", "model.18"];

    [TestMethod]
    public void Run_DenseGenerator_MatchesReferenceWithItsFeatures()
    {
        var golden = new Golden("resnet9_ngf16_64");
        using DisposeScope scope = torch.NewDisposeScope();
        using var network = new TrainableNetwork(new Network(GeneratorNetworks.ResNet(new() { BaseWidth = 16 }), golden.Weights()), isTrainable: false);

        Tensor[] values = network.Forward(golden.Tensor("input"), null, false, [.. s_features, network.Graph.Output]);

        for (int i = 0; i < s_features.Length; i++)
            golden.AssertClose("act_" + s_features[i].Replace('.', '_'), values[i], Tolerance);
        golden.AssertClose("output", values[^1], Tolerance);
    }

    [TestMethod]
    public void Run_OddSizesAndValuesBeyondRange_MatchReference()
    {
        var golden = new Golden("resnet9_ngf16_64");
        using DisposeScope scope = torch.NewDisposeScope();
        using var network = new TrainableNetwork(new Network(GeneratorNetworks.ResNet(new() { BaseWidth = 16 }), golden.Weights()), isTrainable: false);
        golden.AssertClose("output_clamp_b2_52x44", network.Forward(golden.Tensor("input_clamp_b2_52x44")), Tolerance);
    }

    [TestMethod]
    public void Run_SeparableGenerator_MatchesReference()
    {
        var golden = new Golden("mobile_resnet9_ngf16_64");
        using DisposeScope scope = torch.NewDisposeScope();
        using var network = new TrainableNetwork(new Network(GeneratorNetworks.MobileResNet(new() { BaseWidth = 16 }), golden.Weights()), isTrainable: false);
        golden.AssertClose("output", network.Forward(golden.Tensor("input")), Tolerance);
        golden.AssertClose("output_clamp_b2_52x44", network.Forward(golden.Tensor("input_clamp_b2_52x44")), Tolerance);
    }

    [TestMethod]
    public void Run_ExportedSubNetwork_MatchesReference()
    {
        var golden = new Golden("sub_mobile_resnet9_24_16_8_16_16_24");
        using DisposeScope scope = torch.NewDisposeScope();
        using var network = new TrainableNetwork(
            new Network(GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("24_16_8_16_16_24")), golden.Weights()), isTrainable: false);
        golden.AssertClose("output", network.Forward(golden.Tensor("input")), Tolerance);
    }

    [TestMethod]
    [DataRow("D_n_layers_instance_3")]
    [DataRow("D_pixel_instance")]
    public void Run_Discriminator_MatchesReference(string folder)
    {
        var golden = new Golden(folder);
        var options = new PatchDiscriminatorOptions { BaseWidth = 16 };
        LayerGraph graph = folder.StartsWith("D_pixel", StringComparison.Ordinal) ? DiscriminatorNetworks.Pixel(options) : DiscriminatorNetworks.PatchGan(options);
        using DisposeScope scope = torch.NewDisposeScope();
        using var network = new TrainableNetwork(new Network(graph, golden.Weights()));
        golden.AssertClose("output", network.Forward(golden.Tensor("input")), Tolerance);
    }

    [TestMethod]
    [DataRow("16_24_16_8_24_16_16_8")]
    [DataRow("24_24_24_24_24_24_24_24")]
    [DataRow("8_8_8_8_8_8_8_8")]
    [DataRow("24_16_8_16_16_24")]
    public void Forward_LeadingSlicesOfSupernet_MatchReferenceAndExportedNetworkExactly(string text)
    {
        var golden = new Golden("super_mobile_resnet9_ngf24");
        LayerGraph narrow = GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse(text));
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor input = golden.Tensor("input");
        WeightTable weights = golden.Weights();
        using var supernet = new TrainableNetwork(new Network(GeneratorNetworks.MobileResNet(new() { BaseWidth = 24 }), weights));

        Tensor sliced = supernet.Forward(input, narrow);

        golden.AssertClose($"output_{text}", sliced, Tolerance);
        using var exported = new TrainableNetwork(new Network(narrow, LeadingSlices(weights, narrow)));
        Assert.IsTrue(sliced.ToWeightTensor().ContentEquals(exported.Forward(input).ToWeightTensor()), "The exported network computes other bytes than the slices.");
    }

    [TestMethod]
    public void Forward_PlanWiderThanNetwork_SaysWhichWeight()
    {
        using var network = new TrainableNetwork(RandomMobile(2));
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor input = torch.zeros([1, 3, 16, 16]);
        AssertEx.ThrowsWith<GraphException>(() => network.Forward(input, GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("2_2_3_2_2_2_2_2"))),
            "model.7.weight", "[8, 4, 3, 3]", "[12, 4, 3, 3]");
    }

    [TestMethod]
    public void Forward_WrongChannels_SaysWhatIsExpected()
    {
        using var network = new TrainableNetwork(RandomMobile(2));
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor input = torch.zeros([1, 4, 16, 16]);
        AssertEx.ThrowsWith<GraphException>(() => network.Forward(input), "batch × 3 × height × width", "[1, 4, 16, 16]");
    }

    [TestMethod]
    public void Forward_UnknownNode_NamesIt()
    {
        using var network = new TrainableNetwork(RandomMobile(2));
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor input = torch.zeros([1, 3, 16, 16]);
        AssertEx.ThrowsWith<GraphException>(() => network.Forward(input, null, false, "model.99"), "model.99");
    }

    [TestMethod]
    public void Forward_Frozen_PassesGradientsToTheInputOnly()
    {
        using var network = new TrainableNetwork(RandomMobile(2));
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor input = DeterministicFill.Symmetric("input", 3 * 16 * 16).ToWeights(1, 3, 16, 16).ToTensor().requires_grad_();

        network.Forward(input, isFrozen: true).square().mean().backward();

        Assert.IsGreaterThan(0, input.grad!.abs().sum().ToDouble());
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in network.Parameters)
            Assert.IsNull(parameter.grad, name);
    }

    [TestMethod]
    public void Run_EveryKindOfLayer_MatchesDirectComputation()
    {
        // The layers that no generator above has, in one small network; expected values from the definitions.
        var builder = new LayerGraphBuilder("layers");
        string x = builder.Input("x", 2);
        string max = builder.Add("max", new MaxPool2d(3, 2, 0, CeilMode: true), x);
        string average = builder.Add("average", new AvgPool2d(3, 2, 1, CountIncludePad: false), x);
        string joined = builder.Add("joined", new Concat(), average, builder.Add("leaky", new LeakyReLU(0.2), average));
        string norm = builder.Add("norm", new BatchNorm2d(4), joined);
        string up = builder.Add("up", new UpsampleNearest2d(2), builder.Add("drop", new Dropout(0.5), norm));
        string mean = builder.Add("mean", new GlobalAvgPool2d(), up);
        LayerGraph graph = builder.Build(mean);
        float[] pixels = DeterministicFill.Symmetric("pixels", 2 * 6 * 6);
        WeightTable weights = DeterministicFill.Weights(graph);
        using DisposeScope scope = torch.NewDisposeScope();
        using var network = new TrainableNetwork(new Network(graph, weights), isTrainable: false);

        Tensor[] values = network.Forward(pixels.ToWeights(1, 2, 6, 6).ToTensor(), null, false, max, average, up, mean);

        float[] maxima = values[0].ToWeightTensor().Floats.ToArray();
        float[] averages = values[1].ToWeightTensor().Floats.ToArray();
        float[] upsampled = values[2].ToWeightTensor().Floats.ToArray();
        float[] means = values[3].ToWeightTensor().Floats.ToArray();
        for (int c = 0; c < 2; c++)
        {
            for (int row = 0; row < 3; row++)
            {
                for (int column = 0; column < 3; column++)
                {
                    float largest = float.NegativeInfinity;
                    for (int y = 2 * row; y < Math.Min(6, 2 * row + 3); y++)
                    {
                        for (int x0 = 2 * column; x0 < Math.Min(6, 2 * column + 3); x0++)
                            largest = Math.Max(largest, pixels[(c * 6 + y) * 6 + x0]);
                    }

                    Assert.AreEqual(largest, maxima[(c * 3 + row) * 3 + column]);
                    double sum = 0;
                    int count = 0;
                    for (int y = Math.Max(0, 2 * row - 1); y <= 2 * row + 1; y++)
                    {
                        for (int x0 = Math.Max(0, 2 * column - 1); x0 <= 2 * column + 1; x0++, count++)
                            sum += pixels[(c * 6 + y) * 6 + x0];
                    }

                    AssertEx.Close(sum / count, averages[(c * 3 + row) * 3 + column], 1e-6);
                }
            }
        }

        for (int c = 0; c < 4; c++)
        {
            double scale = weights["norm.weight"].Floats[c] / Math.Sqrt(weights["norm.running_var"].Floats[c] + 1e-5);
            double sum = 0;
            for (int i = 0; i < 9; i++)
            {
                double value = averages[c % 2 * 9 + i];
                if (c >= 2 && value < 0)
                    value *= 0.2;
                double expected = (value - weights["norm.running_mean"].Floats[c]) * scale + weights["norm.bias"].Floats[c];
                sum += expected;
                foreach (int at in new[] { 0, 1, 6, 7 })
                    AssertEx.Close(expected, upsampled[c * 36 + i / 3 * 12 + i % 3 * 2 + at], 1e-5);
            }

            AssertEx.Close(sum / 9, means[c], 1e-5);
        }
    }

    [TestMethod]
    public void ExportWeights_AfterImport_GivesTheSameBytes()
    {
        LayerGraph graph = DiscriminatorNetworks.PatchGan(new() { BaseWidth = 2, Norm = NormKind.Batch });
        WeightTable weights = DeterministicFill.Weights(graph);
        using var network = new TrainableNetwork(new Network(graph, DeterministicFill.Weights(graph, "other:")));
        network.ImportWeights(weights);
        Assert.AreEqual(new Network(graph, weights).Weights.Fingerprint(), network.ToNetwork().Weights.Fingerprint());
    }

    private static Network RandomMobile(int width)
    {
        LayerGraph graph = GeneratorNetworks.MobileResNet(new() { BaseWidth = width });
        return new Network(graph, DeterministicFill.Weights(graph));
    }

    private static WeightTable LeadingSlices(WeightTable wide, LayerGraph narrow) => new(narrow.Parameters.Select(spec =>
    {
        WeightTensor tensor = wide[spec.Name];
        var values = new float[spec.Elements];
        for (int i = 0; i < values.Length; i++)
        {
            int rest = i;
            int at = 0;
            int stride = 1;
            for (int axis = spec.Shape.Length - 1; axis >= 0; axis--)
            {
                at += rest % spec.Shape[axis] * stride;
                rest /= spec.Shape[axis];
                stride *= tensor.Shape[axis];
            }

            values[i] = tensor.Floats[at];
        }

        return new KeyValuePair<string, WeightTensor>(spec.Name, WeightTensor.FromFloats(values, spec.Shape.AsSpan()));
    }));
}
