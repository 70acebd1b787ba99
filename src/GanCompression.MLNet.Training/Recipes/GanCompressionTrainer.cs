using GanCompression.Training;
using Microsoft.ML;

namespace GanCompression.MLNet.Training;

/// <summary>
/// Compresses a generator by the recipe GAN Compression (Li et al., TPAMI 2022, §3): distils a student with separable convolutions,
/// trains a supernet that starts from it, searches the best sub-network within a budget, and trains that one on. The teacher, better
/// one with separable convolutions too, is the generator of the stage before it, or is given in the options.
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes; it reads them once, into a cache of bytes</description></item>
/// <item><term>Input column data type</term><description>Two columns of images of one size, and a column that its teacher generated unless the teacher is given</description></item>
/// <item><term>Output column data type</term><description>Image of the size of the source, annotated with its generator; the teacher's column is hidden and not computed</description></item>
/// <item><term>Required packages</term><description>GanCompression.MLNet.Training and, in the application, a TorchSharp backend</description></item>
/// </list>
/// </remarks>
/// <seealso cref="GanCompressionCompressionExtensions.GanCompression(GanCompressionCatalog.CompressionCatalog, Options)"/>
public sealed class GanCompressionTrainer : GeneratorEstimatorBase
{
    internal GanCompressionTrainer(MLContext context, Options options)
        : base(context, Checked(options), "Compress")
    {
    }

    private protected override GeneratorModel Learn(StageInput input)
    {
        var options = (Options)input.Options;
        return input.Images is IImagePairSource pairs
            ? GanCompressionRecipe.Train(input.Teacher, pairs, options)
            : GanCompressionRecipe.Train(input.Teacher, (IUnpairedImageSource)input.Images, options);
    }

    // The recipe sets it while it runs, so that the options themselves cannot refuse it.
    private static Options Checked(Options options) => options?.InitialStudent is { } student
        ? throw new ArgumentOutOfRangeException(
            nameof(options), student.Generator.Graph.Architecture, "InitialStudent must be null, for the recipe makes the first student itself. To start from a given one, use Compression.FastGanCompression.")
        : options!;

    /// <summary>Options of <see cref="GanCompressionTrainer"/>. Copied when the trainer is made.</summary>
    public sealed class Options : GanCompressionOptions, IStageOptions
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
        /// <value>Default null: as in <see cref="GeneratorDistillationTrainer.Options.IsUnpaired"/>.</value>
        public bool? IsUnpaired { get; set; }

        /// <summary>Memory for the images, in bytes; more of them go to a temporary file.</summary>
        /// <value>Default 2 GiB; at least 0.</value>
        public long MemoryBudgetBytes { get; set; } = ImagePairCache.DefaultMemoryBudgetBytes;

        IEnumerable<ModelColumn> IStageOptions.Models => [new(ModelRole.Teacher, Teacher, TeacherColumnName, OutputColumnName)];

        /// <inheritdoc/>
        public override void Validate()
        {
            base.Validate();
            StageOptions.Check(this);
        }

        IStageOptions IStageOptions.Copy() => (Options)Clone();
    }
}
