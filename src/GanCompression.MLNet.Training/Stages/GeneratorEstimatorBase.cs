using GanCompression.Training;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet.Training;

/// <summary>
/// What every stage that learns a generator has in common: its columns, its seed, the generators of earlier stages that it
/// needs, reading the images, logging. A stage adds its options and what it does with all that.
/// </summary>
public abstract class GeneratorEstimatorBase : IEstimator<GeneratorApplyingTransformer>
{
    private readonly MLContext _context;
    private readonly IHost _host;
    private readonly string _operation;
    private readonly IStageOptions _options;
    private readonly PairColumns _columns;
    private readonly ModelColumn[] _models;
    private readonly bool _isSeedGiven;

    /// <param name="context">The context.</param>
    /// <param name="options">The options; copied and checked.</param>
    /// <param name="operation">What the stage does, in one word: the name of its channel in the log.</param>
    private protected GeneratorEstimatorBase(MLContext context, IStageOptions options, string operation)
    {
        _host = ((IHostEnvironment)context).Register(GetType().Name);
        ArgumentNullException.ThrowIfNull(options);
        _context = context;
        _operation = operation;
        _options = options.Copy();
        _options.Validate();
        _columns = new PairColumns(_options.SourceColumnName, _options.TargetColumnName);
        _models = [.. _options.Models];
        if (_options.OtherImages is { } images)
            _ = CheckImages(SchemaShapes.Of(images.Schema));
        _isSeedGiven = _options.Seed is not null;
        _options.Seed ??= _host.Rand.Next();
    }

    /// <summary>Makes the generator. Needs the image columns and, unless they are given, the columns of the generators of earlier stages.</summary>
    /// <param name="input">Data with these columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing or of the wrong type, a generator that the stage needs is not known, or the options do not go with the
    /// images or with that generator.
    /// </exception>
    /// <exception cref="ArgumentException">A generator of an earlier stage is not what this stage needs.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    public GeneratorApplyingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = GetOutputSchema(SchemaShapes.Of(input.Schema));
        IStageOptions options = _options.Copy();
        using IChannel channel = _host.Start(_operation);
        StageLog.Seed(channel, options.Seed!.Value, _isSeedGiven);
        StageLog.Attach(channel, options);
        StageModel[] models = [.. _models.Select(column => Find(column, input.Schema, channel))];
        GeneratorModel model = StageLog.Run(channel, models, () =>
        {
            Prepare(options, models, channel);
            IDataView data = options.OtherImages ?? input;
            IImageSource images = Pairing.IsUnpaired(options, _columns, SchemaShapes.Of(data.Schema), models, channel)
                ? _columns.ReadUnpaired(channel, data, options.MemoryBudgetBytes, options.CancellationToken)
                : _columns.ReadPairs(channel, data, options.MemoryBudgetBytes, options.CancellationToken);
            using var owner = (IDisposable)images;
            return Learn(new StageInput(options, models, images, channel));
        });
        return new GeneratorApplyingTransformer(_context, options.OutputColumnName, model, options.SourceColumnName);
    }

    /// <summary>The shape of the data with the generated column.</summary>
    /// <param name="inputSchema">Shape of the data with the image columns and, unless they are given, the columns of the generators of earlier stages.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or a generator that the stage needs is not promised.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ImageDataViewType source = CheckImages(inputSchema);
        foreach (ModelColumn model in _models)
            model.Check(_host, inputSchema);
        return SchemaShapes.With(inputSchema, _options.OutputColumnName, ImageTypes.Of(source.Height, source.Width), GeneratorAnnotation.Of(null));
    }

    /// <summary>What the stage does.</summary>
    private protected abstract GeneratorModel Learn(StageInput input);

    /// <summary>
    /// Completes the options with what the generators of earlier stages say, and throws where these do not go with the options or
    /// each other. No image has been read yet.
    /// </summary>
    private protected virtual void Prepare(IStageOptions options, IReadOnlyList<StageModel> models, IChannel channel)
    {
    }

    private ImageDataViewType CheckImages(SchemaShape schema) =>
        _columns.Check(_host, schema, _options.ImageSize, _options.IsUnpaired == false ? _options.UnpairedCure : null);

    private StageModel Find(ModelColumn column, DataViewSchema schema, IChannel channel)
    {
        GeneratorModel model = column.Find(_host, schema);
        column.Log(channel, model);
        return new StageModel(column.Role, model);
    }
}
