using System.Collections.Concurrent;
using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// Convolutions by libtorch's own functions. On a machine where these give wrong values for some shapes, each shape is checked before its first use, and computed in the first way that is right: by the library,
/// by the library with channels filled up to a power of two, or as a product of matrices.
/// </summary>
/// <remarks>
/// Seen with libtorch 2.10 (oneDNN 3.7.1) on a virtual machine with AMD processors (Zen 5): reorders of weights and images into blocked layouts lose elements for many numbers of channels, in forward and
/// backward passes, without an error. Products of matrices go through another library.
/// </remarks>
internal static class Convolution
{
    // Relative to the largest value.
    private const double Tolerance = 1e-3;
    private const int Draws = 3;

    // Channels of a block in the widest layouts of oneDNN.
    private const long Block = 16;

    private static readonly Lazy<bool> s_libraryIsCorrect = new(LibraryIsCorrect);
    private static readonly ConcurrentDictionary<Shape, Way> s_ways = new();

    private enum Way
    {
        Library,
        Filled,
        Products,
    }

    /// <summary>Whether the library gave right values for every one of a few shapes that are known to go wrong.</summary>
    public static bool IsLibraryCorrect => s_libraryIsCorrect.Value;

    /// <summary>A <see cref="Conv2d"/> or <see cref="ConvTranspose2d"/> of batch × in × height × width.</summary>
    public static Tensor Run(Layer layer, Tensor x, Tensor weight, Tensor? bias) => Run(layer, WayOf(layer, x), x, weight, bias);

    /// <summary>The same as a product of matrices, whatever the library can do.</summary>
    public static Tensor ByProducts(Layer layer, Tensor x, Tensor weight, Tensor? bias) => Run(layer, Way.Products, x, weight, bias);

    private static Tensor Run(Layer layer, Way way, Tensor x, Tensor weight, Tensor? bias) => (layer, way) switch
    {
        (Conv2d conv, Way.Products) => ByProducts(conv, x, weight, bias),
        (ConvTranspose2d conv, Way.Products) => ByProducts(conv, x, weight, bias),
        (Conv2d conv, Way.Filled) => Filled(conv, x, weight, bias, conv.InChannels, conv.OutChannels, outAxis: 0),
        (ConvTranspose2d conv, Way.Filled) => Filled(conv, x, weight, bias, conv.InChannels, conv.OutChannels, outAxis: 1),
        (Conv2d conv, _) => F.conv2d(x, weight, bias, [conv.Stride, conv.Stride], [conv.PaddingHeight, conv.PaddingWidth], [1, 1], conv.Groups),
        (ConvTranspose2d conv, _) => F.conv_transpose2d(x, weight, bias, [conv.Stride, conv.Stride], [conv.Padding, conv.Padding], [conv.OutputPadding, conv.OutputPadding], [1, 1], 1),
        _ => throw new ArgumentException($"'{layer.Kind}' is no convolution.", nameof(layer)),
    };

    private static Tensor ByProducts(Conv2d conv, Tensor x, Tensor weight, Tensor? bias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long batch = x.shape[0], groups = conv.Groups;
        long[] kernel = [conv.KernelHeight, conv.KernelWidth], padding = [conv.PaddingHeight, conv.PaddingWidth];
        Tensor y;
        if (groups == 1 && conv.Stride == 1 && conv.OutChannels < conv.InChannels && kernel[0] > padding[0] && kernel[1] > padding[1])
        {
            // The product first, then the sum over the kernel: fewer planes between the two than with windows first.
            Tensor taps = weight.flip(2, 3).permute(0, 2, 3, 1).reshape(-1, conv.InChannels);
            y = F.fold(taps.matmul(x.flatten(2)), (Extent(0), Extent(1)), (kernel[0], kernel[1]), padding: (kernel[0] - 1 - padding[0], kernel[1] - 1 - padding[1]));
        }
        else
        {
            Tensor windows = kernel is [1, 1] && conv.Stride == 1 && padding is [0, 0]
                ? x.flatten(2)
                : F.unfold(x, (kernel[0], kernel[1]), padding: (padding[0], padding[1]), stride: (conv.Stride, conv.Stride));
            y = weight.reshape(groups, conv.OutChannels / groups, -1).matmul(windows.view(batch, groups, -1, windows.shape[2])).reshape(batch, conv.OutChannels, Extent(0), Extent(1));
        }

        return (bias is null ? y : y + bias.view(1, -1, 1, 1)).MoveToOuterDisposeScope();

        long Extent(int axis) => (x.shape[2 + axis] + 2 * padding[axis] - kernel[axis]) / conv.Stride + 1;
    }

    private static Tensor ByProducts(ConvTranspose2d conv, Tensor x, Tensor weight, Tensor? bias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor windows = weight.flatten(1).t().matmul(x.flatten(2));
        Tensor y = F.fold(windows, (Extent(2), Extent(3)), (conv.Kernel, conv.Kernel), padding: (conv.Padding, conv.Padding), stride: (conv.Stride, conv.Stride));
        return (bias is null ? y : y + bias.view(1, -1, 1, 1)).MoveToOuterDisposeScope();

        long Extent(int axis) => (x.shape[axis] - 1) * conv.Stride - 2 * conv.Padding + conv.Kernel + conv.OutputPadding;
    }

