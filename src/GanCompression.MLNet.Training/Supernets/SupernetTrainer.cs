using GanCompression.Training;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>
/// Trains one set of weights that serves every channel plan of a set (GAN Compression, TPAMI 2022, §3.3). The generated column is
/// that of the widest sub-network; <see cref="PlanSearchEstimator"/> takes the best one within a budget out of it. The teacher is
/// the generator of the stage before it, or is given in the options. The supernet may start from a student of an earlier stage.
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes; it reads them once, into a cache of bytes</description></item>
/// <item><term>Input column data type</term><description>Two columns of images of one size, and a column that its teacher generated unless the teacher is given; to start from a student, its column too</description></item>
/// <item><term>Output column data type</term><description>Image of the size of the source, annotated with its generator</description></item>
/// <item><term>Required packages</term><description>GanCompression.MLNet.Training and, in the application, a TorchSharp backend</description></item>
/// </list>
/// </remarks>
/// <seealso cref="GanCompressionCompressionExtensions.Supernet(GanCompressionCatalog.CompressionCatalog, Options)"/>
public sealed class SupernetTrainer : GeneratorEstimatorBase
{
    internal SupernetTrainer(MLContext context, Options options)
        : base(context, options, "Train")
    {
    }

    private protected override void Prepare(IStageOptions options, IReadOnlyList<StageModel> models, IChannel channel)
    {
        var stage = (Options)options;
        GeneratorModel teacher = models.Find(ModelRole.Teacher)!;
        if (models.Find(ModelRole.InitialStudent) is { } start)
        {
            ModelChecks.CheckTeacher(teacher, start, ModelRole.InitialStudent);
            stage.StartFrom(start);
        }

        if (stage.Channels is { } channels)
            ModelChecks.CheckTeacher(teacher, stage.GraphOf(channels.Largest), stage.ImageSize ?? teacher.ImageSize, $"the supernet's widest plan {channels.Largest}", " Offer narrower Channels, or lower Blocks.");
    }

    private protected override GeneratorModel Learn(StageInput input)
    {
        var options = (Options)input.Options;
        return input.Images is IImagePairSource pairs
            ? Supernet.Train(input.Teacher, pairs, options)
            : Supernet.Train(input.Teacher, (IUnpairedImageSource)input.Images, options);
    }

    /// <summary>Options of <see cref="SupernetTrainer"/>. Copied when the trainer is made.</summary>
    public sealed class Options : SupernetOptions, IStageOptions
    {
        /// <summary>The teacher.</summary>
        /// <value>Default null: the generator that made the column <see cref="TeacherColumnName"/>.</value>
        public GeneratorModel? Teacher { get; set; }

        /// <summary>Name of the column that the teacher made. Its images are not read.</summary>
        /// <value>
        /// Default null: <see cref="OutputColumnName"/>. Must be null where <see cref="Teacher"/> is set. Later stages that need
        /// the teacher too find it only if its column has another name than the one made here.
        /// </value>
        public string? TeacherColumnName { get; set; }

        /// <summary>Name of the column that the widest sub-network makes; a column of this name is hidden by it.</summary>
        /// <value>Default <c>Generated</c>.</value>
        public string OutputColumnName { get; set; } = ColumnNames.Generated;

        /// <summary>Name of the column of images to translate.</summary>
        /// <value>Default <c>Source</c>.</value>
        public string SourceColumnName { get; set; } = ColumnNames.Source;

        /// <summary>Name of the column of what they should be translated to.</summary>
        /// <value>Default <c>Target</c>.</value>
        public string TargetColumnName { get; set; } = ColumnNames.Target;

        /// <summary>Whether the target of a row has nothing to do with its source.</summary>
        /// <value>Default null: as in <see cref="GeneratorDistillationTrainer.Options.IsUnpaired"/>.</value>
        public bool? IsUnpaired { get; set; }

        /// <summary>Memory for the images, in bytes; more of them go to a temporary file.</summary>
        /// <value>Default 2 GiB; at least 0.</value>
        public long MemoryBudgetBytes { get; set; } = ImagePairCache.DefaultMemoryBudgetBytes;

        /// <summary>
        /// Name of the column that the generator made which the supernet starts from, as <see cref="SupernetOptions.InitialStudent"/>
        /// says: that of <see cref="GeneratorDistillationTrainer"/> with a separable student, for example. Its images are not read.
        /// </summary>
        /// <value>
        /// Default null: <see cref="SupernetOptions.InitialStudent"/>, if there is one. Must be null where that is set, and must not be the
        /// teacher's column. Where <see cref="SupernetOptions.Channels"/> is null, the plans are fractions of the width of the
        /// generator that the supernet starts from, not of the teacher's.
        /// </value>
        public string? InitialStudentColumnName { get; set; }

        IEnumerable<ModelColumn> IStageOptions.Models
        {
            get
            {
                yield return new(ModelRole.Teacher, Teacher, TeacherColumnName, OutputColumnName);
                if (InitialStudent is not null || InitialStudentColumnName is not null)
                    yield return new(ModelRole.InitialStudent, InitialStudent, InitialStudentColumnName, null);
            }
        }

        /// <inheritdoc/>
        public override void Validate()
        {
            base.Validate();
            StageOptions.Check(this);
            ModelChecks.CheckInitialization(InitialStudentColumnName, StudentInitialization);
        }

        IStageOptions IStageOptions.Copy() => (Options)Clone();

        /// <summary>The network of a plan.</summary>
        internal LayerGraph GraphOf(ChannelPlan plan) => GeneratorNetworks.SubMobileResNet(plan, new ResNetGeneratorOptions { Blocks = Blocks });

        /// <summary>Has the supernet start from a generator, with plans of its width unless a set is given.</summary>
        /// <exception cref="ArgumentException">The supernet is no narrower version of the generator.</exception>
        internal void StartFrom(GeneratorModel start)
        {
            (InitialStudent, InitialStudentColumnName) = (start, null);
            if (Channels is null && GeneratorNetworks.PlanOf(start.Generator.Graph) is { } plan)
                Channels = DefaultChannels(plan.Channels.Min());
            if (Channels is not null)
                ModelChecks.CheckStart(start, GraphOf(Channels.Largest), " Give a student with separable convolutions that is at least as wide as the widest plan of Channels, with as many Blocks.");
        }
    }
}
