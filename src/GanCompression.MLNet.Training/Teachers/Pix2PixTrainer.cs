using GanCompression.Training;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

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
public sealed class Pix2PixTrainer : IEstimator<GeneratorApplyingTransformer>
{
    private const string UnpairedCure = " Use Trainers.CycleGan for unpaired images, or load pairs with Data.LoadPairedImages.";

    private readonly MLContext _context;
    private readonly IHost _host;
    private readonly Options _options;
    private readonly PairColumns _columns;
    private readonly bool _isSeedGiven;

    internal Pix2PixTrainer(MLContext context, Options options)
    {
        _host = ((IHostEnvironment)context).Register(nameof(Pix2PixTrainer));
        ArgumentNullException.ThrowIfNull(options);
        _context = context;
        _options = (Options)options.Clone();
        _options.Validate();
        _columns = new PairColumns(_options.SourceColumnName, _options.TargetColumnName);
        _isSeedGiven = _options.Seed is not null;
        _options.Seed ??= _host.Rand.Next();
    }

    /// <summary>Trains the generator.</summary>
    /// <param name="input">Data with the source and target columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or the options do not go with the images.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    public GeneratorApplyingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = GetOutputSchema(SchemaShapes.Of(input.Schema));
        var options = (Options)_options.Clone();

        using IChannel channel = _host.Start("Train");
        StageLog.Seed(channel, options.Seed!.Value, _isSeedGiven);
        using ImagePairCache pairs = _columns.ReadPairs(channel, input, options.MemoryBudgetBytes, options.CancellationToken);
        GeneratorModel model = StageLog.Run(channel, options, () => Pix2PixTeacher.Train(pairs, options));
        return new GeneratorApplyingTransformer(_context, options.OutputColumnName, model, options.SourceColumnName);
    }

    /// <summary>The shape of the data with the generated column.</summary>
    /// <param name="inputSchema">Shape of the data with the source and target columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ImageDataViewType source = _columns.Check(_host, inputSchema, _options.ImageSize, UnpairedCure);
        return SchemaShapes.With(inputSchema, _options.OutputColumnName, ImageTypes.Of(source.Height, source.Width), GeneratorAnnotation.Of(null));
    }

    /// <summary>Options of <see cref="Pix2PixTrainer"/>. Copied when the trainer is made.</summary>
    public sealed class Options : Pix2PixOptions
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

        /// <inheritdoc/>
        public override void Validate()
        {
            base.Validate();
            ColumnNames.Check(nameof(OutputColumnName), OutputColumnName);
            ColumnNames.Check(nameof(SourceColumnName), SourceColumnName);
            ColumnNames.Check(nameof(TargetColumnName), TargetColumnName);
            ColumnNames.CheckBudget(MemoryBudgetBytes);
        }
    }
}
