namespace GanCompression.TestSupport;

/// <summary>Draws networks at random: any layer after any other, values read several times, unused ones, odd sizes and widths.</summary>
public static class RandomGraphs
{
    private const int MaxExtent = 40;
    private const int MaxChannels = 24;

    /// <summary>A network with the height and width it was drawn for.</summary>
    public static (LayerGraph Graph, int Height, int Width) Draw(ulong seed)
    {
        var random = new SeededRandom(seed);
        int height = 6 + random.NextInt(30);
        int width = 6 + random.NextInt(30);
        int layers = 4 + random.NextInt(14);
        var builder = new LayerGraphBuilder("random");
        var values = new List<(string Name, TensorShape Shape)> { ("image", new TensorShape(1 + random.NextInt(7), height, width)) };
        builder.Input("image", values[0].Shape.Channels);
        while (values.Count <= layers)
        {
            (string name, TensorShape shape) = values[random.NextInt(4) == 0 ? random.NextInt(values.Count) : values.Count - 1];
            Layer layer = DrawLayer(ref random, shape);
            string[] inputs = [name];
            if (layer is Add or Concat)
            {
                (string Name, TensorShape Shape)[] partners = [.. values.Where(v => layer is Add ? v.Shape == shape : (v.Shape.Height, v.Shape.Width) == (shape.Height, shape.Width))];
                inputs = [name, partners[random.NextInt(partners.Length)].Name];
                if (random.NextInt(2) == 0)
                    Array.Reverse(inputs);
            }

            int[] channels = [.. inputs.Select(input => values.Find(v => v.Name == input).Shape.Channels)];
            TensorShape result;
            try
            {
                layer.Validate();
                result = new TensorShape(layer.InferChannels(channels), layer.InferExtent(shape.Height, true), layer.InferExtent(shape.Width, false));
            }
            catch (GraphException)
            {
                continue;
            }

            if (Math.Max(result.Height, result.Width) > MaxExtent || result.Channels > 2 * MaxChannels)
                continue;
            values.Add((builder.Add(FormattableString.Invariant($"n{values.Count}.{layer.Kind}"), layer, inputs), result));
        }

        return (builder.Build(values[^1].Name), height, width);
    }

    private static Layer DrawLayer(ref SeededRandom random, TensorShape shape)
    {
        switch (random.NextInt(24))
        {
            case 0 or 1 or 2 or 3:
                int kernel = 1 + 2 * random.NextInt(4);
                return Conv2d.Square(shape.Channels, 1 + random.NextInt(MaxChannels), kernel, 1, random.NextInt(2) * (kernel / 2), hasBias: random.NextInt(2) == 0);
            case 4:
                return new Conv2d(shape.Channels, 1 + random.NextInt(MaxChannels), 1 + random.NextInt(7), 1 + random.NextInt(7), 1 + random.NextInt(3), random.NextInt(4), random.NextInt(4), 1, true);
            case 5 or 6:
                return Conv2d.Square(shape.Channels, shape.Channels, 3, 1 + random.NextInt(2), random.NextInt(3), shape.Channels, random.NextInt(2) == 0);
            case 7:
                int groups = Enumerable.Range(1, shape.Channels).Last(g => shape.Channels % g == 0 && g <= 4);
                return Conv2d.Square(shape.Channels, groups * (1 + random.NextInt(6)), 1 + random.NextInt(4), 1 + random.NextInt(2), random.NextInt(2), groups);
            case 8 or 9:
                int stride = 1 + random.NextInt(3);
                int size = 1 + random.NextInt(5);
                return new ConvTranspose2d(shape.Channels, 1 + random.NextInt(MaxChannels), size, stride, random.NextInt(size), random.NextInt(stride), random.NextInt(2) == 0);
            case 10 or 11 or 12: return new InstanceNorm2d(shape.Channels);
            case 13: return new BatchNorm2d(shape.Channels, 1e-3, random.NextInt(2) == 0);
            case 14 or 15: return new ReLU();
            case 16: return new LeakyReLU(random.NextInt(3) switch { 0 => 0.2, 1 => -0.5, _ => 1.5 });
            case 17: return random.NextInt(2) == 0 ? new Tanh() : new Clamp(-0.8, 0.6);
            case 18 or 19: return new ReflectionPad2d(1 + random.NextInt(3));
            case 20: return new Add();
            case 21: return new Concat();
            case 22:
                return random.NextInt(3) switch { 0 => new UpsampleNearest2d(1 + random.NextInt(3)), 1 => new Dropout(0.5), _ => random.NextInt(8) == 0 ? new GlobalAvgPool2d() : new ReLU() };
            default:
                int window = 1 + random.NextInt(4);
                return random.NextInt(2) == 0
                    ? new MaxPool2d(window, 1 + random.NextInt(3), random.NextInt(window / 2 + 1), random.NextInt(2) == 0)
                    : new AvgPool2d(window, 1 + random.NextInt(3), random.NextInt(window / 2 + 1), random.NextInt(2) == 0);
        }
    }
}
