using GanCompression.Quality;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training.Tests.Losses;

[TestClass]
public sealed class PerceptualLossTests
{
    private const int Size = 12;

    private static readonly FeatureInput s_input = new() { IsBlueFirst = true, Scale = 1 / 64f, Mean = WeightTensor.FromFloats([1.5f, 2, 2.5f], 3) };

    [TestMethod]
    public void Compute_EqualImages_IsZero()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using PerceptualLoss loss = Loss();

        Assert.AreEqual(0, loss.Compute(Images("a"), Images("a")).ToDouble());
        Assert.IsGreaterThan(0.01, loss.Compute(Images("a"), Images("b")).ToDouble());
    }

    [TestMethod]
    [DataRow(ReconstructionLoss.L1)]
    [DataRow(ReconstructionLoss.L2)]
    public void Compute_Taps_IsTheWeightedSumOverThem(ReconstructionLoss distance)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using PerceptualLoss first = Loss(distance, new FeatureTap("tanh1"));
        using PerceptualLoss second = Loss(distance, new FeatureTap("mean"));
        using PerceptualLoss both = Loss(distance, new FeatureTap("tanh1", 3), new FeatureTap("mean", 0.5));
        (Tensor a, Tensor b) = (Images("a"), Images("b"));

        AssertEx.Close(3 * first.Compute(a, b).ToDouble() + 0.5 * second.Compute(a, b).ToDouble(), both.Compute(a, b).ToDouble(), 1e-5);
        Tensor difference = first.Features(a)[0] - first.Features(b)[0];
        AssertEx.Close((distance == ReconstructionLoss.L1 ? difference.abs() : difference.square()).mean().ToDouble(), first.Compute(a, b).ToDouble(), 1e-6);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(8)]
    [DataRow(16)]
    public void Compute_Gradient_AgreesWithFiniteDifferences(int? size)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new PerceptualLoss(Network(), s_input with { Size = size }, [new("tanh1"), new("mean", 2)], ReconstructionLoss.L2);
        Tensor target = Images("b");
        Tensor image = Images("a").requires_grad_();
        loss.Compute(image, target).backward();

        // Along a few directions, in which single precision sees enough of a difference.
        for (int i = 0; i < 4; i++)
        {
            const double step = 0.02;
            Tensor direction = Images(FormattableString.Invariant($"direction {i}"));
            double ahead = loss.Compute(image.detach() + direction * step, target).ToDouble();
            double behind = loss.Compute(image.detach() - direction * step, target).ToDouble();
            double expected = (ahead - behind) / (2 * step);
            AssertEx.Close(expected, (image.grad! * direction).sum().ToDouble(), 0.02 * Math.Abs(expected) + 1e-4, FormattableString.Invariant($"Direction {i}"));
        }
    }

    [TestMethod]
    public void Compute_Gradient_FlowsIntoTheGeneratedImagesAlone()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using PerceptualLoss loss = Loss();
        Tensor generated = Images("a").requires_grad_();
        Tensor target = Images("b").requires_grad_();

        loss.Compute(generated, target).backward();

        Assert.IsGreaterThan(0, generated.grad!.abs().sum().ToDouble());
        Assert.IsNull(target.grad, "The target learnt.");
        Assert.IsFalse(loss.Compute(Images("a"), Images("b")).requires_grad, "The weights of the network would learn.");
    }

    [TestMethod]
    public void Compute_ManyTimes_LeavesNoTensors()
    {
        using PerceptualLoss loss = Loss();
        Step();
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 5; i++)
            Step();

        Assert.AreEqual(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            loss.Compute(Images("a").requires_grad_(), Images("b")).backward();
        }
    }

    [TestMethod]
    [DataRow(null, 1e-5)]
    [DataRow(9, 0.02)]
    public void Features_OfAnImage_AreThoseOfTheEngine(int? size, double tolerance)
    {
        FeatureInput input = s_input with { Size = size, Mean = size is null ? s_input.Mean : WeightTensor.FromFloats(DeterministicFill.Symmetric("mean", 3 * 9 * 9, 0.3, 2), 3, 9, 9) };
        var image = new RgbImage(Size, Size, [.. Enumerable.Range(0, 3 * Size * Size).Select(i => (byte)(127 + 100 * Math.Sin(i / 3 % Size * 0.4 + i / 36 * 0.3 + i % 3)))]);
        var planes = new float[3 * Size * Size];
        image.ToPlanes(planes);
        IFeatureExtractor extractor = FeatureExtractors.FromNetwork("tiny", Network(), input);
        var expected = new float[extractor.Dimension];
        extractor.Extract(image, expected);

        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new PerceptualLoss(Network(), input, [new("mean")]);
        Tensor features = loss.Features(planes.ToWeights(1, 3, Size, Size).ToTensor())[0];

        AssertEx.Close(expected, features.ToWeightTensor().Floats, tolerance);
        Assert.IsGreaterThan(0.1f, expected.Max(MathF.Abs));
    }

    [TestMethod]
    public void Constructor_BadArguments_AreNamed()
    {
        AssertEx.ThrowsWith<ArgumentException>(() => _ = new PerceptualLoss(Network(), s_input, []), "at least one node");
        AssertEx.ThrowsWith<ArgumentException>(() => Loss(ReconstructionLoss.L1, new("mean"), new("mean", 2)), "'mean'", "twice");
        AssertEx.ThrowsWith<ArgumentException>(() => Loss(ReconstructionLoss.L1, new FeatureTap("mean", 0)), "'mean'", "above 0, but is 0");
        AssertEx.ThrowsWith<GraphException>(() => Loss(ReconstructionLoss.L1, new FeatureTap("conv9")), "conv9");
        AssertEx.ThrowsWith<ArgumentException>(() => _ = new PerceptualLoss(Network(), s_input with { Mean = WeightTensor.FromFloats(new float[12], 3, 2, 2) }, [new("mean")]), "Mean must be Float32[3]");
        using DisposeScope scope = torch.NewDisposeScope();
        using PerceptualLoss loss = Loss();
        AssertEx.ThrowsWith<ArgumentException>(() => loss.Compute(Images("a"), torch.zeros(1, 3, Size, Size)), "[2, 3, 12, 12]", "[1, 3, 12, 12]");
        AssertEx.ThrowsWith<ArgumentException>(() => loss.Features(torch.zeros(1, 4, 8, 8)), "[1, 4, 8, 8]");
    }

    private static PerceptualLoss Loss(ReconstructionLoss distance = ReconstructionLoss.L1, params FeatureTap[] taps) =>
        new(Network(), s_input, taps.Length == 0 ? [new("tanh1"), new("mean")] : [.. taps], distance);

    private static Tensor Images(string key) => DeterministicFill.Symmetric(key, 2 * 3 * Size * Size, 0.8).ToWeights(2, 3, Size, Size).ToTensor();

    private static Network Network()
    {
        var builder = new LayerGraphBuilder("tiny_features");
        string x = builder.Input("image", 3);
        x = builder.Add("conv1", Conv2d.Square(3, 4, 3, 1, 1), x);
        x = builder.Add("norm1", new BatchNorm2d(4), x);
        x = builder.Add("tanh1", new Tanh(), x);
        x = builder.Add("conv2", Conv2d.Square(4, 6, 3, 2), x);
        LayerGraph graph = builder.Build(builder.Add("mean", new GlobalAvgPool2d(), x));
        return new Network(graph, DeterministicFill.Weights(graph));
    }
}
