using CsCheck;

namespace GanCompression.TestSupport;

/// <summary>Draws networks at random: any layer after any other, values read several times, unused ones, odd sizes and widths.</summary>
public static class RandomGraphs
{
    private const int MaxExtent = 40;
    private const int MaxChannels = 24;
    private const int MaxShrinks = 2000;

    private static readonly Gen<int> s_channels = Gen.Int[1, MaxChannels];

    // What a drawing makes of the value that the layer reads.
    private static readonly Gen<Func<TensorShape, Layer>> s_layers = Gen.Frequency(
        (4, Gen.Select(s_channels, Gen.Int[0, 3], Gen.Bool, Gen.Bool).Select((channels, half, isPadded, hasBias) =>
            Of(from => Conv2d.Square(from.Channels, channels, 2 * half + 1, 1, isPadded ? half : 0, hasBias: hasBias)))),
        (1, Gen.Select(s_channels, Gen.Int[1, 7], Gen.Int[1, 7], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[0, 3]).Select((channels, height, width, stride, top, left) =>
            Of(from => new Conv2d(from.Channels, channels, height, width, stride, top, left, 1, true)))),
        (2, Gen.Select(Gen.Int[1, 2], Gen.Int[0, 2], Gen.Bool).Select((stride, padding, hasBias) =>
            Of(from => Conv2d.Square(from.Channels, from.Channels, 3, stride, padding, from.Channels, hasBias)))),
        (1, Gen.Select(Gen.Int[1, 6], Gen.Int[1, 4], Gen.Int[1, 2], Gen.Int[0, 1]).Select((perGroup, kernel, stride, padding) =>
            Of(from => Grouped(from.Channels, perGroup, kernel, stride, padding)))),
        (2, Gen.Select(s_channels, Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[0, 4], Gen.Int[0, 2], Gen.Bool).Select((channels, kernel, stride, padding, outputPadding, hasBias) =>
            Of(from => new ConvTranspose2d(from.Channels, channels, kernel, stride, padding % kernel, outputPadding % stride, hasBias)))),
        (3, Gen.Const(Of(from => new InstanceNorm2d(from.Channels)))),
        (1, Gen.Bool.Select(isAffine => Of(from => new BatchNorm2d(from.Channels, 1e-3, isAffine)))),
        (3, Gen.OneOf<Layer>(
            new ReLU(), new LeakyReLU(0.2), new LeakyReLU(-0.5), new LeakyReLU(1.5), new Tanh(), new Clamp(-0.8, 0.6), new Dropout(0.5)).Select(layer => Of(_ => layer))),
        (2, Gen.Int[1, 3].Select(border => Of(_ => new ReflectionPad2d(border)))),
        (1, Gen.Const(Of(_ => new Add()))),
        (1, Gen.Const(Of(_ => new Concat()))),
        (1, Gen.Int[1, 3].Select(scale => Of(_ => new UpsampleNearest2d(scale)))),
        (1, Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 2], Gen.Bool, Gen.Bool).Select((window, stride, padding, isMaximum, isCeiling) => Of(_ => isMaximum
            ? new MaxPool2d(window, stride, Math.Min(padding, window / 2), isCeiling)
            : new AvgPool2d(window, stride, Math.Min(padding, window / 2), isCeiling)))));

    private static readonly Gen<Step> s_steps = Gen.Select(
        s_layers, Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[0, 63])), Gen.Int[0, 63], Gen.Bool, (layer, back, partner, isSwapped) => new Step(layer, back, partner, isSwapped));

    // Few networks end in one value per channel, or nothing else would follow.
    private static readonly Gen<RandomGraph> s_graphs = Gen.Select(
        Gen.Int[1, 7], Gen.Int[6, 35], Gen.Int[6, 35], s_steps.Array[4, 20], Gen.Int[0, 11], (channels, height, width, steps, last) => Build(new(channels, height, width), steps, last == 11));

    /// <summary>Checks something on networks at random.</summary>
    /// <remarks>
    /// The same networks every time. CsCheck's variables explore others: <c>CsCheck_Iter=100000</c> or <c>CsCheck_Time=60</c> draws
    /// anew, <c>CsCheck_Seed</c> starts with the network of a failure. A failure names the seed and the smallest network that fails.
    /// </remarks>
    /// <param name="count">How many networks.</param>
    /// <param name="check">Throws where a network is not as it should be.</param>
    /// <param name="seed">Which networks, of all that can be drawn.</param>
    public static void Check(int count, Action<RandomGraph> check, ulong seed = 1)
    {
        if (((string[])["CsCheck_Seed", "CsCheck_Iter", "CsCheck_Time"]).Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
        {
            s_graphs.Sample(check, threads: 1);
            return;
        }

        var random = new PCG(1, seed);
        for (int i = 0; i < count; i++)
        {
            string start = random.ToString();
            try
            {
                check(s_graphs.Generate(random, null, out _));
            }
            catch (Exception)
            {
                // CsCheck takes its seed for the first network only; from there it looks for a smaller one.
                s_graphs.Sample(check, seed: start, iter: MaxShrinks, threads: 1);
                throw;
            }
        }
    }

    private static Func<TensorShape, Layer> Of(Func<TensorShape, Layer> layer) => layer;

    private static Conv2d Grouped(int channels, int perGroup, int kernel, int stride, int padding)
    {
        int groups = Enumerable.Range(1, 4).Last(count => channels % count == 0);
        return Conv2d.Square(channels, groups * perGroup, kernel, stride, padding, groups);
    }

    // Steps that fit nowhere are left out.
    private static RandomGraph Build(TensorShape image, Step[] steps, bool endsInOneValue)
    {
        var builder = new LayerGraphBuilder("random");
        var values = new List<(string Name, TensorShape Shape)> { (builder.Input("image", image.Channels), image) };
        foreach (Step step in steps)
        {
            (string name, TensorShape shape) = values[^(1 + step.Back % values.Count)];
            Layer layer = step.Layer(shape);
            string[] inputs = [name];
            if (layer is Add or Concat)
            {
                (string Name, TensorShape Shape)[] partners = [.. values.Where(v => layer is Add ? v.Shape == shape : (v.Shape.Height, v.Shape.Width) == (shape.Height, shape.Width))];
                inputs = [name, partners[step.Partner % partners.Length].Name];
                if (step.IsSwapped)
                    Array.Reverse(inputs);
            }

            Append(layer, shape, inputs);
        }

        if (endsInOneValue || values.Count == 1)
            Append(new GlobalAvgPool2d(), values[^1].Shape, [values[^1].Name]);
        return new RandomGraph(builder.Build(values[^1].Name), image.Height, image.Width);

        void Append(Layer layer, TensorShape shape, string[] inputs)
        {
            int[] channels = [.. inputs.Select(input => values.Find(v => v.Name == input).Shape.Channels)];
            TensorShape result;
            try
            {
                layer.Validate();
                result = new TensorShape(layer.InferChannels(channels), layer.InferExtent(shape.Height, true), layer.InferExtent(shape.Width, false));
            }
            catch (GraphException)
            {
                return;
            }

            if (Math.Max(result.Height, result.Width) <= MaxExtent && result.Channels <= 2 * MaxChannels)
                values.Add((builder.Add(FormattableString.Invariant($"n{values.Count}.{layer.Kind}"), layer, inputs), result));
        }
    }

    private sealed record Step(Func<TensorShape, Layer> Layer, int Back, int Partner, bool IsSwapped);
}
