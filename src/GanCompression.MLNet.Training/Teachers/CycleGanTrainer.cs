using GanCompression.Training;
using Microsoft.ML;

namespace GanCompression.MLNet.Training;

/// <summary>
/// Trains a generator on two independent sets of images as CycleGAN does (Zhu et al., ICCV 2017): the rows' sources, and the rows'
/// targets as examples of what the sources should look like. Which source and target share a row does not matter.
/// </summary>
/// <remarks>
/// Of the two generators that are trained, the stage keeps the one from source to target; for the other exchange the column
/// names, or call <see cref="CycleGanTeacher.TrainBoth"/>.
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes; it reads them once, into a cache of bytes</description></item>
/// <item><term>Input column data type</term><description>Two columns of images of one size</description></item>
/// <item><term>Output column data type</term><description>Image of the size of the source, annotated with its generator</description></item>
/// <item><term>Required packages</term><description>GanCompression.MLNet.Training and, in the application, a TorchSharp backend</description></item>
/// </list>
/// </remarks>
/// <seealso cref="GanCompressionTrainersExtensions.CycleGan(GanCompressionCatalog.TrainersCatalog, Options)"/>
public sealed class CycleGanTrainer : GeneratorEstimatorBase
{
    internal CycleGanTrainer(MLContext context, Options options)
        : base(context, options, "Train")
    {
    }

    private protected override GeneratorModel Learn(StageInput input) => CycleGanTeacher.Train((IUnpairedImageSource)input.Images, (Options)input.Options);

    /// <summary>Options of <see cref="CycleGanTrainer"/>. Copied when the trainer is made.</summary>
    public sealed class Options : CycleGanOptions, IStageOptions
    {
        /// <summary>Name of the column of generated images.</summary>
        /// <value>Default <c>Generated</c>.</value>
        public string OutputColumnName { get; set; } = ColumnNames.Generated;

        /// <summary>Name of the column of images to translate.</summary>
        /// <value>Default <c>Source</c>.</value>
        public string SourceColumnName { get; set; } = ColumnNames.Source;

        /// <summary>Name of the column of examples of what they should look like.</summary>
        /// <value>Default <c>Target</c>.</value>
        public string TargetColumnName { get; set; } = ColumnNames.Target;

        /// <summary>Memory for the images, in bytes; more of them go to a temporary file.</summary>
        /// <value>Default 2 GiB; at least 0.</value>
        public long MemoryBudgetBytes { get; set; } = ImagePairCache.DefaultMemoryBudgetBytes;

        bool? IStageOptions.IsUnpaired => true;

        /// <inheritdoc/>
        public override void Validate()
        {
            base.Validate();
            StageOptions.Check(this);
        }

        IStageOptions IStageOptions.Copy() => (Options)Clone();
    }
}
