using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using GanCompression.Training;

namespace Microsoft.ML;

/// <summary>Trainers of generators.</summary>
public static class GanCompressionTrainersExtensions
{
    /// <summary>Trains a generator on image pairs as pix2pix does (Isola et al., CVPR 2017).</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">Name of the column of generated images.</param>
    /// <param name="sourceColumnName">Name of the column of images to translate.</param>
    /// <param name="targetColumnName">Name of the column of what they should be translated to.</param>
    /// <param name="architecture">The generator by its published name: <c>resnet_9blocks</c> or <c>mobile_resnet_9blocks</c>, with any number of blocks.</param>
    /// <param name="generatorWidth">Base width of the generator: channels of its first layer, 1 to 4096.</param>
    /// <param name="maxEpochs">How often every pair is shown, at least 1.</param>
    /// <param name="imageSize">Height and width of the random crops that are trained on, in pixels, a multiple of 4; null for whole images.</param>
    /// <param name="seed">Seed of everything random; null to draw one from the context.</param>
    /// <param name="progressCallback">Called with the progress, on the thread that trains.</param>
    /// <param name="cancellationToken">Ends training after the current step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <example>
    /// <code>
    /// var pipeline = gan.Trainers.Pix2Pix("Generated", imageSize: 128)
    ///     .Append(gan.Compression.Distillation("Generated", imageSize: 128));
    /// var model = pipeline.Fit(gan.Data.LoadPairedImages("facades/train", imageSize: 143, PairDirection.BtoA));
    /// </code>
    /// </example>
    public static Pix2PixTrainer Pix2Pix(
        this GanCompressionCatalog.TrainersCatalog catalog,
        string outputColumnName = "Generated",
        string sourceColumnName = "Source",
        string targetColumnName = "Target",
        string architecture = "resnet_9blocks",
        int generatorWidth = 64,
        int maxEpochs = 20,
        int? imageSize = null,
        long? seed = null,
        Action<TrainingProgress>? progressCallback = null,
        CancellationToken cancellationToken = default) => catalog.Pix2Pix(new Pix2PixTrainer.Options
        {
            OutputColumnName = outputColumnName,
            SourceColumnName = sourceColumnName,
            TargetColumnName = targetColumnName,
            Architecture = architecture,
            GeneratorWidth = generatorWidth,
            MaxEpochs = maxEpochs,
            ImageSize = imageSize,
            Seed = seed,
            ProgressCallback = progressCallback,
            CancellationToken = cancellationToken,
        });

    /// <summary>Trains a generator on image pairs as pix2pix does, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Pix2PixTrainer Pix2Pix(this GanCompressionCatalog.TrainersCatalog catalog, Pix2PixTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new Pix2PixTrainer(catalog.Context, options);
    }

    /// <summary>Trains a generator on two independent sets of images as CycleGAN does (Zhu et al., ICCV 2017).</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">Name of the column of generated images.</param>
    /// <param name="sourceColumnName">Name of the column of images to translate.</param>
    /// <param name="targetColumnName">Name of the column of examples of what they should look like; which of them share a row does not matter.</param>
    /// <param name="architecture">The generators by their published name: <c>resnet_9blocks</c> or <c>mobile_resnet_9blocks</c>, with any number of blocks.</param>
    /// <param name="generatorWidth">Base width of the generators: channels of their first layer, 1 to 4096.</param>
    /// <param name="maxEpochs">How often as many images are shown as the larger set has, at least 1.</param>
    /// <param name="imageSize">Height and width of the random crops that are trained on, in pixels, a multiple of 4; null for whole images.</param>
    /// <param name="seed">Seed of everything random; null to draw one from the context.</param>
    /// <param name="progressCallback">Called with the progress, on the thread that trains.</param>
    /// <param name="cancellationToken">Ends training after the current step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <example>
    /// <code>
    /// var pipeline = gan.Trainers.CycleGan("Generated", imageSize: 128)
    ///     .Append(gan.Compression.Distillation("Generated", imageSize: 128));
    /// var model = pipeline.Fit(gan.Data.LoadUnpairedImages("horse2zebra", imageSize: 143));
    /// </code>
    /// </example>
    public static CycleGanTrainer CycleGan(
        this GanCompressionCatalog.TrainersCatalog catalog,
        string outputColumnName = "Generated",
        string sourceColumnName = "Source",
        string targetColumnName = "Target",
        string architecture = "resnet_9blocks",
        int generatorWidth = 64,
        int maxEpochs = 200,
        int? imageSize = null,
        long? seed = null,
        Action<TrainingProgress>? progressCallback = null,
        CancellationToken cancellationToken = default) => catalog.CycleGan(new CycleGanTrainer.Options
        {
            OutputColumnName = outputColumnName,
            SourceColumnName = sourceColumnName,
            TargetColumnName = targetColumnName,
            Architecture = architecture,
            GeneratorWidth = generatorWidth,
            MaxEpochs = maxEpochs,
            ImageSize = imageSize,
            Seed = seed,
            ProgressCallback = progressCallback,
            CancellationToken = cancellationToken,
        });

    /// <summary>Trains a generator on two independent sets of images as CycleGAN does, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static CycleGanTrainer CycleGan(this GanCompressionCatalog.TrainersCatalog catalog, CycleGanTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new CycleGanTrainer(catalog.Context, options);
    }
}
