namespace GanCompression.Runtime.Tests;

/// <summary>Computes a network node by node from the definitions of its layers, in double precision: slow, and plain to check.</summary>
internal sealed class ReferenceNetwork
{
    private readonly Network _network;
    private readonly Dictionary<string, double[]> _values = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, TensorShape> _shapes;

    private ReferenceNetwork(Network network, int height, int width, ReadOnlySpan<float> input)
    {
        _network = network;
        _shapes = network.Graph.InferShapes(height, width);
        var image = new double[input.Length];
        for (int i = 0; i < image.Length; i++)
            image[i] = input[i];
        _values[network.Graph.Inputs[0].Name] = image;
    }

    /// <summary>The smallest variance that an instance normalisation divided by: how far errors are magnified.</summary>
    public double SmallestVariance { get; private set; } = double.PositiveInfinity;

    public float[] Output => Array.ConvertAll(_values[_network.Graph.Output], value => (float)value);

    public static ReferenceNetwork Run(Network network, int height, int width, ReadOnlySpan<float> input)
    {
        var reference = new ReferenceNetwork(network, height, width, input);
        foreach (LayerNode node in network.Graph.Nodes)
            reference._values[node.Name] = reference.Compute(node);
        return reference;
    }

    private double[] Compute(LayerNode node)
    {
        double[] x = _values[node.Inputs[0]];
        TensorShape from = _shapes[node.Inputs[0]];
        TensorShape to = _shapes[node.Name];
        return node.Layer switch
        {
            Conv2d conv => Convolve(conv, x, from, to, Weight(node, "weight"), conv.HasBias ? Weight(node, "bias") : new float[to.Channels]),
            ConvTranspose2d conv => Transpose(conv, x, from, to, Weight(node, "weight"), conv.HasBias ? Weight(node, "bias") : new float[to.Channels]),
            InstanceNorm2d norm => Normalise(norm, x, from),
            BatchNorm2d norm => MapByChannel(x, from, c =>
            {
                double scale = (norm.HasScale ? Weight(node, "weight")[c] : 1) / Math.Sqrt(Weight(node, "running_var")[c] + norm.Epsilon);
                return v => (v - Weight(node, "running_mean")[c]) * scale + Weight(node, "bias")[c];
            }),
            ReLU => Array.ConvertAll(x, v => Math.Max(v, 0)),
            LeakyReLU leaky => Array.ConvertAll(x, v => v > 0 ? v : v * leaky.NegativeSlope),
            Tanh => Array.ConvertAll(x, Math.Tanh),
            Clamp clamp => Array.ConvertAll(x, v => Math.Clamp(v, clamp.Min, clamp.Max)),
            ReflectionPad2d pad => Gather(to, (c, y, xx) => x[At(from, c, Mirror(y - pad.Padding, from.Height), Mirror(xx - pad.Padding, from.Width))]),
            Add => [.. x.Zip(_values[node.Inputs[1]], (a, b) => a + b)],
            Concat => [.. node.Inputs.SelectMany(name => _values[name])],
            UpsampleNearest2d up => Gather(to, (c, y, xx) => x[At(from, c, y / up.Scale, xx / up.Scale)]),
            Dropout => x,
            MaxPool2d pool => Gather(to, (c, y, xx) => Window(x, from, c, y, xx, pool.Kernel, pool.Stride, pool.Padding).Max()),
            AvgPool2d pool => Gather(to, (c, y, xx) =>
            {
                double[] window = Window(x, from, c, y, xx, pool.Kernel, pool.Stride, pool.Padding);
                return window.Sum() / (pool.CountIncludePad ? pool.Kernel * pool.Kernel : window.Length);
            }),
            GlobalAvgPool2d => Gather(to, (c, _, _) => x.AsSpan(c * from.Height * from.Width, from.Height * from.Width).ToArray().Average()),
            _ => throw new NotSupportedException(node.Layer.Kind),
        };
    }

    private static int At(TensorShape shape, int c, int y, int x) => (c * shape.Height + y) * shape.Width + x;

    private static bool IsInside(TensorShape shape, int y, int x) => y >= 0 && x >= 0 && y < shape.Height && x < shape.Width;

