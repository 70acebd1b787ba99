using System.Collections.Immutable;

namespace GanCompression.Training;

/// <summary>
/// Trains one set of weights that serves every channel plan of a set: each step trains the sub-network of a random plan on the
/// leading slices of the weights (GAN Compression, TPAMI 2022, §3.3).
/// </summary>
public static class Supernet
{
    private const string StageName = "Supernet";
    private const ulong PlanStream = 3UL << 62;

    /// <summary>Trains a supernet.</summary>
    /// <param name="teacher">The large generator; its discriminator is where training goes on, if it has one.</param>
    /// <param name="data">Image pairs.</param>
    /// <param name="options">Options; copied.</param>
    /// <returns>
    /// The widest sub-network with its discriminator and adaptors. <see cref="Export(GeneratorModel, ChannelPlan)"/> gives the generator of a narrower plan, and
    /// <see cref="PlanSearch"/> finds the best one within a budget.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images or the teacher.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint folder holds a checkpoint of other options, images or teacher, or is in use.</exception>
    public static GeneratorModel Train(GeneratorModel teacher, IImagePairSource data, SupernetOptions options) => Run(teacher, data, options);

    /// <summary>Trains a supernet on unpaired images, with pseudo pairs (§3.1).</summary>
    /// <param name="teacher">The large generator; its discriminator is where training goes on, if it has one.</param>
    /// <param name="data">Two independent sets of images: the student is compared with what the teacher makes of the sources, and the discriminator sees the image alone.</param>
    /// <param name="options">Options; copied.</param>
    /// <returns>
    /// The widest sub-network with its discriminator and adaptors. <see cref="Export(GeneratorModel, ChannelPlan)"/> gives the generator of a narrower plan, and
    /// <see cref="PlanSearch"/> finds the best one within a budget.
    /// </returns>
    /// <exception cref="ArgumentException">The teacher's discriminator, which training would go on with, judges pairs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images or the teacher.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint folder holds a checkpoint of other options, images or teacher, or is in use.</exception>
    public static GeneratorModel Train(GeneratorModel teacher, IUnpairedImageSource data, SupernetOptions options) => Run(teacher, data, options);

    /// <summary>Trains a supernet on pairs or on unpaired images.</summary>
    internal static GeneratorModel Run(GeneratorModel teacher, IImageSource data, SupernetOptions options)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options = (SupernetOptions)options.Clone();
        options.Validate();
        options.CheckData(data);

        DistillationSetup setup = DistillationSetup.Create(teacher, data, options);
        ChannelSet channels = options.ChannelsFor(DistillationSetup.BaseWidth(teacher.Generator.Graph));
        using var task = new DistillationTask(
            StageName, teacher.Generator, setup.Student, setup.Discriminator, setup.Adaptors, setup.Features, setup.Target, options, setup.TeacherCacheBytes,
            step => options.GraphOf(PlanOf(step, channels, options.SeedOrDefault)));
        TrainingResult result = TrainingLoop.Run(task, data, options, setup.Description);
        return setup.ToModel(StageName, result, setup.Student.Graph);
    }

    /// <summary>Takes a sub-network out of a supernet: it makes exactly the images that the supernet makes with that plan.</summary>
    /// <param name="supernet">A model that was trained here.</param>
    /// <param name="plan">Channels of the sub-network, nowhere more than the supernet has.</param>
    /// <returns>The sub-network with the supernet's discriminator and its part of the adaptors, so that <see cref="Distillation"/> can train it on.</returns>
    /// <exception cref="ArgumentException">The model is not a supernet of the ResNet family.</exception>
    /// <exception cref="GraphException">The plan is wider than the supernet.</exception>
    public static GeneratorModel Export(GeneratorModel supernet, ChannelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(supernet);
        ArgumentNullException.ThrowIfNull(plan);
        return Extract(supernet, plan, new StageRecord
        {
            Stage = "Export",
            Options = ImmutableSortedDictionary<string, string>.Empty.Add("Plan", plan.ToString()).Add("Supernet", supernet.Generator.Weights.Fingerprint()),
        });
    }

    /// <summary>Takes the winner of a search out of its supernet; the model's provenance says how it was found.</summary>
    /// <param name="supernet">The model that was searched.</param>
    /// <param name="frontier">What <see cref="PlanSearch"/> found.</param>
    /// <returns>The sub-network with the supernet's discriminator and its part of the adaptors, so that <see cref="Distillation"/> can train it on.</returns>
    /// <exception cref="ArgumentException">The model is not a supernet of the ResNet family.</exception>
    /// <exception cref="InvalidOperationException">No plan that was judged fits the budget.</exception>
    /// <exception cref="GraphException">The winner is wider than the supernet, which is not the one that was searched.</exception>
    public static GeneratorModel Export(GeneratorModel supernet, CompressionFrontier frontier)
    {
        ArgumentNullException.ThrowIfNull(supernet);
        ArgumentNullException.ThrowIfNull(frontier);
        return Extract(supernet, frontier.Best.Plan, frontier.Record());
    }

    /// <summary>Takes a sub-network out of a supernet and completes the record of the stage with the costs of both.</summary>
    private static GeneratorModel Extract(GeneratorModel supernet, ChannelPlan plan, StageRecord record)
    {
        LayerGraph graph = GraphOf(supernet, plan);
        var network = new Network(graph, ChannelPruning.LeadingSlices(supernet.Generator, graph));
        ComputeCost before = supernet.Cost();
        ComputeCost after = ComputeCost.Of(graph, supernet.ImageSize, supernet.ImageSize);
        record = record with
        {
            ImageSize = supernet.ImageSize,
            MultiplyAddsBefore = before.MultiplyAdds,
            MultiplyAddsAfter = after.MultiplyAdds,
            ParametersBefore = before.Parameters,
            ParametersAfter = after.Parameters,
        };
        return new GeneratorModel(network, supernet.ImageSize, supernet.Discriminator, [.. supernet.Provenance, record], supernet.Encoding,
            supernet.Adaptors.Select(adaptor => adaptor.LeadingChannels(graph.ChannelsOf(adaptor.StudentNode))));
    }

    /// <summary>The graph of a sub-network.</summary>
    internal static LayerGraph GraphOf(GeneratorModel supernet, ChannelPlan plan) =>
        GeneratorNetworks.SubMobileResNet(plan, new ResNetGeneratorOptions { Blocks = supernet.Generator.Graph.Nodes.Count(node => node.Layer is Add) });

    /// <summary>The widest plan of a supernet.</summary>
    internal static ChannelPlan WidestPlanOf(GeneratorModel supernet) => GeneratorNetworks.PlanOf(supernet.Generator.Graph)
        ?? throw new ArgumentException($"'{supernet.Generator.Graph.Architecture}' is not a supernet of the ResNet family. Use a model of Supernet.Train.", nameof(supernet));

    // A function of seed and step alone, so that a resumed run trains the plans it would have trained.
    private static ChannelPlan PlanOf(long step, ChannelSet channels, long seed)
    {
        var random = new SeededRandom(unchecked((ulong)seed), PlanStream | (ulong)step);
        return channels.Sample(ref random);
    }
}
