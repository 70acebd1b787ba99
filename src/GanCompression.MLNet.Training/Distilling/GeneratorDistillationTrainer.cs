using GanCompression.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet.Training;

/// <summary>
/// Trains a small generator to do what a large one does (GAN Compression, TPAMI 2022, §3.1). The large one, the teacher, is the
/// generator of the stage before it, or is given in the options.
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
/// <seealso cref="GanCompressionCompressionExtensions.Distillation(GanCompressionCatalog.CompressionCatalog, Options)"/>
public sealed class GeneratorDistillationTrainer : IEstimator<GeneratorApplyingTransformer>
{
    private readonly MLContext _context;
    private readonly IHost _host;
    private readonly Options _options;
    private readonly PairColumns _columns;
    private readonly TeacherColumn _teacher;
    private readonly bool _isSeedGiven;

    internal GeneratorDistillationTrainer(MLContext context, Options options)
    {
        _host = ((IHostEnvironment)context).Register(nameof(GeneratorDistillationTrainer));
        ArgumentNullException.ThrowIfNull(options);
        _context = context;
        _options = (Options)options.Clone();
        _options.Validate();
        _columns = new PairColumns(_options.SourceColumnName, _options.TargetColumnName);
        _teacher = new TeacherColumn(_options.Teacher, _options.TeacherColumnName ?? _options.OutputColumnName);
        _isSeedGiven = _options.Seed is not null;
        _options.Seed ??= _host.Rand.Next();
    }

    /// <summary>Trains the student.</summary>
    /// <param name="input">Data with the source and target columns, and with the teacher's column unless the teacher is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, no teacher is known, or the options do not go with the images or the teacher.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    public GeneratorApplyingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaShape shape = SchemaShapes.Of(input.Schema);
        _ = GetOutputSchema(shape);
        var options = (Options)_options.Clone();
        GeneratorModel teacher = _teacher.Find(_host, input.Schema);

        using IChannel channel = _host.Start("Distill");
        StageLog.Seed(channel, options.Seed!.Value, _isSeedGiven);
        _teacher.Log(channel, teacher);
        GeneratorModel model = Pairing.IsUnpaired(options.IsUnpaired, options, _columns, shape, teacher, channel) ? TrainUnpaired() : TrainPaired();
        return new GeneratorApplyingTransformer(_context, options.OutputColumnName, model, options.SourceColumnName);

        GeneratorModel TrainPaired()
        {
            using ImagePairCache pairs = _columns.ReadPairs(channel, input, options.MemoryBudgetBytes, options.CancellationToken);
            return StageLog.Run(channel, options, () => Distillation.Train(teacher, pairs, options));
        }

        GeneratorModel TrainUnpaired()
        {
            using UnpairedImageCache images = _columns.ReadUnpaired(channel, input, options.MemoryBudgetBytes, options.CancellationToken);
            return StageLog.Run(channel, options, () => Distillation.Train(teacher, images, options));
        }
    }

    /// <summary>The shape of the data with the generated column.</summary>
    /// <param name="inputSchema">Shape of the data with the source and target columns, and with the teacher's column unless the teacher is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or no teacher is promised.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ImageDataViewType source = _columns.Check(_host, inputSchema, _options.ImageSize, _options.IsUnpaired == false ? Pairing.UnpairedCure : null);
        _teacher.Check(_host, inputSchema);
        return SchemaShapes.With(inputSchema, _options.OutputColumnName, ImageTypes.Of(source.Height, source.Width), GeneratorAnnotation.Of(null));
    }

    /// <summary>Options of <see cref="GeneratorDistillationTrainer"/>. Copied when the trainer is made.</summary>
    public sealed class Options : DistillationOptions
    {
        /// <summary>The teacher.</summary>
        /// <value>Default null: the generator that made the column <see cref="TeacherColumnName"/>.</value>
        public GeneratorModel? Teacher { get; set; }

        /// <summary>Name of the column that the teacher made, where <see cref="Teacher"/> is null. Its images are not read.</summary>
        /// <value>Default null: <see cref="OutputColumnName"/>.</value>
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

        /// <inheritdoc/>
        public override void Validate()
        {
            base.Validate();
            ColumnNames.Check(nameof(OutputColumnName), OutputColumnName);
            ColumnNames.Check(nameof(SourceColumnName), SourceColumnName);
            ColumnNames.Check(nameof(TargetColumnName), TargetColumnName);
            if (TeacherColumnName is not null)
                ColumnNames.Check(nameof(TeacherColumnName), TeacherColumnName);
            ColumnNames.CheckBudget(MemoryBudgetBytes);
            Pairing.Check(IsUnpaired, this);
        }
    }
}
