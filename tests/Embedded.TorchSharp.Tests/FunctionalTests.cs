using static TorchSharp.Tests.Reference;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

/// <summary>Forward results and input gradients against the numbers of reference.py.</summary>
[TestClass]
public sealed class FunctionalTests
{
    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    [TestMethod]
    public void Conv2d_WithStrideAndPadding_MatchesReference()
    {
        var (y, g) = Run(x => F.conv2d(x, Wave([4, 3, 3, 3], 0.5), Wave([4]), strides: [2, 2], padding: [1, 1]));
        Expect(y, [2, 4, 3, 3], -18.00172, 428.14426, 3.030206f, 4.199843f, 2.337519f, 3.238247f);
        Expect(g, [2, 3, 6, 5], -5.47476, 42.05745, -0.365021f, -0.476069f, -0.187948f, -0.140847f);
    }

    [TestMethod]
    public void Conv2d_OfEachChannelAlone_MatchesReference()
    {
        var (y, g) = Run(x => F.conv2d(x, Wave([3, 1, 3, 3], 0.5), padding: [1, 1], groups: 3));
        Expect(y, [2, 3, 6, 5], 39.94744, 224.61346, 1.168206f, 2.175304f, 2.754653f);
        Expect(g, [2, 3, 6, 5], -14.46169, 1067.70722, 0.773005f, 2.138194f, 2.704962f);
    }

    [TestMethod]
    public void ConvTranspose2d_WithOutputPadding_MatchesReference()
    {
        var (y, g) = Run(x => F.conv_transpose2d(x, Wave([3, 2, 3, 3], 0.5), Wave([2]), strides: [2, 2], padding: [1, 1], output_padding: [1, 1]));
        Expect(y, [2, 2, 12, 10], 171.05914, 1830.56932, -1.673381f, -1.836497f, -0.576479f);
        Expect(g, [2, 3, 6, 5], 8.60940, 1075.23576, 1.137726f, 4.061946f, 4.757755f);
    }

    [TestMethod]
    public void Linear_WithBias_MatchesReference()
    {
        var (y, g) = Run(x => F.linear(x, Wave([4, 5], 0.5), Wave([4])));
        Expect(y, [2, 3, 6, 4], 89.65064, 481.82161, 2.303733f, -0.591290f);
        Expect(g, [2, 3, 6, 5], 1.15661, 42.93202, 0.370172f, 0.418317f);
    }

    [TestMethod]
    public void InstanceNorm_WithWeightAndBias_MatchesReference()
    {
        var (y, g) = Run(x => F.instance_norm(x, weight: Wave([3]) + 1, bias: Wave([3])));
        Expect(y, [2, 3, 6, 5], 97.78004, 541.88617, -0.080688f, 0.835710f);
        Expect(g, [2, 3, 6, 5], 0, 438.60423, -0.293992f, 0.171442f);
    }

    [TestMethod]
    [DataRow(PaddingModes.Reflect, -1.00300, 216.64596, -0.982453f, 280.73511)]
    [DataRow(PaddingModes.Replicate, -1.34694, 214.71600, 0.000000f, 217.75267)]
    [DataRow(PaddingModes.Circular, -0.68927, 215.45832, 0.681964f, 169.84668)]
    [DataRow(PaddingModes.Constant, 125.91173, 152.76064, 0.500000f, 90.15580)]
    public void Pad_InEachMode_MatchesReference(PaddingModes mode, double sum, double square, float first, double gradSquare)
    {
        var (y, g) = Run(x => F.pad(x, new long[] { 2, 1, 1, 2 }, mode, mode == PaddingModes.Constant ? 0.5 : 0));
        Expect(y, [2, 3, 9, 8], sum, square, first);
        Assert.AreEqual(gradSquare, (g * g).sum().ToDouble(), 1e-2);
    }

    [TestMethod]
    public void Interpolate_NearestByFactor_MatchesReference()
    {
        var (y, g) = Run(x => F.interpolate(x, scale_factor: [2.0, 2.0]));
        Expect(y, [2, 3, 12, 10], -0.35307, 359.04255, 0, 0, 0.644218f, 0.644218f);
        Expect(g, [2, 3, 6, 5], 5.33557, 7.03279, 0.278895f, 0.217683f);
    }

    [TestMethod]
    [DataRow(InterpolationMode.Bilinear, false, -0.21281, 88.76168, 0.281845f, 61.71553)]
    [DataRow(InterpolationMode.Bilinear, true, -0.19750, 87.64065, 0.368124f, 60.99862)]
    [DataRow(InterpolationMode.Bicubic, false, -0.20606, 145.43410, 0.320084f, 81.79363)]
    public void Interpolate_ToASize_MatchesReference(InterpolationMode mode, bool corners, double sum, double square, float second, double gradSquare)
    {
        var (y, g) = Run(x => F.interpolate(x, size: [9, 8], mode: mode, align_corners: corners));
        Expect(y, [2, 3, 9, 8], sum, square);
        Assert.AreEqual(second, y.flatten()[1].ToSingle(), 1e-5);
        Assert.AreEqual(gradSquare, (g * g).sum().ToDouble(), 1e-2);
    }

