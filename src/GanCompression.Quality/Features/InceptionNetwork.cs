namespace GanCompression.Quality;

/// <summary>Writes down the Inception network of <see cref="FeatureNetworks.Inception"/>, block by block.</summary>
internal sealed class InceptionNetwork
{
    private readonly LayerGraphBuilder _builder = new("inception_v3_fid");
    private readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal);

    private InceptionNetwork()
    {
    }

    internal static LayerGraph Build()
    {
        var network = new InceptionNetwork();
        string x = network._builder.Input("input", 3);
        network._channels[x] = 3;
        x = network.Convolution("Conv2d_1a_3x3", x, 32, 3, stride: 2);
        x = network.Convolution("Conv2d_2a_3x3", x, 32, 3);
        x = network.Convolution("Conv2d_2b_3x3", x, 64, 3, padding: 1);
        x = network.MaxPool("maxpool1", x, stride: 2);
        x = network.Convolution("Conv2d_3b_1x1", x, 80, 1);
        x = network.Convolution("Conv2d_4a_3x3", x, 192, 3);
        x = network.MaxPool("maxpool2", x, stride: 2);
        x = network.BlockA("Mixed_5b", x, pooled: 32);
        x = network.BlockA("Mixed_5c", x, pooled: 64);
        x = network.BlockA("Mixed_5d", x, pooled: 64);
        x = network.BlockB("Mixed_6a", x);
        x = network.BlockC("Mixed_6b", x, narrow: 128);
        x = network.BlockC("Mixed_6c", x, narrow: 160);
        x = network.BlockC("Mixed_6d", x, narrow: 160);
        x = network.BlockC("Mixed_6e", x, narrow: 192);
        x = network.BlockD("Mixed_7a", x);
        x = network.BlockE("Mixed_7b", x, poolsByMaximum: false);
        x = network.BlockE("Mixed_7c", x, poolsByMaximum: true);
        return network._builder.Build(network._builder.Add("avgpool", new GlobalAvgPool2d(), x));
    }

    // Branches of 1×1, 5×5, twice 3×3, and pooling; the size stays.
    private string BlockA(string name, string x, int pooled)
    {
        string point = Convolution($"{name}.branch1x1", x, 64, 1);
        string five = Convolution($"{name}.branch5x5_1", x, 48, 1);
        five = Convolution($"{name}.branch5x5_2", five, 64, 5, padding: 2);
        string threes = Convolution($"{name}.branch3x3dbl_1", x, 64, 1);
        threes = Convolution($"{name}.branch3x3dbl_2", threes, 96, 3, padding: 1);
        threes = Convolution($"{name}.branch3x3dbl_3", threes, 96, 3, padding: 1);
        string pool = Convolution($"{name}.branch_pool", MeanPool($"{name}.pool", x), pooled, 1);
        return Join(name, point, five, threes, pool);
    }

    // Halves the size.
    private string BlockB(string name, string x)
    {
        string three = Convolution($"{name}.branch3x3", x, 384, 3, stride: 2);
        string threes = Convolution($"{name}.branch3x3dbl_1", x, 64, 1);
        threes = Convolution($"{name}.branch3x3dbl_2", threes, 96, 3, padding: 1);
        threes = Convolution($"{name}.branch3x3dbl_3", threes, 96, 3, stride: 2);
        return Join(name, three, threes, MaxPool($"{name}.pool", x, stride: 2));
    }

    // Windows of 7×7 as rows of seven and columns of seven.
    private string BlockC(string name, string x, int narrow)
    {
        string point = Convolution($"{name}.branch1x1", x, 192, 1);
        string seven = Convolution($"{name}.branch7x7_1", x, narrow, 1);
        seven = Row($"{name}.branch7x7_2", seven, narrow, 7);
        seven = Column($"{name}.branch7x7_3", seven, 192, 7);
        string sevens = Convolution($"{name}.branch7x7dbl_1", x, narrow, 1);
        sevens = Column($"{name}.branch7x7dbl_2", sevens, narrow, 7);
        sevens = Row($"{name}.branch7x7dbl_3", sevens, narrow, 7);
        sevens = Column($"{name}.branch7x7dbl_4", sevens, narrow, 7);
        sevens = Row($"{name}.branch7x7dbl_5", sevens, 192, 7);
        string pool = Convolution($"{name}.branch_pool", MeanPool($"{name}.pool", x), 192, 1);
        return Join(name, point, seven, sevens, pool);
    }

    // Halves the size.
    private string BlockD(string name, string x)
    {
        string three = Convolution($"{name}.branch3x3_1", x, 192, 1);
        three = Convolution($"{name}.branch3x3_2", three, 320, 3, stride: 2);
        string seven = Convolution($"{name}.branch7x7x3_1", x, 192, 1);
        seven = Row($"{name}.branch7x7x3_2", seven, 192, 7);
        seven = Column($"{name}.branch7x7x3_3", seven, 192, 7);
        seven = Convolution($"{name}.branch7x7x3_4", seven, 192, 3, stride: 2);
        return Join(name, three, seven, MaxPool($"{name}.pool", x, stride: 2));
    }

    // Windows of 3×3 as a row and a column side by side.
    private string BlockE(string name, string x, bool poolsByMaximum)
    {
        string point = Convolution($"{name}.branch1x1", x, 320, 1);
        string three = Convolution($"{name}.branch3x3_1", x, 384, 1);
        three = Join($"{name}.branch3x3", Row($"{name}.branch3x3_2a", three, 384, 3), Column($"{name}.branch3x3_2b", three, 384, 3));
        string threes = Convolution($"{name}.branch3x3dbl_1", x, 448, 1);
        threes = Convolution($"{name}.branch3x3dbl_2", threes, 384, 3, padding: 1);
        threes = Join($"{name}.branch3x3dbl", Row($"{name}.branch3x3dbl_3a", threes, 384, 3), Column($"{name}.branch3x3dbl_3b", threes, 384, 3));
        string pool = poolsByMaximum ? MaxPool($"{name}.pool", x, stride: 1, padding: 1) : MeanPool($"{name}.pool", x);
        return Join(name, point, three, threes, Convolution($"{name}.branch_pool", pool, 192, 1));
    }

    private string Row(string name, string input, int outChannels, int length) =>
        Convolution(name, input, new Conv2d(_channels[input], outChannels, 1, length, 1, 0, length / 2, 1, HasBias: false));

    private string Column(string name, string input, int outChannels, int length) =>
        Convolution(name, input, new Conv2d(_channels[input], outChannels, length, 1, 1, length / 2, 0, 1, HasBias: false));

    private string Convolution(string name, string input, int outChannels, int kernel, int stride = 1, int padding = 0) =>
        Convolution(name, input, Conv2d.Square(_channels[input], outChannels, kernel, stride, padding, hasBias: false));

    private string Convolution(string name, string input, Conv2d convolution)
    {
        string x = _builder.Add($"{name}.conv", convolution, input);
        x = _builder.Add($"{name}.bn", new BatchNorm2d(convolution.OutChannels, Epsilon: 1e-3), x);
        return Named(_builder.Add($"{name}.relu", new ReLU(), x), convolution.OutChannels);
    }

    private string MeanPool(string name, string input) => Named(_builder.Add(name, new AvgPool2d(3, 1, 1, CountIncludePad: false), input), _channels[input]);

    private string MaxPool(string name, string input, int stride, int padding = 0) => Named(_builder.Add(name, new MaxPool2d(3, stride, padding), input), _channels[input]);

    private string Join(string name, params ReadOnlySpan<string> inputs)
    {
        int channels = 0;
        foreach (string input in inputs)
            channels += _channels[input];
        return Named(_builder.Add(name, new Concat(), inputs), channels);
    }

    private string Named(string name, int channels)
    {
        _channels[name] = channels;
        return name;
    }
}
