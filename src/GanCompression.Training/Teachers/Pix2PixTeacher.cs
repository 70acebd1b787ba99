using System.Collections.Immutable;

namespace GanCompression.Training;

/// <summary>Trains a generator on image pairs as pix2pix does (Isola et al., CVPR 2017): the teacher that is compressed later.</summary>
public static class Pix2PixTeacher
{
    // Different networks of one run start from different random numbers.
    private const long DiscriminatorSeed = 1;

    /// <summary>Trains a generator and its discriminator from random weights.</summary>
    /// <param name="data">Image pairs.</param>
    /// <param name="options">Options; copied.</param>
    /// <returns>The trained generator with its discriminator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint folder holds a checkpoint of other options or images, or is in use.</exception>
    public static GeneratorModel Train(IImagePairSource data, Pix2PixOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options = (Pix2PixOptions)options.Clone();
        options.Validate();
        options.CheckData(data);

        LayerGraph generator = options.CreateGraph();
        LayerGraph discriminator = DiscriminatorNetworks.PatchGan(new PatchDiscriminatorOptions
        {
            InputChannels = generator.Inputs[0].Channels + generator.OutputChannels,
            BaseWidth = options.DiscriminatorWidth,
            Layers = options.DiscriminatorLayers,
        });
        (int height, int width) = options.ImageSize is { } size ? (size, size) : (data.Height, data.Width);
        int imageSize = Math.Min(height, width);
        options.CheckFits(generator, height, width);
        options.CheckFits(discriminator, height, width);

        using var task = new Pix2PixTask(
            new Network(generator, WeightInitializer.Normal(generator, options.SeedOrDefault)),
            new Network(discriminator, WeightInitializer.Normal(discriminator, options.SeedOrDefault + DiscriminatorSeed)), options);
        SortedDictionary<string, string> description = options.Describe();
        TrainingResult result = TrainingLoop.Run(task, data, options, description);

        var trained = new Network(generator, result.Weights[Pix2PixTask.GeneratorName]);
        ComputeCost cost = ComputeCost.Of(generator, imageSize, imageSize);
        var record = new StageRecord
        {
            Stage = task.Stage,
            Options = description.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Seed = options.SeedOrDefault,
            DurationSeconds = result.Elapsed.TotalSeconds,
            ImageSize = imageSize,
            MultiplyAddsAfter = cost.MultiplyAdds,
            ParametersAfter = cost.Parameters,
            Metrics = result.Losses,
        };
        return new GeneratorModel(trained, imageSize, new Network(discriminator, result.Weights[Pix2PixTask.DiscriminatorName]), [record]);
    }
}
