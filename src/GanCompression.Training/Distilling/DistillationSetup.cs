using System.Collections.Immutable;

namespace GanCompression.Training;

/// <summary>The networks that a distillation starts from.</summary>
internal sealed class DistillationSetup
{
    private const long DiscriminatorSeed = 1;
    private const long AdaptorSeed = 2;

    private readonly GeneratorModel _teacher;
    private readonly StudentOptions _options;
    private readonly int _imageSize;

    private DistillationSetup(GeneratorModel teacher, StudentOptions options, int imageSize)
    {
        _teacher = teacher;
        _options = options;
        _imageSize = imageSize;
    }

    public required Network Student { get; init; }

    public required Network Discriminator { get; init; }

    public required ReconstructionTarget Target { get; init; }

    public required ImmutableArray<FeaturePair> Features { get; init; }

    public required IReadOnlyList<Network> Adaptors { get; init; }

    /// <summary>Memory, in bytes, for what the teacher makes of images.</summary>
    public required long TeacherCacheBytes { get; init; }

    /// <summary>What decides the result, for provenance and checkpoints.</summary>
    public required SortedDictionary<string, string> Description { get; init; }

    public static DistillationSetup Create(GeneratorModel teacher, IImageSource data, StudentOptions options)
    {
        ReconstructionTarget target = options.ReconstructionTargetFor(data);
        (int height, int width) = options.ImageSize is { } size ? (size, size) : (data.Height, data.Width);
        LayerGraph teacherGraph = teacher.Generator.Graph;
        LayerGraph graph = options.CreateGraph(BaseWidth(teacherGraph));
        if (teacherGraph.Inputs[0].Channels != 3 || teacherGraph.OutputChannels != 3)
        {
            throw new ArgumentException(
                $"The teacher turns {teacherGraph.Inputs[0].Channels} channels into {teacherGraph.OutputChannels}; generators of RGB images, 3 into 3, can be distilled.", nameof(teacher));
        }

        options.CheckFits(teacherGraph, height, width);
        options.CheckFits(graph, height, width);

        GeneratorModel? start = options.StartingPoint;
        bool isPruned = start is null && options.StudentInitialization switch
        {
            StudentInitialization.TeacherWeights => IsLike(teacherGraph, graph) ? true : throw new ArgumentOutOfRangeException(
                nameof(options), options.StudentInitialization, $"StudentInitialization cannot be TeacherWeights: '{graph.Architecture}' is not a narrower '{teacherGraph.Architecture}'. Use Automatic or Random, or a teacher with separable convolutions (mobile_resnet_9blocks)."),
            StudentInitialization.Automatic => IsLike(teacherGraph, graph),
            _ => false,
        };
        WeightTable weights = start is not null ? options.WeightsFrom(start.Generator, graph)
            : isPruned ? ChannelPruning.ByImportance(teacher.Generator, graph)
            : WeightInitializer.Normal(graph, options.SeedOrDefault);
        Network? inherited = start?.Discriminator ?? (options.UseTeacherDiscriminator ? teacher.Discriminator : null);
        Network discriminator = inherited ?? NewDiscriminator(graph, target, options);
        CheckDiscriminator(start?.Discriminator is not null, discriminator.Graph, graph, data);
        options.CheckFits(discriminator.Graph, height, width);

        ImmutableArray<FeaturePair> features = options.DistillationWeight > 0 ? FeaturePair.Choose(options, graph, teacherGraph, height, width) : [];
        FeatureAdaptor?[] inheritedAdaptors = [.. features.Select(pair => InheritedAdaptor(pair, start is null ? [] : options.AdaptorsFrom(start), graph, teacherGraph))];
        Network[] adaptors = [.. features.Select((pair, i) => inheritedAdaptors[i]?.Network ?? NewAdaptor(pair, graph, teacherGraph, options.SeedOrDefault + AdaptorSeed + i))];

        SortedDictionary<string, string> description = options.Describe();
        description[nameof(options.StudentInitialization)] = start is not null ? start.Generator.Weights.Fingerprint() : isPruned ? nameof(StudentInitialization.TeacherWeights) : nameof(StudentInitialization.Random);
        description[nameof(options.ReconstructionTarget)] = target.ToString();
        description["Discriminator"] = inherited is not null ? discriminator.Weights.Fingerprint() : "Random";
        if (inheritedAdaptors.Any(adaptor => adaptor is not null))
            description["Adaptors"] = string.Join(' ', inheritedAdaptors.Select(adaptor => adaptor?.Network.Weights.Fingerprint() ?? "Random"));
        description["Teacher"] = teacher.Generator.Weights.Fingerprint();
        return new DistillationSetup(teacher, options, Math.Min(height, width))
        {
            Student = new Network(graph, weights),
            Discriminator = discriminator,
            Target = target,
            Features = features,
            Adaptors = adaptors,
            TeacherCacheBytes = options.TeacherCacheBytesFor(data),
            Description = description,
        };
    }

