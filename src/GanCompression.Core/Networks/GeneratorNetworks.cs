namespace GanCompression;

/// <summary>
/// The ResNet family of generators (CycleGAN, pix2pix; GAN Compression, TPAMI 2022). Node and parameter names are those of
/// the PyTorch reference, so its checkpoints map one to one.
/// </summary>
public static class GeneratorNetworks
{
    /// <summary>Name of the input of every generator.</summary>
    public const string InputName = "source";

    /// <summary>The dense generator: convolutions of k×k everywhere; clamps its input to [-1, 1].</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    public static LayerGraph ResNet(ResNetGeneratorOptions? options = null)
    {
        options ??= new ResNetGeneratorOptions();
        var plan = ChannelPlan.Uniform(options.BaseWidth);
        return Build("resnet", options, plan, Separable: false, ClampsInput: true, block => plan.Down2);
    }

    /// <summary>The generator with separable convolutions in its residual blocks; like its reference it does not clamp its input.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    public static LayerGraph MobileResNet(ResNetGeneratorOptions? options = null)
    {
        options ??= new ResNetGeneratorOptions();
        var plan = ChannelPlan.Uniform(options.BaseWidth);
        return Build("mobile_resnet", options, plan, Separable: true, ClampsInput: false, block => plan.Down2);
    }

