using GanCompression.Training;
using Microsoft.ML;

namespace GanCompression.MLNet.Training;

/// <summary>Trains a generator on image pairs as pix2pix does (Isola et al., CVPR 2017).</summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes; it reads them once, into a cache of bytes</description></item>
/// <item><term>Input column data type</term><description>Two columns of images of one size</description></item>
/// <item><term>Output column data type</term><description>Image of the size of the source, annotated with its generator</description></item>
/// <item><term>Required packages</term><description>GanCompression.MLNet.Training and, in the application, a TorchSharp backend</description></item>
/// </list>
/// </remarks>
/// <seealso cref="GanCompressionTrainersExtensions.Pix2Pix(GanCompressionCatalog.TrainersCatalog, Options)"/>
public sealed class Pix2PixTrainer : GeneratorEstimatorBase
{
    internal Pix2PixTrainer(MLContext context, Options options)
        : base(context, options, "Train")
    {
    }

    private protected override GeneratorModel Learn(StageInput input) => Pix2PixTeacher.Train((IImagePairSource)input.Images, (Options)input.Options);

    /// <summary>Options of <see cref="Pix2PixTrainer"/>. Copied when the trainer is made.</summary>
    public sealed class Options : Pix2PixOptions, IStageOptions
    {
        /// <summary>Name of the column of generated images.</summary>
        /// <value>Default <c>Generated</c>.</value>
        public string OutputColumnName { get; set; } = ColumnNames.Generated;

        /// <summary>Name of the column of images to translate.</summary>
        /// <value>Default <c>Source</c>.</value>
        public string SourceColumnName { get; set; } = ColumnNames.Source;

        /// <summary>Name of the column of what they should be translated to.</summary>
        /// <value>Default <c>Target</c>.</value>
        public string TargetColumnName { get; set; } = ColumnNames.Target;

        /// <summary>Memory for the images, in bytes; more of them go to a temporary file.</summary>
        /// <value>Default 2 GiB; at least 0.</value>
        public long MemoryBudgetBytes { get; set; } = ImagePairCache.DefaultMemoryBudgetBytes;

        bool? IStageOptions.IsUnpaired => false;

        string IStageOptions.UnpairedCure => " Use Trainers.CycleGan for unpaired images, or load pairs with Data.LoadPairedImages.";

        /// <inheritdoc/>
        public override void Validate()
        {
            base.Validate();
            StageOptions.Check(this);
        }

        IStageOptions IStageOptions.Copy() => (Options)Clone();
    }
}
