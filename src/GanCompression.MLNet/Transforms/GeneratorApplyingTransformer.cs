using GanCompression.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet;

/// <summary>
/// Applies a generator to an image column, row by row and only when a generated image is asked for. Immutable and
/// thread-safe: any number of cursors and prediction engines may use one transformer at the same time.
/// </summary>
/// <remarks>
/// A generated image that a cursor writes into a variable is disposed when the same variable receives the next one, as with
/// ML.NET's own image transforms. <c>CreateEnumerable</c> and <c>PredictionEngine</c> use one such variable, so keep the
/// pixels of a result (<see cref="MLImageConversion.ToRgbImage"/>) if it must outlive the next one.
/// Disposing a <c>PredictionEngine</c> disposes its transformer too, unless <c>PredictionEngineOptions.OwnsTransformer</c> is false.
/// </remarks>
public sealed class GeneratorApplyingTransformer : ITransformer, IDisposable
{
    private readonly MLContext _context;
    private readonly IHost _host;
    private readonly Lock _gate = new();
    private GeneratorSession? _session;
    private bool _isDisposed;

    internal GeneratorApplyingTransformer(MLContext context, string outputColumnName, GeneratorModel model, string inputColumnName)
    {
        _context = context;
        _host = ((IHostEnvironment)context).Register(nameof(GeneratorApplyingTransformer));
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
        Model = ImageGenerators.Checked(model);
    }

    /// <summary>The generator.</summary>
    public GeneratorModel Model { get; }

    /// <summary>Name of the column of generated images.</summary>
    public string OutputColumnName { get; }

    /// <summary>Name of the column of images to translate.</summary>
    public string InputColumnName { get; }

    /// <summary>True: every output row depends on one input row.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The schema with the generated column.</summary>
    /// <param name="inputSchema">A schema with the input column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ImageDataViewType image = InputSchema.RequireImage(_host, SchemaShapes.Of(inputSchema), "input", InputColumnName);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumn(OutputColumnName, ImageTypes.Of(image.Height, image.Width), GeneratorAnnotation.Of(Model));
        return builder.ToSchema();
    }

    /// <summary>
    /// The data with the generated column. Lazy: no image is generated before a getter asks for it. Images of a size that the
    /// generator does not accept are an error of that getter, since training data may be larger than what is trained on.
    /// </summary>
    /// <param name="input">Data with the input column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new GeneratedDataView(input, new GeneratedColumnMapper(this, input.Schema));
    }

    /// <summary>The mapping of rows, which prediction engines use.</summary>
    /// <param name="inputSchema">A schema with the input column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new GeneratedColumnMapper(this, inputSchema);
    }

    /// <summary>Releases the memory of the inference engine. A second call does nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _session?.Dispose();
            _session = null;
        }
    }

    /// <summary>Saves an equivalent chain of ML.NET's own transformers, which any process can load; see <see cref="GanCompressionCatalog.ModelCatalog.Load(string)"/>.</summary>
    void ICanSaveModel.Save(ModelSaveContext ctx) => LoweredGenerator.Lower(_context, this).Save(ctx);

    /// <summary>Translates one image; the engine is made when the first image comes.</summary>
    internal RgbImage Translate(RgbImage source)
    {
        GeneratorSession session;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            session = _session ??= new GeneratorSession(Model);
        }

        return session.Translate(source);
    }
}