    /// <summary>The separable generator of a channel plan; clamps its input to [-1, 1].</summary>
    /// <param name="plan">Six or eight entries.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public static LayerGraph SubMobileResNet(ChannelPlan plan, ResNetGeneratorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        options ??= new ResNetGeneratorOptions();
        return Build("sub_mobile_resnet", options, plan, Separable: true, ClampsInput: true, block => plan.Inner(block, options.Blocks));
    }

    /// <summary>
    /// The older form of <see cref="SubMobileResNet"/>: only every third residual block uses the plan's inner width, the others the trunk's.
    /// </summary>
    /// <param name="plan">Six or eight entries.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public static LayerGraph LegacySubMobileResNet(ChannelPlan plan, ResNetGeneratorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        options ??= new ResNetGeneratorOptions();
        return Build("legacy_sub_mobile_resnet", options, plan, Separable: true, ClampsInput: true,
            block => block % 3 == 0 ? plan.Inner(block, options.Blocks) : plan.Down2);
    }

    /// <summary>Builds a generator by its published name.</summary>
    /// <param name="architecture">
    /// <c>resnet_9blocks</c>, <c>mobile_resnet_9blocks</c>, <c>sub_mobile_resnet_9blocks</c> or <c>legacy_sub_mobile_resnet_9blocks</c>,
    /// with any number of blocks.
    /// </param>
    /// <param name="plan">The channel plan; required by the last two and refused by the others.</param>
    /// <param name="options">Settings; null for the defaults. The number of blocks comes from the name.</param>
    /// <exception cref="FormatException">The name is unknown or the plan does not go with it.</exception>
    public static LayerGraph Create(string architecture, ChannelPlan? plan = null, ResNetGeneratorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        int end = architecture.EndsWith("blocks", StringComparison.Ordinal) ? architecture.LastIndexOf('_') : -1;
        if (end < 0 || !int.TryParse(architecture.AsSpan()[(end + 1)..^6], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int blocks) || blocks < 1)
            throw Unknown(architecture);
        options = (options ?? new ResNetGeneratorOptions()) with { Blocks = blocks };
        string family = architecture[..end];
        bool wantsPlan = family is "sub_mobile_resnet" or "legacy_sub_mobile_resnet";
        if (wantsPlan != plan is not null)
            throw new FormatException(wantsPlan ? $"'{architecture}' needs a channel plan, for example 16_16_32_16_32_32_16_16." : $"'{architecture}' has a base width, not a channel plan; use sub_mobile_resnet_{blocks}blocks for '{plan}'.");
        return family switch
        {
            "resnet" => ResNet(options),
            "mobile_resnet" => MobileResNet(options),
            "sub_mobile_resnet" => SubMobileResNet(plan!, options),
            "legacy_sub_mobile_resnet" => LegacySubMobileResNet(plan!, options),
            _ => throw Unknown(architecture),
        };
    }

    private static FormatException Unknown(string architecture) =>
        new($"Unknown generator '{architecture}'; expected resnet_9blocks, mobile_resnet_9blocks, sub_mobile_resnet_9blocks or legacy_sub_mobile_resnet_9blocks.");

    private static LayerGraph Build(string family, ResNetGeneratorOptions options, ChannelPlan plan, bool Separable, bool ClampsInput, Func<int, int> innerWidth)
    {
        if (options.Blocks < 1)
            throw new GraphException(FormattableString.Invariant($"A ResNet generator needs at least one residual block, but Blocks is {options.Blocks}."));
        var net = new ConvStack(new LayerGraphBuilder(FormattableString.Invariant($"{family}_{options.Blocks}blocks")), options.Norm);
        LayerGraphBuilder graph = net.Graph;
        bool bias = options.Norm == NormKind.Instance;

        string x = graph.Input(InputName, options.InputChannels);
        if (ClampsInput)
            x = graph.Add("clamp", new Clamp(-1, 1), x);
        x = graph.Add("model.0", new ReflectionPad2d(3), x);
        x = net.ConvNormReLU("model", 1, Conv2d.Square(options.InputChannels, plan.Stem, 7, hasBias: bias), plan.Stem, x);
        x = net.ConvNormReLU("model", 4, Conv2d.Square(plan.Stem, 2 * plan.Down1, 3, stride: 2, padding: 1, hasBias: bias), 2 * plan.Down1, x);
        int trunk = 4 * plan.Down2;
        x = net.ConvNormReLU("model", 7, Conv2d.Square(2 * plan.Down1, trunk, 3, stride: 2, padding: 1, hasBias: bias), trunk, x);

        for (int block = 0; block < options.Blocks; block++)
            x = ResidualBlock(net, FormattableString.Invariant($"model.{10 + block}"), trunk, 4 * innerWidth(block), Separable, options.DropoutRate, x);

        int index = 10 + options.Blocks;
        x = net.ConvNormReLU("model", index, new ConvTranspose2d(trunk, 2 * plan.Up1, 3, 2, 1, 1, bias), 2 * plan.Up1, x);
        x = net.ConvNormReLU("model", index + 3, new ConvTranspose2d(2 * plan.Up1, plan.Up2, 3, 2, 1, 1, bias), plan.Up2, x);
        x = graph.Add(FormattableString.Invariant($"model.{index + 6}"), new ReflectionPad2d(3), x);
        x = graph.Add(FormattableString.Invariant($"model.{index + 7}"), Conv2d.Square(plan.Up2, options.OutputChannels, 7), x);
        x = graph.Add(FormattableString.Invariant($"model.{index + 8}"), new Tanh(), x);
        return graph.Build(x);
    }

    private static string ResidualBlock(ConvStack net, string name, int trunk, int inner, bool separable, double dropoutRate, string input)
    {
        LayerGraphBuilder graph = net.Graph;
        string block = $"{name}.conv_block";
        string x = graph.Add($"{block}.0", new ReflectionPad2d(1), input);
        x = Convolution($"{block}.1", trunk, inner, x);
        x = net.Norm($"{block}.2", inner, x);
        x = graph.Add($"{block}.3", new ReLU(), x);
        if (dropoutRate > 0)
            x = graph.Add($"{block}.4", new Dropout(dropoutRate), x);
        x = graph.Add($"{block}.5", new ReflectionPad2d(1), x);
        x = Convolution($"{block}.6", inner, trunk, x);
        x = net.Norm($"{block}.7", trunk, x);
        return graph.Add(name, new Add(), input, x);

        string Convolution(string at, int from, int to, string source)
        {
            if (!separable)
                return graph.Add(at, Conv2d.Square(from, to, 3, hasBias: net.NormKind == NormKind.Instance), source);

            // The reference keeps both biases and the instance norm between them whatever the network's norm.
            source = graph.Add($"{at}.conv.0", Conv2d.Square(from, from, 3, groups: from), source);
            source = graph.Add($"{at}.conv.1", new InstanceNorm2d(from), source);
            return graph.Add($"{at}.conv.2", Conv2d.Square(from, to, 1), source);
        }
    }
}