    [TestMethod]
    public void Interpolate_ByArea_MatchesReference()
    {
        var (y, g) = Run(x => F.interpolate(x, size: [3, 2], mode: InterpolationMode.Area));
        Expect(y, [2, 3, 3, 2], -0.01984, 0.40483, -0.095857f, 0.097790f);
        Expect(g, [2, 3, 6, 5], 4.44166, 3.77790);
    }

    [TestMethod]
    public void Pooling_AverageMaximumAndAdaptive_MatchReference()
    {
        var (average, _) = Run(x => F.avg_pool2d(x, 3, 2, 1));
        Expect(average, [2, 3, 3, 3], -0.17797, 0.83112, -0.064238f, 0.000842f);
        var (maximum, g) = Run(x => F.max_pool2d(x, 3, 2, ceil_mode: true));
        Expect(maximum, [2, 3, 3, 2], 33.90957, 32.23103, 0.988168f, 0.985450f);
        Expect(g, [2, 3, 6, 5], 4.44166, 23.56887, 0, 0, 0.295520f);
        var (adaptive, _) = Run(x => F.adaptive_avg_pool2d(x, new long[] { 2, 3 }));
        Expect(adaptive, [2, 3, 2, 3], -0.01823, 1.25504, 0.177836f, 0.241050f);
    }

    [TestMethod]
    public void Activations_MatchReference()
    {
        var (leaky, g) = Run(x => F.leaky_relu(x, 0.2));
        Expect(leaky, [2, 3, 6, 5], 45.67794, 46.46211, 0, 0.644218f);
        Expect(g, [2, 3, 6, 5], 4.48138, 50.25878, 0, 0.295520f);
        var (soft, _) = Run(x => F.softplus(x, 1, 20));
        Expect(soft, [2, 3, 6, 5], 135.61009, 124.93888, 0.693147f, 1.066260f);
        var (tanh, _) = Run(x => F.tanh(x));
        Expect(tanh, [2, 3, 6, 5], -0.08671, 59.40230, 0, 0.567764f);
        AreClose([0, 0, 2], F.relu(tensor(new[] { -1f, 0f, 2f })));
        AreClose([0.5f], F.sigmoid(zeros(1)));
    }

    [TestMethod]
    public void Activations_InPlace_ChangeTheirInput()
    {
        var x = tensor(new[] { -1f, 2f });

        var y = F.relu(x, inplace: true);
        AreClose([0, 2], x);
        y.Dispose();
        AreClose([0, 2], x);
    }

    [TestMethod]
    public void Losses_MatchReference()
    {
        var x = Wave([2, 3, 6, 5]);
        var target = Wave([2, 3, 6, 5], 0.4);

        Assert.AreEqual(1.010479, F.mse_loss(x, target).ToDouble(), 1e-5);
        Assert.AreEqual(181.886276, F.mse_loss(x, target, nn.Reduction.Sum).ToDouble(), 1e-2);
        Assert.AreEqual(0.815759, (x - target).abs().mean().ToDouble(), 1e-5);
        Assert.AreEqual(0.447014, F.smooth_l1_loss(x, target).ToDouble(), 1e-5);
        Assert.AreEqual(0.756047, F.binary_cross_entropy_with_logits(x, target.gt(0).to(ScalarType.Float32)).ToDouble(), 1e-5);
        CollectionAssert.AreEqual(x.shape, F.mse_loss(x, target, nn.Reduction.None).shape);
    }

    [TestMethod]
    public void Dropout_OutsideTraining_PassesOn()
    {
        var x = Wave([10]);

        Assert.IsTrue(F.dropout(x, 0.5, training: false).Equals(x));
        manual_seed(1);
        var dropped = F.dropout(ones(1000), 0.25);
        var kept = dropped.gt(0).to(ScalarType.Float32).mean().ToDouble();
        Assert.AreEqual(0.75, kept, 0.05);
        Assert.AreEqual(1 / 0.75, dropped.max().ToDouble(), 1e-5);
    }

    private static (Tensor Output, Tensor InputGrad) Run(Func<Tensor, Tensor> layer)
    {
        var input = Wave([2, 3, 6, 5]).requires_grad_();
        var output = layer(input);
        (output * Wave(output.shape, 0.3)).sum().backward();
        return (output, input.grad!);
    }
}
