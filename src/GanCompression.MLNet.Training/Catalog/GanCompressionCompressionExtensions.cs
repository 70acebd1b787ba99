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
    /// <param name="teacher">The large generator; null for the one that made the column <paramref name="teacherColumnName"/>.</param>
    /// <param name="teacherColumnName">Name of the column that the teacher made; null for <paramref name="outputColumnName"/>, or where <paramref name="teacher"/> is given.</param>
    /// <param name="initialStudentColumnName">Name of the column whose generator the student starts from, to fine-tune it; null to begin with a new student.</param>
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
        string? teacherColumnName = null,
        string? initialStudentColumnName = null,
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
            TeacherColumnName = teacherColumnName,
            InitialStudentColumnName = initialStudentColumnName,
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
    /// <param name="teacher">The large generator; null for the one that made the column <paramref name="teacherColumnName"/>.</param>
    /// <param name="teacherColumnName">Name of the column that the teacher made; null for <paramref name="outputColumnName"/>, or where <paramref name="teacher"/> is given.</param>
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
        string? teacherColumnName = null,
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
            TeacherColumnName = teacherColumnName,
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

    /// <summary>
    /// Compresses a generator to a budget by the recipe GAN Compression (Li et al., TPAMI 2022, §3): a separable student is distilled,
    /// a supernet starts from it, a search finds its best sub-network within the budget, and that one is trained on.
    /// <see cref="FastGanCompression(GanCompressionCatalog.CompressionCatalog, FastGanCompressionTrainer.Options)"/> does without the first step.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">Name of the column of generated images; the teacher's column of this name is hidden by it.</param>
    /// <param name="budget">What the student may cost; null for 12 times fewer multiply-adds than the teacher.</param>
    /// <param name="teacher">The large generator; null for the one that made the column <paramref name="teacherColumnName"/>.</param>
    /// <param name="teacherColumnName">Name of the column that the teacher made; null for <paramref name="outputColumnName"/>, or where <paramref name="teacher"/> is given.</param>
    /// <param name="sourceColumnName">Name of the column of images to translate.</param>
    /// <param name="targetColumnName">Name of the column of what they should be translated to.</param>
    /// <param name="maxEpochs">How often the supernet is shown every pair, at least 1; the first student and fine-tuning take half as many epochs each.</param>
    /// <param name="imageSize">Height and width of the random crops that are trained on, in pixels, a multiple of 4; null for whole images.</param>
    /// <param name="seed">Seed of everything random; null to draw one from the context.</param>
    /// <param name="progressCallback">Called with the progress of training, on the thread that trains.</param>
    /// <param name="cancellationToken">Ends training after the current step, and the search after the current image.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <example>
    /// <code>
    /// var pipeline = gan.Trainers.Pix2Pix("Generated", architecture: "mobile_resnet_9blocks", imageSize: 128)
    ///     .Append(gan.Compression.GanCompression("Generated", ComputeBudget.MultiplyAdds(1.5e9), imageSize: 128));
    /// </code>
    /// </example>
    public static GanCompressionTrainer GanCompression(
        this GanCompressionCatalog.CompressionCatalog catalog,
        string outputColumnName = "Generated",
        ComputeBudget? budget = null,
        GeneratorModel? teacher = null,
        string? teacherColumnName = null,
        string sourceColumnName = "Source",
        string targetColumnName = "Target",
        int maxEpochs = 40,
        int? imageSize = null,
        long? seed = null,
        Action<TrainingProgress>? progressCallback = null,
        CancellationToken cancellationToken = default) => catalog.GanCompression(new GanCompressionTrainer.Options
        {
            OutputColumnName = outputColumnName,
            Budget = budget ?? ComputeBudget.Ratio(12),
            Teacher = teacher,
            TeacherColumnName = teacherColumnName,
            SourceColumnName = sourceColumnName,
            TargetColumnName = targetColumnName,
            MaxEpochs = maxEpochs,
            ImageSize = imageSize,
            Seed = seed,
            ProgressCallback = progressCallback,
            CancellationToken = cancellationToken,
        });

    /// <summary>Compresses a generator to a budget by the recipe GAN Compression, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static GanCompressionTrainer GanCompression(this GanCompressionCatalog.CompressionCatalog catalog, GanCompressionTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new GanCompressionTrainer(catalog.Context, options);
    }

    /// <summary>
    /// Trains one set of weights that serves every channel plan of a set (GAN Compression, TPAMI 2022, §3.3): what
    /// <see cref="Search(GanCompressionCatalog.CompressionCatalog, PlanSearchEstimator.Options)"/> searches.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">Name of the column that the widest sub-network makes; a column of this name is hidden by it.</param>
    /// <param name="channels">The plans to train for; null for every entry 1, ¾, ½, ⅜ or ¼ of the teacher's base width.</param>
    /// <param name="teacher">The large generator; null for the one that made the column <paramref name="teacherColumnName"/>.</param>
    /// <param name="teacherColumnName">Name of the column that the teacher made; null for <paramref name="outputColumnName"/>, or where <paramref name="teacher"/> is given.</param>
    /// <param name="initialStudentColumnName">Name of the column whose generator the supernet starts from; null to begin with the teacher's weights, or new ones.</param>
    /// <param name="sourceColumnName">Name of the column of images to translate.</param>
    /// <param name="targetColumnName">Name of the column of what they should be translated to.</param>
    /// <param name="maxEpochs">How often every pair is shown, at least 1; a supernet needs about twice what a single student needs.</param>
    /// <param name="imageSize">Height and width of the random crops that are trained on, in pixels, a multiple of 4; null for whole images.</param>
    /// <param name="seed">Seed of everything random; null to draw one from the context.</param>
    /// <param name="progressCallback">Called with the progress, on the thread that trains.</param>
    /// <param name="cancellationToken">Ends training after the current step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <example>
    /// <code>
    /// var pipeline = gan.Trainers.Pix2Pix("Teacher", imageSize: 128)
    ///     .Append(gan.Compression.Supernet("Generated", teacherColumnName: "Teacher", maxEpochs: 40, imageSize: 128))
    ///     .Append(gan.Compression.Search("Generated", ComputeBudget.Ratio(12), teacherColumnName: "Teacher", imageSize: 128))
    ///     .Append(gan.Compression.Distillation("Generated", teacherColumnName: "Teacher", initialStudentColumnName: "Generated", imageSize: 128));
    /// </code>
    /// </example>
    public static SupernetTrainer Supernet(
        this GanCompressionCatalog.CompressionCatalog catalog,
        string outputColumnName = "Generated",
        ChannelSet? channels = null,
        GeneratorModel? teacher = null,
        string? teacherColumnName = null,
        string? initialStudentColumnName = null,
        string sourceColumnName = "Source",
        string targetColumnName = "Target",
        int maxEpochs = 20,
        int? imageSize = null,
        long? seed = null,
        Action<TrainingProgress>? progressCallback = null,
        CancellationToken cancellationToken = default) => catalog.Supernet(new SupernetTrainer.Options
        {
            OutputColumnName = outputColumnName,
            Channels = channels,
            Teacher = teacher,
            TeacherColumnName = teacherColumnName,
            InitialStudentColumnName = initialStudentColumnName,
            SourceColumnName = sourceColumnName,
            TargetColumnName = targetColumnName,
            MaxEpochs = maxEpochs,
            ImageSize = imageSize,
            Seed = seed,
            ProgressCallback = progressCallback,
            CancellationToken = cancellationToken,
        });

    /// <summary>Trains one set of weights that serves every channel plan of a set, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SupernetTrainer Supernet(this GanCompressionCatalog.CompressionCatalog catalog, SupernetTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SupernetTrainer(catalog.Context, options);
    }

    /// <summary>
    /// Finds the best sub-network of a supernet within a budget, and takes it out (GAN Compression, TPAMI 2022, §3.3 and §3.4).
    /// Nothing is trained.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">Name of the column that the sub-network makes; the supernet's column of this name is hidden by it.</param>
    /// <param name="budget">What the sub-network may cost; null for 12 times fewer multiply-adds than the teacher.</param>
    /// <param name="teacher">The large generator, which sub-networks are compared with; null for the one that made the column <paramref name="teacherColumnName"/>.</param>
    /// <param name="teacherColumnName">Name of the column that the teacher made; null where <paramref name="teacher"/> is given.</param>
    /// <param name="supernet">The supernet; null for the one that made the column <paramref name="outputColumnName"/> in the stage before.</param>
    /// <param name="sourceColumnName">Name of the column of images to translate.</param>
    /// <param name="targetColumnName">Name of the column of what they should be translated to.</param>
    /// <param name="imageSize">Height and width, in pixels, of the middle part of each image that is judged, a multiple of 4; null for whole images.</param>
    /// <param name="validationSet">Images to judge with, better not those that the supernet was trained on; null for those of the data that is fitted to.</param>
    /// <param name="seed">Seed of everything random; null to draw one from the context.</param>
    /// <param name="progressCallback">Called with the progress, one call at a time.</param>
    /// <param name="cancellationToken">Ends the search after the current image.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range, or neither <paramref name="teacher"/> nor <paramref name="teacherColumnName"/> is given.</exception>
    /// <example>
    /// <code>
    /// GeneratorModel teacher = gan.Model.LoadGenerator("teacher.gcm");
    /// GeneratorModel supernet = gan.Model.LoadGenerator("supernet.gcm");
    /// var small = gan.Compression.Search("Generated", ComputeBudget.MultiplyAdds(1e9), teacher, supernet: supernet).Fit(data);
    /// </code>
    /// </example>
    public static PlanSearchEstimator Search(
        this GanCompressionCatalog.CompressionCatalog catalog,
        string outputColumnName = "Generated",
        ComputeBudget? budget = null,
        GeneratorModel? teacher = null,
        string? teacherColumnName = null,
        GeneratorModel? supernet = null,
        string sourceColumnName = "Source",
        string targetColumnName = "Target",
        int? imageSize = null,
        IDataView? validationSet = null,
        long? seed = null,
        Action<SearchProgress>? progressCallback = null,
        CancellationToken cancellationToken = default) => catalog.Search(new PlanSearchEstimator.Options
        {
            OutputColumnName = outputColumnName,
            Budget = budget ?? ComputeBudget.Ratio(12),
            Teacher = teacher,
            TeacherColumnName = teacherColumnName,
            Supernet = supernet,
            SourceColumnName = sourceColumnName,
            TargetColumnName = targetColumnName,
            ImageSize = imageSize,
            ValidationSet = validationSet,
            Seed = seed,
            ProgressCallback = progressCallback,
            CancellationToken = cancellationToken,
        });

    /// <summary>Finds the best sub-network of a supernet within a budget, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or neither a teacher nor its column is given.</exception>
    public static PlanSearchEstimator Search(this GanCompressionCatalog.CompressionCatalog catalog, PlanSearchEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new PlanSearchEstimator(catalog.Context, options);
    }
}
