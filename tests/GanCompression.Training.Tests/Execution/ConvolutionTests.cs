using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training.Tests.Execution;

[TestClass]
public sealed class ConvolutionTests
{
    private const double Tolerance = 2e-3;

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(7)]
    public void Conv2d_AnyNumbersOfChannels_MatchesFloat64(int kernel)
    {
        foreach ((int inputs, int outputs) in Channels())
        {
            for (int stride = 1; stride <= 2; stride++)
            {
                Conv2d conv = Conv2d.Square(inputs, outputs, kernel, stride, kernel / 2);
                foreach (Func<Layer, Tensor, Tensor, Tensor?, Tensor> run in (Func<Layer, Tensor, Tensor, Tensor?, Tensor>[])[Convolution.Run, Convolution.ByProducts])
                {
                    Check($"{inputs} to {outputs}, stride {stride}, {run.Method.Name}", [2, inputs, 13, 15], [outputs, inputs, kernel, kernel], outputs,
                        (x, w, b) => run(conv, x, w, b), (x, w, b) => F.conv2d(x, w, b, [stride, stride], [kernel / 2, kernel / 2], [1, 1], 1));
                }
            }
        }
    }

    [TestMethod]
    public void ConvTranspose2d_AnyNumbersOfChannels_MatchesFloat64()
    {
        foreach ((int inputs, int outputs) in Channels())
        {
            var conv = new ConvTranspose2d(inputs, outputs, Kernel: 3, Stride: 2, Padding: 1, OutputPadding: 1, HasBias: true);
            foreach (Func<Layer, Tensor, Tensor, Tensor?, Tensor> run in (Func<Layer, Tensor, Tensor, Tensor?, Tensor>[])[Convolution.Run, Convolution.ByProducts])
            {
                Check($"{inputs} to {outputs}, {run.Method.Name}", [2, inputs, 9, 10], [inputs, outputs, 3, 3], outputs,
                    (x, w, b) => run(conv, x, w, b), (x, w, b) => F.conv_transpose2d(x, w, b, [2, 2], [1, 1], [1, 1], [1, 1], 1));
            }
        }
    }

    [TestMethod]
    public void Conv2d_Depthwise_MatchesFloat64()
    {
        foreach (int channels in (int[])[3, 8, 17, 24, 48, 64])
        {
            Conv2d conv = Conv2d.Square(channels, channels, kernel: 3, padding: 1, groups: channels);
            foreach (Func<Layer, Tensor, Tensor, Tensor?, Tensor> run in (Func<Layer, Tensor, Tensor, Tensor?, Tensor>[])[Convolution.Run, Convolution.ByProducts])
            {
                Check($"{channels}, {run.Method.Name}", [2, channels, 13, 15], [channels, 1, 3, 3], channels,
                    (x, w, b) => run(conv, x, w, b), (x, w, b) => F.conv2d(x, w, b, [1, 1], [1, 1], [1, 1], channels));
            }
        }
    }

    private static IEnumerable<(int Inputs, int Outputs)> Channels() => from inputs in (int[])[1, 3, 9, 16, 24, 48] from outputs in (int[])[1, 3, 8, 17, 48] select (inputs, outputs);

    private static void Check(string what, long[] input, long[] kernel, int outputs, Func<Tensor, Tensor, Tensor, Tensor> convolve, Func<Tensor, Tensor, Tensor, Tensor> reference)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var random = new torch.Generator(3, torch.CPU);
        Tensor[] values = [.. new[] { input, kernel, [outputs] }.Select(shape => torch.randn(shape, torch.ScalarType.Float32, torch.CPU, requires_grad: true, generator: random))];
        Tensor[] exact = [.. values.Select(value => value.detach().to(torch.ScalarType.Float64).requires_grad_())];
        Tensor y = convolve(values[0], values[1], values[2]), expected = reference(exact[0], exact[1], exact[2]);
        Tensor gradient = torch.randn(expected.shape, torch.ScalarType.Float32, torch.CPU, generator: random);
        y.backward([gradient]);
        expected.backward([gradient.to(torch.ScalarType.Float64)]);
        Close($"{what}, result", expected, y);
        for (int i = 0; i < values.Length; i++)
            Close($"{what}, gradient {i}", exact[i].grad!, values[i].grad!);
    }

    private static void Close(string what, Tensor expected, Tensor actual)
    {
        CollectionAssert.AreEqual(expected.shape, actual.shape, what);
        AssertEx.Close(expected.detach().to(torch.ScalarType.Float32).contiguous().data<float>().ToArray(), actual.detach().contiguous().data<float>().ToArray(), Tolerance, what);
    }
}
