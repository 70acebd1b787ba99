using GanCompression;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using GanCompression.Training;

namespace Microsoft.ML;

/// <summary>Compressors of generators.</summary>
public static class GanCompressionCompressionExtensions
{
    /// <summary>Trains a small generator to do what a large one does (GAN Compression, TPAMI 2022, §3.1).</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">Name of the column of generated images; the teacher's column of this name is hidden by it.</param>
    /// <param name="studentPlan">Channels of the student; null for the published <c>16_16_32_16_32_32_16_16</c>, scaled to the teacher's width.</param>
    /// <param name="teacher">The large generator; null for the one that made the column <paramref name="outputColumnName"/> in the stage before.</param>
    /// <param name="sourceColumnName">Name of the column of images to translate.</param>
    /// <param name="targetColumnName">Name of the column of what they should be translated to.</param>
    /// <param name="maxEpochs">How often every pair is shown, at least 1.</param>
    /// <param name="imageSize">Height and width of the random crops that are trained on, in pixels, a multiple of 4; null for whole images.</param>
    /// <param name="seed">Seed of everything random; null to draw one from the context.</param>
    /// <param name="progressCallback">Called with the progress, on the thread that trains.</param>
    /// <param name="cancellationToken">Ends training after the current step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <example>
    /// <code>
    /// GeneratorModel teacher = gan.Model.LoadGenerator("teacher.gcm");
    /// var student = gan.Compression.Distillation("Generated", teacher: teacher).Fit(data);
    /// gan.Model.SaveGenerator(student, "student.gcm", includeDiscriminator: false);
    /// </code>
    /// </example>
    public static GeneratorDistillationTrainer Distillation(
        this GanCompressionCatalog.CompressionCatalog catalog,
        string outputColumnName = "Generated",
        ChannelPlan? studentPlan = null,
        GeneratorModel? teacher = null,
        string sourceColumnName = "Source",
        string targetColumnName = "Target",
        int maxEpochs = 20,
        int? imageSize = null,
        long? seed = null,
        Action<TrainingProgress>? progressCallback = null,
        CancellationToken cancellationToken = default) => catalog.Distillation(new GeneratorDistillationTrainer.Options
        {
            OutputColumnName = outputColumnName,
            StudentPlan = studentPlan,
            Teacher = teacher,
            SourceColumnName = sourceColumnName,
            TargetColumnName = targetColumnName,
            MaxEpochs = maxEpochs,
            ImageSize = imageSize,
            Seed = seed,
            ProgressCallback = progressCallback,
            CancellationToken = cancellationToken,
        });

    /// <summary>Trains a small generator to do what a large one does, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static GeneratorDistillationTrainer Distillation(this GanCompressionCatalog.CompressionCatalog catalog, GeneratorDistillationTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new GeneratorDistillationTrainer(catalog.Context, options);
    }

    /// <summary>
    /// Compresses a generator to a budget by the recipe Fast GAN Compression (Li et al., TPAMI 2022, §3.4): a supernet learns from
    /// the teacher, a search finds its best sub-network within the budget, and that one is trained on.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">Name of the column of generated images; the teacher's column of this name is hidden by it.</param>
    /// <param name="budget">What the student may cost; null for 12 times fewer multiply-adds than the teacher.</param>
    /// <param name="teacher">The large generator; null for the one that made the column <paramref name="outputColumnName"/> in the stage before.</param>
    /// <param name="sourceColumnName">Name of the column of images to translate.</param>
    /// <param name="targetColumnName">Name of the column of what they should be translated to.</param>
    /// <param name="maxEpochs">How often the supernet is shown every pair, at least 1; fine-tuning takes half as many epochs.</param>
    /// <param name="imageSize">Height and width of the random crops that are trained on, in pixels, a multiple of 4; null for whole images.</param>
    /// <param name="seed">Seed of everything random; null to draw one from the context.</param>
    /// <param name="progressCallback">Called with the progress of training, on the thread that trains.</param>
    /// <param name="cancellationToken">Ends training after the current step, and the search after the current image.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <example>
    /// <code>
    /// var pipeline = gan.Trainers.Pix2Pix("Generated", imageSize: 128)
    ///     .Append(gan.Compression.FastGanCompression("Generated", ComputeBudget.Ratio(12), imageSize: 128));
    /// </code>
    /// </example>
    public static FastGanCompressionTrainer FastGanCompression(
        this GanCompressionCatalog.CompressionCatalog catalog,
        string outputColumnName = "Generated",
        ComputeBudget? budget = null,
        GeneratorModel? teacher = null,
        string sourceColumnName = "Source",
        string targetColumnName = "Target",
        int maxEpochs = 40,
        int? imageSize = null,
        long? seed = null,
        Action<TrainingProgress>? progressCallback = null,
        CancellationToken cancellationToken = default) => catalog.FastGanCompression(new FastGanCompressionTrainer.Options
        {
            OutputColumnName = outputColumnName,
            Budget = budget ?? ComputeBudget.Ratio(12),
            Teacher = teacher,
            SourceColumnName = sourceColumnName,
            TargetColumnName = targetColumnName,
            MaxEpochs = maxEpochs,
            ImageSize = imageSize,
            Seed = seed,
            ProgressCallback = progressCallback,
            CancellationToken = cancellationToken,
        });

    /// <summary>Compresses a generator to a budget by the recipe Fast GAN Compression, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static FastGanCompressionTrainer FastGanCompression(this GanCompressionCatalog.CompressionCatalog catalog, FastGanCompressionTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new FastGanCompressionTrainer(catalog.Context, options);
    }
}
