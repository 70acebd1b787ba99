namespace GanCompression.Quality;

/// <summary>The networks behind <see cref="FeatureExtractors"/>, as layer graphs whose output is one value per feature.</summary>
public static class FeatureNetworks
{
    /// <summary>
    /// SqueezeNet 1.1 (Iandola et al. 2016) up to its last fire module, averaged over the image: 3 planes to 512 features.
    /// Parameters are named as in torchvision (<c>features.0.weight</c> to <c>features.12.expand3x3.bias</c>).
    /// </summary>
    public static LayerGraph SqueezeNet()
    {
        var builder = new LayerGraphBuilder("squeezenet1_1_features");
        string x = builder.Input("input", 3);
        x = builder.Add("features.0", Conv2d.Square(3, 64, kernel: 3, stride: 2), x);
        x = builder.Add("features.1", new ReLU(), x);
        x = builder.Add("features.2", new MaxPool2d(3, 2, CeilMode: true), x);
        x = Fire(builder, "features.3", x, 64, 16, 64);
        x = Fire(builder, "features.4", x, 128, 16, 64);
        x = builder.Add("features.5", new MaxPool2d(3, 2, CeilMode: true), x);
        x = Fire(builder, "features.6", x, 128, 32, 128);
        x = Fire(builder, "features.7", x, 256, 32, 128);
        x = builder.Add("features.8", new MaxPool2d(3, 2, CeilMode: true), x);
        x = Fire(builder, "features.9", x, 256, 48, 192);
        x = Fire(builder, "features.10", x, 384, 48, 192);
        x = Fire(builder, "features.11", x, 384, 64, 256);
        x = Fire(builder, "features.12", x, 512, 64, 256);
        return builder.Build(builder.Add("mean", new GlobalAvgPool2d(), x));
    }

    /// <summary>
    /// Inception v3 (Szegedy et al. 2016) in the variant that defines the Fréchet Inception distance, up to its last mean
    /// pooling: 3 planes to 2048 features. It differs from the usual network in three ways: mean pooling leaves the padding
    /// out, the last block pools by maximum, and the weights are those of the 2015 TensorFlow release. Parameters are named as
    /// in pytorch-fid (<c>Conv2d_1a_3x3.conv.weight</c> to <c>Mixed_7c.branch_pool.bn.running_var</c>).
    /// </summary>
    public static LayerGraph Inception() => InceptionNetwork.Build();

    /// <summary>
    /// Four convolutions of stride 2 without biases, the mean of each of them over the image: 3 planes to 240 features.
    /// Takes images of any size.
    /// </summary>
    public static LayerGraph RandomConvolutions()
    {
        ReadOnlySpan<int> widths = [16, 32, 64, 128];
        var builder = new LayerGraphBuilder("random_convolutions");
        string x = builder.Input("input", 3);
        int channels = 3;
        var means = new string[widths.Length];
        for (int i = 0; i < widths.Length; i++)
        {
            string name = FormattableString.Invariant($"conv{i + 1}");
            x = builder.Add(name, Conv2d.Square(channels, widths[i], kernel: 3, stride: 2, padding: 1, hasBias: false), x);
            x = builder.Add($"{name}.relu", new ReLU(), x);
            means[i] = builder.Add($"{name}.mean", new GlobalAvgPool2d(), x);
            channels = widths[i];
        }

        return builder.Build(builder.Add("features", new Concat(), means));
    }

    private static string Fire(LayerGraphBuilder builder, string name, string input, int inChannels, int squeezed, int expanded)
    {
        string squeeze = builder.Add($"{name}.squeeze", Conv2d.Square(inChannels, squeezed, kernel: 1), input);
        squeeze = builder.Add($"{name}.squeeze_activation", new ReLU(), squeeze);
        string narrow = builder.Add($"{name}.expand1x1", Conv2d.Square(squeezed, expanded, kernel: 1), squeeze);
        narrow = builder.Add($"{name}.expand1x1_activation", new ReLU(), narrow);
        string wide = builder.Add($"{name}.expand3x3", Conv2d.Square(squeezed, expanded, kernel: 3, padding: 1), squeeze);
        wide = builder.Add($"{name}.expand3x3_activation", new ReLU(), wide);
        return builder.Add(name, new Concat(), narrow, wide);
    }
}