    private static int Mirror(int i, int extent) => i < 0 ? -i : i >= extent ? 2 * (extent - 1) - i : i;

    private static double[] Gather(TensorShape shape, Func<int, int, int, double> value)
    {
        var result = new double[shape.Elements];
        for (int c = 0, i = 0; c < shape.Channels; c++)
        {
            for (int y = 0; y < shape.Height; y++)
            {
                for (int x = 0; x < shape.Width; x++)
                    result[i++] = value(c, y, x);
            }
        }

        return result;
    }

    private static double[] Window(double[] x, TensorShape from, int c, int row, int column, int kernel, int stride, int padding)
    {
        var values = new List<double>();
        for (int j = 0; j < kernel; j++)
        {
            for (int i = 0; i < kernel; i++)
            {
                int y = row * stride - padding + j;
                int xx = column * stride - padding + i;
                if (IsInside(from, y, xx))
                    values.Add(x[At(from, c, y, xx)]);
            }
        }

        return [.. values];
    }

    private static double[] Convolve(Conv2d conv, double[] x, TensorShape from, TensorShape to, float[] weights, float[] bias)
    {
        int perGroup = conv.InChannels / conv.Groups;
        int outPerGroup = conv.OutChannels / conv.Groups;
        return Gather(to, (o, y, xx) =>
        {
            double sum = bias[o];
            for (int i = 0; i < perGroup; i++)
            {
                for (int j = 0; j < conv.KernelHeight; j++)
                {
                    for (int k = 0; k < conv.KernelWidth; k++)
                    {
                        int row = y * conv.Stride - conv.PaddingHeight + j;
                        int column = xx * conv.Stride - conv.PaddingWidth + k;
                        if (IsInside(from, row, column))
                            sum += weights[((o * perGroup + i) * conv.KernelHeight + j) * conv.KernelWidth + k] * x[At(from, o / outPerGroup * perGroup + i, row, column)];
                    }
                }
            }

            return sum;
        });
    }

    private static double[] Transpose(ConvTranspose2d conv, double[] x, TensorShape from, TensorShape to, float[] weights, float[] bias)
    {
        double[] result = Gather(to, (o, _, _) => bias[o]);
        for (int i = 0; i < from.Channels; i++)
        {
            for (int y = 0; y < from.Height; y++)
            {
                for (int xx = 0; xx < from.Width; xx++)
                {
                    for (int o = 0; o < to.Channels; o++)
                    {
                        for (int j = 0; j < conv.Kernel; j++)
                        {
                            for (int k = 0; k < conv.Kernel; k++)
                            {
                                int row = y * conv.Stride + j - conv.Padding;
                                int column = xx * conv.Stride + k - conv.Padding;
                                if (IsInside(to, row, column))
                                    result[At(to, o, row, column)] += weights[((i * to.Channels + o) * conv.Kernel + j) * conv.Kernel + k] * x[At(from, i, y, xx)];
                            }
                        }
                    }
                }
            }
        }

        return result;
    }

    private double[] Normalise(InstanceNorm2d norm, double[] x, TensorShape shape) => MapByChannel(x, shape, c =>
    {
        double[] plane = x.AsSpan(c * shape.Height * shape.Width, shape.Height * shape.Width).ToArray();
        double mean = plane.Average();
        double variance = plane.Select(v => (v - mean) * (v - mean)).Average();
        SmallestVariance = Math.Min(SmallestVariance, variance);
        double scale = 1 / Math.Sqrt(variance + norm.Epsilon);
        return v => (v - mean) * scale;
    });

    private static double[] MapByChannel(double[] x, TensorShape shape, Func<int, Func<double, double>> map)
    {
        var result = new double[x.Length];
        int plane = shape.Height * shape.Width;
        for (int c = 0; c < shape.Channels; c++)
        {
            Func<double, double> function = map(c);
            for (int i = c * plane; i < (c + 1) * plane; i++)
                result[i] = function(x[i]);
        }

        return result;
    }

    private float[] Weight(LayerNode node, string name) => _network.Weights[node.ParameterName(name)].Floats.ToArray();
}
