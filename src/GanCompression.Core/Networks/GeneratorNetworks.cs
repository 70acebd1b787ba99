using System.Collections.Immutable;

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
        ChannelPlan plan = UniformPlan(options);
        return Build("resnet", options, plan, isSeparable: false, clampsInput: true, block => plan.Down2);
    }

    /// <summary>The generator with separable convolutions in its residual blocks; like its reference it does not clamp its input.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    public static LayerGraph MobileResNet(ResNetGeneratorOptions? options = null)
    {
        options ??= new ResNetGeneratorOptions();
        ChannelPlan plan = UniformPlan(options);
        return Build("mobile_resnet", options, plan, isSeparable: true, clampsInput: false, block => plan.Down2);
    }

    /// <summary>The separable generator of a channel plan; clamps its input to [-1, 1].</summary>
    /// <param name="plan">Six or eight entries.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public static LayerGraph SubMobileResNet(ChannelPlan plan, ResNetGeneratorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        options ??= new ResNetGeneratorOptions();
        return Build("sub_mobile_resnet", options, plan, isSeparable: true, clampsInput: true, block => plan.Inner(block, options.Blocks));
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
        return Build("legacy_sub_mobile_resnet", options, plan, isSeparable: true, clampsInput: true,
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

    /// <summary>
    /// The channel plan of a generator of the ResNet family, derived from the shapes in its graph; always eight entries. A
    /// generator with one base width has that width everywhere.
    /// </summary>
    /// <param name="graph">Any graph.</param>
    /// <returns>The plan, or null if no builder of this family makes such a graph from a plan or base width.</returns>
    public static ChannelPlan? PlanOf(LayerGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var shapes = graph.Parameters.ToDictionary(spec => spec.Name, spec => spec.Shape, StringComparer.Ordinal);
        return ResNetGeneratorShapes.TryRead(name => shapes.TryGetValue(name, out ImmutableArray<int> shape) ? shape : null)?.Candidates()
            .FirstOrDefault(candidate => HasParameters(candidate.Graph, shapes)).Plan;
    }

    /// <summary>
    /// Recognises a generator of the ResNet family by the names and shapes of its weights alone. Widths that a single base width
    /// gives are taken for <see cref="ResNet"/> or <see cref="MobileResNet"/>, others for <see cref="SubMobileResNet"/> or, if
    /// only that fits, <see cref="LegacySubMobileResNet"/>. Weights cannot tell a mobile generator from a sub-network of uniform
    /// width: they differ in the clamp of the input alone, which does nothing to images, whose values lie in [-1, 1]. Nor can
    /// they tell whether dropout was used in training; the recognised graph has none.
    /// </summary>
    /// <param name="weights">The weights, with the names of the PyTorch reference.</param>
    /// <returns>The graph that the weights fit.</returns>
    /// <exception cref="FormatException">The weights are not those of such a generator; the message says what differs.</exception>
    public static LayerGraph Recognise(WeightTable weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ResNetGeneratorShapes shapes = ResNetGeneratorShapes.TryRead(name => weights.TryGetValue(name, out WeightTensor? tensor) ? tensor.Shape : null)
            ?? throw new FormatException(
                $"The weights are not those of a ResNet generator: expected names such as model.1.weight, model.10.conv_block.1.weight and model.26.weight, but the {weights.Count} names begin with {string.Join(", ", weights.Keys.Take(3))}. Use the weights of a resnet, mobile_resnet or sub_mobile_resnet generator, or build the graph yourself.");
        FormatException? mismatch = null;
        foreach ((LayerGraph graph, _) in shapes.Candidates())
        {
            try
            {
                _ = weights.For(graph);
                return graph;
            }
            catch (FormatException e)
            {
                mismatch ??= e;
            }
        }

        throw mismatch ?? new FormatException(
            $"The weights look like a ResNet generator, but no builder makes its widths {string.Join(", ", shapes.Widths)} (stem, down, down, inner widths of the blocks, up, up). {(shapes.IsSeparable ? "A sub_mobile_resnet generator has one inner width for each third of its blocks." : "A resnet generator has one base width.")} Build the graph yourself.");
    }

    private static bool HasParameters(LayerGraph graph, Dictionary<string, ImmutableArray<int>> shapes) =>
        graph.Parameters.Length == shapes.Count && graph.Parameters.All(spec => shapes.TryGetValue(spec.Name, out ImmutableArray<int> shape) && shape.SequenceEqual(spec.Shape));

    private static FormatException Unknown(string architecture) =>
        new($"Unknown generator '{architecture}'; expected resnet_9blocks, mobile_resnet_9blocks, sub_mobile_resnet_9blocks or legacy_sub_mobile_resnet_9blocks.");

    private static ChannelPlan UniformPlan(ResNetGeneratorOptions options) => options.BaseWidth is >= 1 and <= ChannelPlan.MaxChannels
        ? ChannelPlan.Uniform(options.BaseWidth)
        : throw new GraphException(FormattableString.Invariant($"The base width of a generator must be between 1 and {ChannelPlan.MaxChannels}, but BaseWidth is {options.BaseWidth}."));

    private static LayerGraph Build(string family, ResNetGeneratorOptions options, ChannelPlan plan, bool isSeparable, bool clampsInput, Func<int, int> innerWidth)
    {
        if (options.Blocks < 1)
            throw new GraphException(FormattableString.Invariant($"A ResNet generator needs at least one residual block, but Blocks is {options.Blocks}."));
        var net = new ConvStack(new LayerGraphBuilder(FormattableString.Invariant($"{family}_{options.Blocks}blocks")), options.Norm);
        LayerGraphBuilder graph = net.Graph;
        bool bias = options.Norm == NormKind.Instance;

        string x = graph.Input(InputName, options.InputChannels);
        if (clampsInput)
            x = graph.Add("clamp", new Clamp(-1, 1), x);
        x = graph.Add("model.0", new ReflectionPad2d(3), x);
        x = net.ConvNormReLU("model", 1, Conv2d.Square(options.InputChannels, plan.Stem, 7, hasBias: bias), plan.Stem, x);
        x = net.ConvNormReLU("model", 4, Conv2d.Square(plan.Stem, 2 * plan.Down1, 3, stride: 2, padding: 1, hasBias: bias), 2 * plan.Down1, x);
        int trunk = 4 * plan.Down2;
        x = net.ConvNormReLU("model", 7, Conv2d.Square(2 * plan.Down1, trunk, 3, stride: 2, padding: 1, hasBias: bias), trunk, x);

        for (int block = 0; block < options.Blocks; block++)
            x = ResidualBlock(net, FormattableString.Invariant($"model.{10 + block}"), trunk, 4 * innerWidth(block), isSeparable, options.DropoutRate, x);

        int index = 10 + options.Blocks;
        x = net.ConvNormReLU("model", index, new ConvTranspose2d(trunk, 2 * plan.Up1, 3, 2, 1, 1, bias), 2 * plan.Up1, x);
        x = net.ConvNormReLU("model", index + 3, new ConvTranspose2d(2 * plan.Up1, plan.Up2, 3, 2, 1, 1, bias), plan.Up2, x);
        x = graph.Add(FormattableString.Invariant($"model.{index + 6}"), new ReflectionPad2d(3), x);
        x = graph.Add(FormattableString.Invariant($"model.{index + 7}"), Conv2d.Square(plan.Up2, options.OutputChannels, 7), x);
        x = graph.Add(FormattableString.Invariant($"model.{index + 8}"), new Tanh(), x);
        return graph.Build(x);
    }

    private static string ResidualBlock(ConvStack net, string name, int trunk, int inner, bool isSeparable, double dropoutRate, string input)
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
            if (!isSeparable)
                return graph.Add(at, Conv2d.Square(from, to, 3, hasBias: net.NormKind == NormKind.Instance), source);

            // The reference keeps both biases and the instance norm between them whatever the network's norm.
            source = graph.Add($"{at}.conv.0", Conv2d.Square(from, from, 3, groups: from), source);
            source = graph.Add($"{at}.conv.1", new InstanceNorm2d(from), source);
            return graph.Add($"{at}.conv.2", Conv2d.Square(from, to, 1), source);
        }
    }
}
