using GanCompression.Training;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>
/// Finds the best sub-network of a supernet within a budget (GAN Compression, TPAMI 2022, §3.3 and §3.4) and takes it out. The
/// supernet is the generator of the stage before it, or is given in the options; so is the teacher, which sub-networks are
/// compared with.
/// </summary>
/// <remarks>
/// Nothing is trained: costs are computed in closed form, and only plans within the budget ever run. Append
/// <see cref="GanCompressionCompressionExtensions.Distillation(GanCompressionCatalog.CompressionCatalog, GeneratorDistillationTrainer.Options)"/>
/// with <see cref="GeneratorDistillationTrainer.Options.InitialStudentColumnName"/> to train the result on.
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes; it reads them once, into a cache of bytes</description></item>
/// <item><term>Input column data type</term><description>Two columns of images of one size, and the columns that supernet and teacher generated unless they are given</description></item>
/// <item><term>Output column data type</term><description>Image of the size of the source, annotated with its generator; the supernet's column is hidden and not computed</description></item>
/// <item><term>Required packages</term><description>GanCompression.MLNet.Training; no native code runs</description></item>
/// </list>
/// </remarks>
/// <seealso cref="GanCompressionCompressionExtensions.Search(GanCompressionCatalog.CompressionCatalog, Options)"/>
public sealed class PlanSearchEstimator : GeneratorEstimatorBase
{
    internal PlanSearchEstimator(MLContext context, Options options)
        : base(context, options, "Search")
    {
    }

    private protected override void Prepare(IStageOptions options, IReadOnlyList<StageModel> models, IChannel channel)
    {
        var search = (Options)options;
        GeneratorModel supernet = models.Find(ModelRole.Supernet)!;
        GeneratorModel teacher = models.Find(ModelRole.Teacher)!;
        ModelChecks.CheckTeacher(teacher, supernet, ModelRole.Supernet);
        ModelChecks.CheckSupernet(supernet, channel);
        ChannelSet? trained = ModelChecks.ChannelsOf(supernet);
        if (search.Channels is { } channels && trained is not null)
            CheckChannels(channels, trained);
        search.Channels ??= trained;
    }

    private protected override GeneratorModel Learn(StageInput input)
    {
        var options = (Options)input.Options;
        GeneratorModel supernet = input.Find(ModelRole.Supernet)!;
        CompressionFrontier frontier = input.Images is IImagePairSource pairs
            ? PlanSearch.Run(input.Teacher, supernet, pairs, options.Budget, options)
            : PlanSearch.Run(input.Teacher, supernet, (IUnpairedImageSource)input.Images, options.Budget, options);
        SearchLog.Found(input.Channel, options.FrontierCallback)(frontier);
        return Supernet.Export(supernet, frontier);
    }

    // A narrower plan than any that was trained is a guess; so is one in between.
    private static void CheckChannels(ChannelSet channels, ChannelSet trained, string options = "options")
    {
        if (channels.Choices.Length != trained.Choices.Length)
            return;
        for (int i = 0; i < channels.Choices.Length; i++)
        {
            int[] untrained = [.. channels.Choices[i].Except(trained.Choices[i])];
            if (untrained.Length > 0)
            {
                throw new ArgumentOutOfRangeException(nameof(options), channels,
                    $"Channels offers {string.Join(", ", untrained)} for entry {i + 1} of the plan, but the supernet was trained for {string.Join(", ", trained.Choices[i])} there. Leave Channels null for all plans that it was trained for.");
            }
        }
    }

    /// <summary>Options of <see cref="PlanSearchEstimator"/>. Copied when the estimator is made.</summary>
    public sealed class Options : SearchOptions, IStageOptions
    {
        /// <summary>What the sub-network may cost.</summary>
        /// <value>Default 12 times fewer multiply-adds than the teacher.</value>
        public ComputeBudget Budget { get; set; } = ComputeBudget.Ratio(12);

        /// <summary>Called with everything the search judged, on the thread that fits.</summary>
        /// <value>Default null.</value>
        public Action<CompressionFrontier>? FrontierCallback { get; set; }

        /// <summary>The supernet. Where <see cref="SearchOptions.Channels"/> is null, its provenance says what it was trained for.</summary>
        /// <value>Default null: the generator that made the column <see cref="SupernetColumnName"/>.</value>
        public GeneratorModel? Supernet { get; set; }

        /// <summary>Name of the column that the supernet made. Its images are not read.</summary>
        /// <value>Default null: <see cref="OutputColumnName"/>. Must be null where <see cref="Supernet"/> is set.</value>
        public string? SupernetColumnName { get; set; }

        /// <summary>The teacher, which sub-networks are compared with, and which a relative budget refers to.</summary>
        /// <value>Default null: the generator that made the column <see cref="TeacherColumnName"/>.</value>
        public GeneratorModel? Teacher { get; set; }

        /// <summary>Name of the column that the teacher made. Its images are not read.</summary>
        /// <value>Default null, which is for those who set <see cref="Teacher"/>. Not the supernet's column.</value>
        public string? TeacherColumnName { get; set; }

        /// <summary>Images to judge with, better not those that the supernet was trained on. A view with the source and target columns.</summary>
        /// <value>Default null: those of the data that is fitted to.</value>
        public IDataView? ValidationSet { get; set; }

        /// <summary>Name of the column that the sub-network makes; a column of this name is hidden by it.</summary>
        /// <value>Default <c>Generated</c>.</value>
        public string OutputColumnName { get; set; } = ColumnNames.Generated;

        /// <summary>Name of the column of images to translate.</summary>
        /// <value>Default <c>Source</c>.</value>
        public string SourceColumnName { get; set; } = ColumnNames.Source;

        /// <summary>Name of the column of what they should be translated to.</summary>
        /// <value>Default <c>Target</c>.</value>
        public string TargetColumnName { get; set; } = ColumnNames.Target;

        /// <summary>Whether the target of a row has nothing to do with its source: each different image is then taken once.</summary>
        /// <value>
        /// Default null: true where the target column says so, as that of <see cref="GanCompressionCatalog.DataCatalog.LoadUnpairedImages(string, string, int)"/>
        /// does, or where the supernet was trained that way.
        /// </value>
        public bool? IsUnpaired { get; set; }

        /// <summary>Memory for the images, in bytes; more of them go to a temporary file.</summary>
        /// <value>Default 2 GiB; at least 0.</value>
        public long MemoryBudgetBytes { get; set; } = ImagePairCache.DefaultMemoryBudgetBytes;

        IEnumerable<ModelColumn> IStageOptions.Models =>
            [new(ModelRole.Supernet, Supernet, SupernetColumnName, OutputColumnName), new(ModelRole.Teacher, Teacher, TeacherColumnName, null)];

        IDataView? IStageOptions.OtherImages => ValidationSet;

        /// <inheritdoc/>
        public override void Validate()
        {
            base.Validate();
            if (Budget is null)
                throw new ArgumentOutOfRangeException(nameof(Budget), "Budget must be set, for example to ComputeBudget.Ratio(12), but was null.");
            StageOptions.Check(this);
        }

        IStageOptions IStageOptions.Copy() => (Options)Clone();
    }
}
