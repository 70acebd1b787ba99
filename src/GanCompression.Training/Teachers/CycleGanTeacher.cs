using System.Collections.Immutable;

namespace GanCompression.Training;

/// <summary>Trains a generator on two independent sets of images as CycleGAN does (Zhu et al., ICCV 2017): the teacher that is compressed later.</summary>
public static class CycleGanTeacher
{
    /// <summary>Name of the stage in provenance and checkpoints.</summary>
    public const string StageName = "CycleGan";

    // Different networks of one run start from different random numbers.
    private const long DiscriminatorSeed = 1;
    private const long BackwardSeed = 2;

    /// <summary>Trains from random weights, and returns the generator that turns source images into target images.</summary>
    /// <param name="data">Two sets of images.</param>
    /// <param name="options">Options; copied.</param>
    /// <returns>The trained generator with its discriminator, which sees the image alone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint folder holds a checkpoint of other options or images, or is in use.</exception>
    public static GeneratorModel Train(IUnpairedImageSource data, CycleGanOptions options) => TrainBoth(data, options).Forward;

    /// <summary>Trains from random weights, and returns the generators of both directions.</summary>
    /// <param name="data">Two sets of images.</param>
    /// <param name="options">Options; copied.</param>
    /// <returns>The trained generators with their discriminators, which see the image alone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint folder holds a checkpoint of other options or images, or is in use.</exception>
    public static CycleGanModels TrainBoth(IUnpairedImageSource data, CycleGanOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options = (CycleGanOptions)options.Clone();
        options.Validate();
        options.CheckData(data);

        LayerGraph generator = options.CreateGraph();
        LayerGraph discriminator = DiscriminatorNetworks.PatchGan(new PatchDiscriminatorOptions
        {
            InputChannels = generator.OutputChannels,
            BaseWidth = options.DiscriminatorWidth,
            Layers = options.DiscriminatorLayers,
        });
        (int height, int width) = options.ImageSize is { } size ? (size, size) : (data.Height, data.Width);
        options.CheckFits(generator, height, width);
        options.CheckFits(discriminator, height, width);

        using var task = new CycleGanTask(
            Random(generator, 0), Random(discriminator, DiscriminatorSeed), Random(generator, BackwardSeed), Random(discriminator, BackwardSeed + DiscriminatorSeed), options);
        SortedDictionary<string, string> description = options.Describe();
        TrainingResult result = TrainingLoop.Run(task, data, options, description);

        int imageSize = Math.Min(height, width);
        ComputeCost cost = ComputeCost.Of(generator, imageSize, imageSize);
        var record = new StageRecord
        {
            Stage = StageName,
            Options = description.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Seed = options.SeedOrDefault,
            DurationSeconds = result.Elapsed.TotalSeconds,
            ImageSize = imageSize,
            MultiplyAddsAfter = cost.MultiplyAdds,
            ParametersAfter = cost.Parameters,
            Metrics = result.Losses,
        };
        return new CycleGanModels(
            Model(CycleGanTask.GeneratorName, CycleGanTask.DiscriminatorName), Model(CycleGanTask.BackwardGeneratorName, CycleGanTask.BackwardDiscriminatorName));

        Network Random(LayerGraph graph, long offset) => new(graph, WeightInitializer.Normal(graph, options.SeedOrDefault + offset));

        GeneratorModel Model(string generatorName, string discriminatorName) => new(
            new Network(generator, result.Weights[generatorName]), imageSize, new Network(discriminator, result.Weights[discriminatorName]), [record]);
    }
}
