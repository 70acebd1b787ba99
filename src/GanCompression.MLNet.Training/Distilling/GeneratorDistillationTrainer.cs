using GanCompression.Training;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>
/// Trains a small generator to do what a large one does (GAN Compression, TPAMI 2022, §3.1). The large one, the teacher, is the
/// generator of the stage before it, or is given in the options. The small one may start from a generator of an earlier stage,
/// such as the sub-network that <see cref="PlanSearchEstimator"/> chose: then this is fine-tuning (§3.4).
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes; it reads them once, into a cache of bytes</description></item>
/// <item><term>Input column data type</term><description>Two columns of images of one size, and a column that its teacher generated unless the teacher is given; to start from a generator, its column too</description></item>
/// <item><term>Output column data type</term><description>Image of the size of the source, annotated with its generator; the teacher's column is hidden and not computed</description></item>
/// <item><term>Required packages</term><description>GanCompression.MLNet.Training and, in the application, a TorchSharp backend</description></item>
/// </list>
/// </remarks>
/// <seealso cref="GanCompressionCompressionExtensions.Distillation(GanCompressionCatalog.CompressionCatalog, Options)"/>
public sealed class GeneratorDistillationTrainer : GeneratorEstimatorBase
{
    internal GeneratorDistillationTrainer(MLContext context, Options options)
        : base(context, options, "Distill")
    {
    }

    private protected override void Prepare(IStageOptions options, IReadOnlyList<StageModel> models, IChannel channel)
    {
        if (models.Find(ModelRole.InitialStudent) is not { } start)
            return;
        ModelChecks.CheckTeacher(models.Find(ModelRole.Teacher)!, start, ModelRole.InitialStudent);
        ((Options)options).StartFrom(start);
    }

    private protected override GeneratorModel Learn(StageInput input)
    {
        var options = (Options)input.Options;
        return input.Images is IImagePairSource pairs
            ? Distillation.Train(input.Teacher, pairs, options)
            : Distillation.Train(input.Teacher, (IUnpairedImageSource)input.Images, options);
    }

    /// <summary>Options of <see cref="GeneratorDistillationTrainer"/>. Copied when the trainer is made.</summary>
    public sealed class Options : DistillationOptions, IStageOptions
    {
        /// <summary>The teacher.</summary>
        /// <value>Default null: the generator that made the column <see cref="TeacherColumnName"/>.</value>
        public GeneratorModel? Teacher { get; set; }

        /// <summary>Name of the column that the teacher made. Its images are not read.</summary>
        /// <value>Default null: <see cref="OutputColumnName"/>. Must be null where <see cref="Teacher"/> is set.</value>
        public string? TeacherColumnName { get; set; }

        /// <summary>Name of the column of generated images; a column of this name is hidden by it.</summary>
        /// <value>Default <c>Generated</c>.</value>
        public string OutputColumnName { get; set; } = ColumnNames.Generated;

        /// <summary>Name of the column of images to translate.</summary>
        /// <value>Default <c>Source</c>.</value>
        public string SourceColumnName { get; set; } = ColumnNames.Source;

        /// <summary>Name of the column of what they should be translated to.</summary>
        /// <value>Default <c>Target</c>.</value>
        public string TargetColumnName { get; set; } = ColumnNames.Target;

        /// <summary>Whether the target of a row has nothing to do with its source.</summary>
        /// <value>
        /// Default null: true where the target column says so, as that of <see cref="GanCompressionCatalog.DataCatalog.LoadUnpairedImages(string, string, int)"/>
        /// does, or where the teacher was trained that way (its discriminator sees the image alone, or it comes from
        /// <see cref="CycleGanTrainer"/>) and <see cref="StudentOptions.ReconstructionTarget"/> is not the ground truth.
        /// </value>
        public bool? IsUnpaired { get; set; }

        /// <summary>Memory for the images, in bytes; more of them go to a temporary file.</summary>
        /// <value>Default 2 GiB; at least 0.</value>
        public long MemoryBudgetBytes { get; set; } = ImagePairCache.DefaultMemoryBudgetBytes;

        /// <summary>
        /// Name of the column that the generator made which the student starts from: that of <see cref="PlanSearchEstimator"/>, for
        /// example. Its images are not read.
        /// </summary>
        /// <value>
        /// Default null: <see cref="DistillationOptions.InitialStudent"/>, if there is one; otherwise as <see cref="StudentOptions.StudentInitialization"/>
        /// says. Must be null where that is set, and must not be the teacher's column. Where <see cref="DistillationOptions.StudentPlan"/>
        /// is null, the student has the channels of the generator that it starts from.
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

        /// <summary>Has the student start from a generator, with its channels unless a plan is given.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The student is of another architecture.</exception>
        /// <exception cref="ArgumentException">The student is no narrower version of the generator.</exception>
        internal void StartFrom(GeneratorModel start, string options = "options")
        {
            (InitialStudent, InitialStudentColumnName) = (start, null);
            LayerGraph graph = start.Generator.Graph;
            if (StudentPlan is null && StudentWidth is null && SubNetworkOf(graph) is { } architecture)
            {
                if (StudentArchitecture != architecture && StudentArchitecture != new DistillationOptions().StudentArchitecture)
                {
                    throw new ArgumentOutOfRangeException(nameof(options), StudentArchitecture,
                        $"StudentArchitecture '{StudentArchitecture}' is not that of the initial student '{graph.Architecture}', whose channels the student has where StudentPlan is null. Leave StudentArchitecture at its default, or set StudentPlan.");
                }

                (StudentArchitecture, StudentPlan) = (architecture, GeneratorNetworks.PlanOf(graph));
            }

            if (StudentPlan is not null)
                ModelChecks.CheckStart(start, GeneratorNetworks.Create(StudentArchitecture, StudentPlan), " Leave StudentPlan null to take the channels of the initial student.");
        }

        // The architecture, with a channel plan, of a generator with separable convolutions; null for others.
        private static string? SubNetworkOf(LayerGraph graph)
        {
            if (GeneratorNetworks.PlanOf(graph) is null)
                return null;
            return graph.Architecture.Contains("sub_mobile_resnet_", StringComparison.Ordinal) ? graph.Architecture
                : graph.Architecture.StartsWith("mobile_resnet_", StringComparison.Ordinal) ? $"sub_{graph.Architecture}"
                : null;
        }
    }
}
