using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace GanCompression;

/// <summary>What the operators of ONNX become in a layer graph: one translation per operator. A new one is an entry here.</summary>
internal static class OnnxOperators
{
    private const int Largest = 255;

    private static readonly FrozenDictionary<string, Action<OnnxNodeReader>> s_translations = new Dictionary<string, Action<OnnxNodeReader>>(StringComparer.Ordinal)
    {
        ["Add"] = node => Binary(node, new Add()),
        ["AveragePool"] = AveragePool,
        ["BatchNormalization"] = BatchNormalization,
        ["Clip"] = Clip,
        ["Concat"] = Concat,
        ["Constant"] = node => node.Become(node.Tensor("value") ?? throw node.Unsupported("has no tensor as its setting 'value', but one is expected.")),
        ["Conv"] = Conv,
        ["ConvTranspose"] = ConvTranspose,
        ["Dropout"] = Dropout,
        ["GlobalAveragePool"] = node => Unary(node, new GlobalAvgPool2d()),
        ["Identity"] = node => node.Vanish(),
        ["InstanceNormalization"] = InstanceNormalization,
        ["LeakyRelu"] = node => Unary(node, new LeakyReLU(node.Number("alpha", 0.01))),
        ["MaxPool"] = MaxPool,
        ["Pad"] = Pad,
        ["Relu"] = node => Unary(node, new ReLU()),
        ["Resize"] = Resize,
        ["Tanh"] = node => Unary(node, new Tanh()),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names of the operators, in ordinal order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. s_translations.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What an operator becomes; false if it is not read.</summary>
    public static bool TryFind(string operatorName, [NotNullWhen(true)] out Action<OnnxNodeReader>? translate) => s_translations.TryGetValue(operatorName, out translate);

    private static void Unary(OnnxNodeReader node, Layer layer) => node.Become(layer, [node.Image(0)]);

    private static void Binary(OnnxNodeReader node, Layer layer) => node.Become(layer, [node.Image(0), node.Image(1)]);

    private static void Conv(OnnxNodeReader node)
    {
        WeightTensor weight = node.Weight(1, "weight", 4);
        ImmutableArray<int> shape = weight.Shape;
        int groups = node.Integer("group", 1);
        Window window = ReadWindow(node, shape[2], shape[3]);
        bool hasBias = node.Inputs > 2 && node.Constant(2) is not null;
        long channels = (long)shape[1] * groups;
        if (channels is < 1 or > int.MaxValue || groups > shape[0])
            throw node.Damaged(FormattableString.Invariant($"has {groups} groups, which do not fit its weight of {weight}."));
        Conv2d layer = node.Valid(new Conv2d((int)channels, shape[0], shape[2], shape[3], window.Stride, window.Top, window.Left, groups, hasBias));
        CheckWindows(node, window, layer, hasCeilMode: false);
        node.Become(layer, [node.Image(0)], [new("weight", weight), .. Bias(node, hasBias)]);
    }

    private static void ConvTranspose(OnnxNodeReader node)
    {
        WeightTensor weight = node.Weight(1, "weight", 4);
        ImmutableArray<int> shape = weight.Shape;
        node.Require("group", 1);
        Window window = ReadWindow(node, shape[2], shape[3]);
        ImmutableArray<int> extra = node.Integers("output_padding") is { IsEmpty: false } given ? given : [0, 0];
        if (window.Top != window.Left || window.Top != window.Bottom || window.Left != window.Right || shape[2] != shape[3] || extra.Length != 2 || extra[0] != extra[1])
            throw node.Unsupported($"has a kernel of {shape[2]}×{shape[3]}, {window} and output_padding [{string.Join(", ", extra)}], but the same of each on all sides is expected.");
        bool hasBias = node.Inputs > 2 && node.Constant(2) is not null;
        node.Become(new ConvTranspose2d(shape[0], shape[1], shape[2], window.Stride, window.Top, extra[0], hasBias), [node.Image(0)], [new("weight", weight), .. Bias(node, hasBias)]);
    }

    private static void MaxPool(OnnxNodeReader node)
    {
        node.Require("storage_order", 0);
        bool hasCeilMode = node.Integer("ceil_mode", 0) != 0;
        Window window = ReadPool(node);

        // Padding behind the image counts for nothing in a maximum: it only says how many windows there are.
        MaxPool2d layer = node.Valid(new MaxPool2d(window.Height, window.Stride, window.Top, hasCeilMode));
        if (node.Image(0) is { Height: not null, Width: not null } image && !HasWindows(window, image, layer, hasCeilMode))
            layer = layer with { CeilMode = !hasCeilMode };
        CheckWindows(node, window, layer, hasCeilMode);
        node.Become(layer, [node.Image(0)]);
    }

    private static void AveragePool(OnnxNodeReader node)
    {
        bool hasCeilMode = node.Integer("ceil_mode", 0) != 0;
        bool countsPadding = node.Integer("count_include_pad", 0) != 0;
        Window window = ReadPool(node);
        AvgPool2d layer = node.Valid(new AvgPool2d(window.Height, window.Stride, window.Top, countsPadding));
        CheckWindows(node, window, layer, hasCeilMode);
        node.Become(layer, [node.Image(0)]);
    }

    private static void BatchNormalization(OnnxNodeReader node)
    {
        node.Require("spatial", 1);
        node.Require("training_mode", 0);
        node.Ignore("momentum");
        WeightTensor scale = node.Weight(1, "scale", 1);
        node.Become(new BatchNorm2d(scale.Shape[0], node.Number("epsilon", 1e-5)), [node.Image(0)],
            new("weight", scale), new("bias", node.Weight(2, "bias", 1)), new("running_mean", node.Weight(3, "mean", 1)), new("running_var", node.Weight(4, "variance", 1)));
    }

    private static void InstanceNormalization(OnnxNodeReader node)
    {
        WeightTensor scale = node.Weight(1, "scale", 1);
        if (scale.Floats.ContainsAnyExcept(1f) || node.Weight(2, "bias", 1).Floats.ContainsAnyExcept(0f))
            throw node.Unsupported("has a learned scale or bias, but 1 and 0 everywhere are expected.");
        Unary(node, new InstanceNorm2d(scale.Shape[0], node.Number("epsilon", 1e-5)));
    }

    private static void Clip(OnnxNodeReader node)
    {
        double min = node.OperatorSet < 11 ? node.Number("min", double.NegativeInfinity) : node.Number(1) ?? double.NegativeInfinity;
        double max = node.OperatorSet < 11 ? node.Number("max", double.PositiveInfinity) : node.Number(2) ?? double.PositiveInfinity;
        if (!double.IsFinite(min) || !double.IsFinite(max))
            throw node.Unsupported(FormattableString.Invariant($"limits values to {min} … {max}, but two finite numbers are expected."));
        Unary(node, new Clamp(min, max));
    }

    private static void Concat(OnnxNodeReader node)
    {
        int axis = node.Integer("axis", 1);
        if (axis is not (1 or -3))
            throw node.Unsupported(FormattableString.Invariant($"joins values along axis {axis}, but 1 (channels) is expected."));
        if (node.Inputs == 1)
            node.Vanish();
        else
            node.Become(new Concat(), [.. Enumerable.Range(0, node.Inputs).Select(node.Image)]);
    }

    // In use it does nothing.
    private static void Dropout(OnnxNodeReader node)
    {
        node.Ignore("ratio", "seed");
        if (node.Inputs > 2 && node.Number(2) is not (null or 0))
            throw node.Unsupported("has training_mode = 1, but a network in use is expected.");
        node.Vanish();
    }

    private static void Pad(OnnxNodeReader node)
    {
        string mode = node.Text("mode", "constant");
        node.Ignore("value");
        long[] pads = node.OperatorSet < 11 ? [.. node.Integers("pads").Select(value => (long)value)] : Whole(node.Constant(1));
        if (node.OperatorSet >= 18)
            node.RequireAbsent(3, "list of axes");
        if (Array.TrueForAll(pads, pad => pad == 0) && pads.Length > 0)
        {
            node.Vanish();
            return;
        }

        bool isEven = pads.Length == 8 && pads is [0, 0, var top, var left, 0, 0, var bottom, var right] && top == left && top == bottom && top == right && top is > 0 and <= Largest;
        if (mode != "reflect" || !isEven)
            throw node.Unsupported($"pads by [{string.Join(", ", pads)}] with mode '{mode}', but the mode 'reflect' and the same on all four sides are expected.");
        Unary(node, new ReflectionPad2d((int)pads[2]));
    }

    private static void Resize(OnnxNodeReader node)
    {
        bool isFirstVersion = node.OperatorSet == 10;
        string mode = node.Text("mode", "nearest");
        string coordinates = isFirstVersion ? "asymmetric" : node.Text("coordinate_transformation_mode", "half_pixel");
        string rounding = isFirstVersion ? "floor" : node.Text("nearest_mode", "round_prefer_floor");
        node.Ignore("cubic_coeff_a", "exclude_outside", "extrapolation_value");
        if (!isFirstVersion)
            node.RequireAbsent(3, "list of sizes");
        float[] scales = node.Constant(isFirstVersion ? 1 : 2) is { } given ? given.ToFloat32().Floats.ToArray() : [];

        // For whole factors both ways of counting repeat every pixel.
        bool repeats = mode == "nearest" && (coordinates, rounding) is ("asymmetric", "floor") or ("half_pixel", "round_prefer_floor") or ("half_pixel", "round_prefer_ceil");
        if (!repeats || scales is not [1, 1, var height, var width] || height != width || height != (int)height)
        {
            throw node.Unsupported(FormattableString.Invariant(
                $"resizes by [{string.Join(", ", scales)}] with mode '{mode}', '{coordinates}' and '{rounding}', but repeated pixels are expected: one whole factor, 'nearest', 'asymmetric' and 'floor'."));
        }

        Unary(node, new UpsampleNearest2d((int)height));
    }

    private static Window ReadPool(OnnxNodeReader node)
    {
        ImmutableArray<int> kernel = node.Integers("kernel_shape");
        if (kernel.Length != 2)
            throw node.Unsupported($"has a window of [{string.Join(", ", kernel)}], but height and width are expected.");
        Window window = ReadWindow(node, kernel[0], kernel[1]);
        return window.Height == window.Width && window.Top == window.Left
            ? window
            : throw node.Unsupported($"has a window of {window.Height}×{window.Width} and {window}, but the same of each in both directions is expected.");
    }

    private static Window ReadWindow(OnnxNodeReader node, int height, int width)
    {
        ImmutableArray<int> kernel = Pair("kernel_shape", height, width);
        ImmutableArray<int> strides = Pair("strides", 1, 1);
        ImmutableArray<int> dilations = Pair("dilations", 1, 1);
        if (kernel[0] != height || kernel[1] != width)
            throw node.Damaged($"has kernel_shape [{string.Join(", ", kernel)}], but its weight has [{height}, {width}].");
        if (strides[0] != strides[1])
            throw node.Unsupported($"has strides [{string.Join(", ", strides)}], but the same in both directions is expected.");
        if (dilations.Any(dilation => dilation != 1))
            throw node.Unsupported($"has dilations [{string.Join(", ", dilations)}], but 1 is expected.");
        string padding = node.Text("auto_pad", "NOTSET");
        ImmutableArray<int> pads = node.Integers("pads") is { IsEmpty: false } given ? given : [0, 0, 0, 0];
        if (padding is not ("NOTSET" or "VALID"))
            throw node.Unsupported($"has auto_pad '{padding}', but 'NOTSET' or 'VALID' is expected. Export the network with its pads written out.");
        if (padding == "VALID")
            pads = [0, 0, 0, 0];
        if (pads.Length != 4 || pads.Any(pad => pad is < 0 or > Largest))
            throw node.Unsupported(FormattableString.Invariant($"has pads [{string.Join(", ", pads)}], but four numbers from 0 to {Largest} are expected."));
        return new Window(height, width, strides[0], pads[0], pads[1], pads[2], pads[3]);

        ImmutableArray<int> Pair(string name, int first, int second) => node.Integers(name) switch
        {
            [] => [first, second],
            [_, _] both => both,
            var other => throw node.Unsupported($"has {name} [{string.Join(", ", other)}], but one number for the height and one for the width are expected."),
        };
    }

    // Layers have the padding before the image on all sides. Behind it, more or less changes nothing while the number of windows is the same.
    private static void CheckWindows(OnnxNodeReader node, Window window, Layer layer, bool hasCeilMode)
    {
        OnnxImage image = node.Image(0);
        bool isPlain = window.Top == window.Bottom && window.Left == window.Right && !hasCeilMode;
        if (isPlain || (image is { Height: not null, Width: not null } && HasWindows(window, image, layer, hasCeilMode)))
            return;
        throw node.Unsupported($"has {window} and ceil_mode {(hasCeilMode ? 1 : 0)}, but the same padding on both sides is expected, or an image of a fixed size at which the difference changes nothing.");
    }

    private static bool HasWindows(Window window, OnnxImage image, Layer layer, bool hasCeilMode)
    {
        try
        {
            return layer.InferExtent(image.Height!.Value, isHeight: true) == Count(image.Height.Value, window.Top, window.Bottom, window.Height)
                && layer.InferExtent(image.Width!.Value, isHeight: false) == Count(image.Width.Value, window.Left, window.Right, window.Width);
        }
        catch (GraphException)
        {
            return false;
        }

        // With ceil_mode a last window may be cut off, but must begin before the padding behind the image.
        int Count(int size, int before, int after, int kernel)
        {
            int span = size + before + after - kernel;
            int count = (hasCeilMode ? (span + window.Stride - 1) / window.Stride : span / window.Stride) + 1;
            return hasCeilMode && (count - 1) * window.Stride >= size + before ? count - 1 : count;
        }
    }

    private static ImmutableArray<KeyValuePair<string, WeightTensor>> Bias(OnnxNodeReader node, bool hasBias) => hasBias ? [new("bias", node.Weight(2, "bias", 1))] : [];

    private static long[] Whole(WeightTensor? tensor) => tensor is { ElementType: ElementType.Int64 } ? System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(tensor.Bytes).ToArray() : [];

    /// <summary>Where a kernel or window goes: its size, its stride, and the padding on each side.</summary>
    private readonly record struct Window(int Height, int Width, int Stride, int Top, int Left, int Bottom, int Right)
    {
        public override string ToString() => FormattableString.Invariant($"pads [{Top}, {Left}, {Bottom}, {Right}]");
    }
}
