using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// Convolutions by libtorch's own functions, or, where these give wrong values, by products of matrices.
/// </summary>
/// <remarks>
/// Seen with libtorch 2.10 (oneDNN 3.7.1) on virtual machines with AMD processors (Zen 5): reorders of weights and images into blocked layouts lose elements for most numbers of channels, in forward and backward passes,
/// without an error. Products of matrices go through another library there.
/// </remarks>
internal static class Convolution
{
    private static readonly Lazy<bool> s_usesMatrixProducts = new(() => !LibraryIsCorrect());

    /// <summary>Whether dense convolutions are computed as products of matrices.</summary>
    public static bool UsesMatrixProducts => s_usesMatrixProducts.Value;

    /// <summary>A convolution of batch × in × height × width.</summary>
    public static Tensor Run(Conv2d conv, Tensor x, Tensor weight, Tensor? bias) => UsesMatrixProducts && conv.Groups == 1 ? ByProducts(conv, x, weight, bias) : ByLibrary(conv, x, weight, bias);

    /// <summary>A transposed convolution of batch × in × height × width.</summary>
    public static Tensor Run(ConvTranspose2d conv, Tensor x, Tensor weight, Tensor? bias) => UsesMatrixProducts ? ByProducts(conv, x, weight, bias) : ByLibrary(conv, x, weight, bias);

    /// <summary>A dense convolution as a product of matrices.</summary>
    public static Tensor ByProducts(Conv2d conv, Tensor x, Tensor weight, Tensor? bias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long batch = x.shape[0];
        long[] kernel = [conv.KernelHeight, conv.KernelWidth], padding = [conv.PaddingHeight, conv.PaddingWidth];
        long height = (x.shape[2] + 2 * padding[0] - kernel[0]) / conv.Stride + 1, width = (x.shape[3] + 2 * padding[1] - kernel[1]) / conv.Stride + 1;
        Tensor y;
        if (conv.Stride == 1 && conv.OutChannels < conv.InChannels && kernel[0] > padding[0] && kernel[1] > padding[1])
        {
            // The product first, then the sum over the kernel: fewer planes between the two than with windows first.
            Tensor taps = weight.flip(2, 3).permute(0, 2, 3, 1).reshape(-1, conv.InChannels);
            y = F.fold(taps.matmul(x.flatten(2)), (height, width), (kernel[0], kernel[1]), padding: (kernel[0] - 1 - padding[0], kernel[1] - 1 - padding[1]));
        }
        else
        {
            Tensor windows = kernel is [1, 1] && conv.Stride == 1 && padding is [0, 0]
                ? x.flatten(2)
                : F.unfold(x, (kernel[0], kernel[1]), padding: (padding[0], padding[1]), stride: (conv.Stride, conv.Stride));
            y = weight.flatten(1).matmul(windows).view(batch, conv.OutChannels, height, width);
        }

        return WithBias(y, bias).MoveToOuterDisposeScope();
    }

    /// <summary>A transposed convolution as a product of matrices.</summary>
    public static Tensor ByProducts(ConvTranspose2d conv, Tensor x, Tensor weight, Tensor? bias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long Extent(long extent) => (extent - 1) * conv.Stride - 2 * conv.Padding + conv.Kernel + conv.OutputPadding;
        Tensor windows = weight.flatten(1).t().matmul(x.flatten(2));
        Tensor y = F.fold(windows, (Extent(x.shape[2]), Extent(x.shape[3])), (conv.Kernel, conv.Kernel), padding: (conv.Padding, conv.Padding), stride: (conv.Stride, conv.Stride));
        return WithBias(y, bias).MoveToOuterDisposeScope();
    }

    private static Tensor WithBias(Tensor y, Tensor? bias) => bias is null ? y : y + bias.view(1, -1, 1, 1);

    private static Tensor ByLibrary(Conv2d conv, Tensor x, Tensor weight, Tensor? bias) =>
        F.conv2d(x, weight, bias, [conv.Stride, conv.Stride], [conv.PaddingHeight, conv.PaddingWidth], [1, 1], conv.Groups);

    private static Tensor ByLibrary(ConvTranspose2d conv, Tensor x, Tensor weight, Tensor? bias) =>
        F.conv_transpose2d(x, weight, bias, [conv.Stride, conv.Stride], [conv.Padding, conv.Padding], [conv.OutputPadding, conv.OutputPadding], [1, 1], 1);

    // Numbers of channels that are not, and that are, multiples of 8 and 16; every size of kernel goes another way. The exact values are
    // products too: for convolutions in float64 libtorch asks for NNPACK first, and complains on standard error where that has no support.
    private static bool LibraryIsCorrect()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable gradients = torch.enable_grad();
        using var random = new torch.Generator(1, torch.CPU);
        foreach (Conv2d conv in (Conv2d[])[
            Conv2d.Square(24, 24, kernel: 3), Conv2d.Square(24, 8, kernel: 4, stride: 2), Conv2d.Square(9, 8, kernel: 5), Conv2d.Square(48, 64, kernel: 7, stride: 2), Conv2d.Square(3, 1, kernel: 4, padding: 2),
            Conv2d.Square(32, 3, kernel: 7), Conv2d.Square(3, 24, kernel: 7), Conv2d.Square(17, 20, kernel: 5, padding: 2)])
        {
            if (!Agrees([2, conv.InChannels, 12, 12], [conv.OutChannels, conv.InChannels, conv.KernelHeight, conv.KernelWidth], (x, w) => ByLibrary(conv, x, w, null), (x, w) => ByProducts(conv, x, w, null)))
                return false;
        }

        foreach (int channels in (int[])[24, 48])
        {
            var conv = new ConvTranspose2d(channels, 24, Kernel: 3, Stride: 2, Padding: 1, OutputPadding: 1, HasBias: false);
            if (!Agrees([2, channels, 12, 12], [channels, 24, 3, 3], (x, w) => ByLibrary(conv, x, w, null), (x, w) => ByProducts(conv, x, w, null)))
                return false;
        }

        return true;

        bool Agrees(long[] input, long[] kernel, Func<Tensor, Tensor, Tensor> library, Func<Tensor, Tensor, Tensor> products)
        {
            Tensor[] values = [.. new[] { input, kernel }.Select(shape => torch.randn(shape, torch.ScalarType.Float32, torch.CPU, requires_grad: true, generator: random))];
            Tensor[] exact = [.. values.Select(value => value.detach().to(torch.ScalarType.Float64).requires_grad_())];
            Tensor[] results = [library(values[0], values[1]), products(exact[0], exact[1])];
            foreach (Tensor result in results)
                result.backward([torch.ones_like(result)]);
            return Near(results[0], results[1]) && values.Zip(exact).All(pair => Near(pair.First.grad!, pair.Second.grad!));
        }

        static bool Near(Tensor value, Tensor exact) => (value.detach().to(torch.ScalarType.Float64) - exact.detach()).abs().max().item<double>() <= 1e-2;
    }
}