    // The functions of the library take the numbers of channels from the weight.
    private static Tensor Filled(Layer layer, Tensor x, Tensor weight, Tensor? bias, int inChannels, int outChannels, int outAxis)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long inputs = Missing(inChannels), outputs = Missing(outChannels);
        Tensor y = Run(layer, Way.Library, Fill(x, 1, inputs), Fill(Fill(weight, 1 - outAxis, inputs), outAxis, outputs), bias is null ? null : Fill(bias, 0, outputs));
        return y.narrow(1, 0, outChannels).MoveToOuterDisposeScope();
    }

    private static long Missing(long channels) => Math.Max(Block, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)channels)) - channels;

    private static Tensor Fill(Tensor tensor, int axis, long count)
    {
        if (count == 0)
            return tensor.alias();

        // Pairs from the last axis to the first; the second of each pair is at the end.
        var pads = new long[2 * (tensor.shape.Length - axis)];
        pads[^1] = count;
        return F.pad(tensor, pads);
    }

    private static Way WayOf(Layer layer, Tensor x) =>
        IsLibraryCorrect || x.dtype != torch.ScalarType.Float32 || x.device_type != DeviceType.CPU ? Way.Library : s_ways.GetOrAdd(new Shape(layer, x.shape[0], x.shape[2], x.shape[3]), FindWay);

    private static Way FindWay(Shape shape) => shape.Layer switch
    {
        _ when HasWholeBlocks(shape.Layer) && Agrees(shape, Way.Library) => Way.Library,
        Conv2d { Groups: > 1 } => Way.Products,
        _ when Agrees(shape, Way.Filled) => Way.Filled,
        _ => Way.Products,
    };

    // What is lost may be the zeros that fill up a block. They meet other zeros, so that a check passes until the memory happens to hold something that is not a number. Images of up to three planes have
    // a layout without blocks, and groups of one channel do not meet.
    private static bool HasWholeBlocks(Layer layer) => layer switch
    {
        Conv2d conv => conv.IsDepthwise || (conv.OutChannels % Block == 0 && (conv.InChannels % Block == 0 || conv.InChannels <= 3)),
        ConvTranspose2d conv => conv.OutChannels % Block == 0 && conv.InChannels % Block == 0,
        _ => false,
    };

    private static bool Agrees(Shape shape, Way way)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable gradients = torch.enable_grad();
        using var random = new torch.Generator(1, torch.CPU);
        (long channels, long[] kernel) = shape.Layer switch
        {
            Conv2d conv => (conv.InChannels, (long[])[conv.OutChannels, conv.InChannels / conv.Groups, conv.KernelHeight, conv.KernelWidth]),
            ConvTranspose2d conv => (conv.InChannels, [conv.InChannels, conv.OutChannels, conv.Kernel, conv.Kernel]),
            _ => throw new ArgumentException($"'{shape.Layer.Kind}' is no convolution.", nameof(shape)),
        };
        for (int draw = 0; draw < Draws; draw++)
        {
            Tensor[] values = [Draw([shape.Batch, channels, shape.Height, shape.Width]), Draw(kernel)];
            Tensor[] exact = [.. values.Select(value => value.detach().clone().requires_grad_())];
            Tensor result = Run(shape.Layer, way, values[0], values[1], null), expected = ByProducts(shape.Layer, exact[0], exact[1], null), gradient = Draw(expected.shape).detach();
            result.backward([gradient]);
            expected.backward([gradient]);
            if (!Near(result, expected) || !values.Zip(exact).All(pair => Near(pair.First.grad!, pair.Second.grad!)))
                return false;
        }

        return true;

        Tensor Draw(long[] extents) => torch.randn(extents, torch.ScalarType.Float32, torch.CPU, requires_grad: true, generator: random);

        static bool Near(Tensor value, Tensor expected) => (value.detach() - expected.detach()).abs().max().item<float>() <= Tolerance * Math.Max(1, expected.detach().abs().max().item<float>());
    }

    // Numbers of channels that are not, and that are, multiples of 8 and 16; every size of kernel goes another way.
    private static bool LibraryIsCorrect()
    {
        Layer[] layers =
        [
            Conv2d.Square(24, 24, kernel: 3), Conv2d.Square(24, 8, kernel: 4, stride: 2), Conv2d.Square(9, 8, kernel: 5), Conv2d.Square(48, 64, kernel: 7, stride: 2), Conv2d.Square(3, 1, kernel: 4, padding: 2),
            Conv2d.Square(32, 3, kernel: 7), Conv2d.Square(3, 24, kernel: 7), Conv2d.Square(17, 20, kernel: 5, padding: 2), Conv2d.Square(24, 24, kernel: 3, padding: 1, groups: 24),
            new ConvTranspose2d(24, 24, Kernel: 3, Stride: 2, Padding: 1, OutputPadding: 1, HasBias: false), new ConvTranspose2d(48, 24, Kernel: 3, Stride: 2, Padding: 1, OutputPadding: 1, HasBias: false),
        ];
        return Array.TrueForAll(layers, layer => Agrees(new Shape(layer, 2, 12, 12), Way.Library));
    }

    private readonly record struct Shape(Layer Layer, long Batch, long Height, long Width);
}