    /// <summary>The trained student as a model that continues the teacher's provenance.</summary>
    public GeneratorModel ToModel(string stage, TrainingResult result, LayerGraph graph)
    {
        ComputeCost before = ComputeCost.Of(_teacher.Generator.Graph, _imageSize, _imageSize);
        ComputeCost after = ComputeCost.Of(graph, _imageSize, _imageSize);
        var record = new StageRecord
        {
            Stage = stage,
            Options = Description.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Seed = _options.SeedOrDefault,
            DurationSeconds = result.Elapsed.TotalSeconds,
            ImageSize = _imageSize,
            MultiplyAddsBefore = before.MultiplyAdds,
            MultiplyAddsAfter = after.MultiplyAdds,
            ParametersBefore = before.Parameters,
            ParametersAfter = after.Parameters,
            Metrics = result.Losses,
        };
        return new GeneratorModel(
            new Network(graph, result.Weights[DistillationTask.StudentName]), _imageSize,
            new Network(Discriminator.Graph, result.Weights[DistillationTask.DiscriminatorName]), [.. (_options.StartingPoint ?? _teacher).Provenance, record], _teacher.Encoding,
            Features.Select((pair, i) => new FeatureAdaptor(pair.Student, pair.Teacher, new Network(Adaptors[i].Graph, result.Weights[DistillationTask.AdaptorName(i)]))));
    }

    /// <summary>Channels of the first convolution: what the published architectures call their base width.</summary>
    public static int BaseWidth(LayerGraph graph) => graph.Nodes.Select(node => node.Layer).OfType<Conv2d>().First().OutChannels;

    private static Network NewDiscriminator(LayerGraph generator, ReconstructionTarget target, StudentOptions options)
    {
        LayerGraph graph = DiscriminatorNetworks.PatchGan(new PatchDiscriminatorOptions
        {
            // Without ground truth there is no pair to judge, only the image.
            InputChannels = generator.OutputChannels + (target == ReconstructionTarget.GroundTruth ? generator.Inputs[0].Channels : 0),
            BaseWidth = options.DiscriminatorWidth,
            Layers = options.DiscriminatorLayers,
        });
        return new Network(graph, WeightInitializer.Normal(graph, options.SeedOrDefault + DiscriminatorSeed));
    }

    private static Network NewAdaptor(FeaturePair pair, LayerGraph student, LayerGraph teacher, long seed)
    {
        LayerGraph graph = FeatureAdaptor.GraphFor(student.ChannelsOf(pair.Student), teacher.ChannelsOf(pair.Teacher));
        return new Network(graph, WeightInitializer.Normal(graph, seed));
    }

    /// <summary>The adaptor that a pair of nodes had before, narrowed to the student; null where none fits.</summary>
    private static FeatureAdaptor? InheritedAdaptor(FeaturePair pair, ImmutableArray<FeatureAdaptor> adaptors, LayerGraph student, LayerGraph teacher)
    {
        int channels = student.ChannelsOf(pair.Student);
        return adaptors.FirstOrDefault(adaptor =>
            adaptor.StudentNode == pair.Student && adaptor.TeacherNode == pair.Teacher
            && adaptor.Network.Graph.Inputs[0].Channels >= channels && adaptor.Network.Graph.OutputChannels == teacher.ChannelsOf(pair.Teacher))?.LeadingChannels(channels);
    }

    private static void CheckDiscriminator(bool isOfStart, LayerGraph discriminator, LayerGraph generator, IImageSource data, string teacher = "teacher")
    {
        string owner = isOfStart ? "initial student" : "teacher";
        string cure = isOfStart
            ? "take the discriminator off the initial student (GeneratorModel.ForDeployment) to go on with the teacher's, or with a new one where UseTeacherDiscriminator is false"
            : "set UseTeacherDiscriminator to false to start from a new one that sees the image alone";
        int image = generator.OutputChannels;
        int pair = generator.Inputs[0].Channels + image;
        if (discriminator.Inputs.Length != 1 || (discriminator.Inputs[0].Channels != image && discriminator.Inputs[0].Channels != pair))
        {
            throw new ArgumentException(
                $"The {owner}'s discriminator '{discriminator.Architecture}' sees {discriminator.Inputs[0].Channels} channels; expected {image} (the image) or {pair} (source and image). Give another {owner}, or {cure}.", nameof(teacher));
        }

        if (data is IUnpairedImageSource && discriminator.Inputs[0].Channels != image)
        {
            throw new ArgumentException(
                $"The {owner}'s discriminator '{discriminator.Architecture}' judges pairs of source and image ({pair} channels), but the images are unpaired. Give image pairs, {(isOfStart ? "an" : "a")} {owner} that was trained on unpaired images, or {cure}.", nameof(teacher));
        }
    }

    private static bool IsLike(LayerGraph wide, LayerGraph narrow)
    {
        var shapes = wide.Parameters.ToDictionary(spec => spec.Name, spec => spec.Shape, StringComparer.Ordinal);
        return shapes.Count == narrow.Parameters.Length && narrow.Parameters.All(spec =>
            shapes.TryGetValue(spec.Name, out ImmutableArray<int> shape) && shape.Length == spec.Shape.Length && spec.Shape.Zip(shape).All(extents => extents.First <= extents.Second));
    }
}
