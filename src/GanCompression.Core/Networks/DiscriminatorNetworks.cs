namespace GanCompression;

/// <summary>Discriminators of pix2pix and CycleGAN (Isola et al., CVPR 2017, §3.2.2), with the parameter names of the PyTorch reference.</summary>
public static class DiscriminatorNetworks
{
    /// <summary>Name of the input of every discriminator.</summary>
    public const string InputName = "image";

    private const double Slope = 0.2;

    /// <summary>The PatchGAN of <c>n_layers</c>: one logit per overlapping patch.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    public static LayerGraph PatchGan(PatchDiscriminatorOptions? options = null)
    {
        options ??= new PatchDiscriminatorOptions();
        if (options.Layers is < 1 or > 10)
            throw new GraphException(FormattableString.Invariant($"A PatchGAN has 1 to 10 strided layers, but Layers is {options.Layers}."));
        var net = new ConvStack(new LayerGraphBuilder("n_layers"), options.Norm);
        bool bias = options.Norm == NormKind.Instance;
        int width = options.BaseWidth;

        string x = net.Graph.Input(InputName, options.InputChannels);
        x = net.Graph.Add("model.0", Conv2d.Square(options.InputChannels, width, 4, stride: 2, padding: 1), x);
        x = net.Graph.Add("model.1", new LeakyReLU(Slope), x);
        int index = 2;
        for (int layer = 1; layer <= options.Layers; layer++, index += 3)
        {
            int next = options.BaseWidth * Math.Min(1 << layer, 8);
            int stride = layer < options.Layers ? 2 : 1;
            x = net.ConvNorm("model", index, Conv2d.Square(width, next, 4, stride, padding: 1, hasBias: bias), next, new LeakyReLU(Slope), x);
            width = next;
        }

        x = net.Graph.Add(FormattableString.Invariant($"model.{index}"), Conv2d.Square(width, 1, 4, padding: 1), x);
        return net.Graph.Build(x);
    }

    /// <summary>The pixel discriminator: 1×1 convolutions, one logit per pixel.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    public static LayerGraph Pixel(PatchDiscriminatorOptions? options = null)
    {
        options ??= new PatchDiscriminatorOptions();
        var net = new ConvStack(new LayerGraphBuilder("pixel"), options.Norm);
        bool bias = options.Norm == NormKind.Instance;

        string x = net.Graph.Input(InputName, options.InputChannels);
        x = net.Graph.Add("net.0", Conv2d.Square(options.InputChannels, options.BaseWidth, 1), x);
        x = net.Graph.Add("net.1", new LeakyReLU(Slope), x);
        x = net.ConvNorm("net", 2, Conv2d.Square(options.BaseWidth, 2 * options.BaseWidth, 1, hasBias: bias), 2 * options.BaseWidth, new LeakyReLU(Slope), x);
        x = net.Graph.Add("net.5", Conv2d.Square(2 * options.BaseWidth, 1, 1, hasBias: bias), x);
        return net.Graph.Build(x);
    }
}
