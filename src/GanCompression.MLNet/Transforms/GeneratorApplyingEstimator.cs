using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet;

/// <summary>Applies a generator to an image column.</summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>No</description></item>
/// <item><term>Input column data type</term><description>Image, of any size that is a multiple of the generator's size multiple</description></item>
/// <item><term>Output column data type</term><description>Image of the size of the input, annotated with its generator</description></item>
/// <item><term>Required packages</term><description>GanCompression.MLNet; no native code</description></item>
/// </list>
/// </remarks>
/// <seealso cref="GanCompressionCatalog.TransformsCatalog.ApplyGenerator"/>
public sealed class GeneratorApplyingEstimator : IEstimator<GeneratorApplyingTransformer>
{
    private readonly MLContext _context;
    private readonly IHost _host;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly GeneratorModel _model;

    internal GeneratorApplyingEstimator(MLContext context, string outputColumnName, GeneratorModel model, string? inputColumnName)
    {
        _host = ((IHostEnvironment)context).Register(nameof(GeneratorApplyingEstimator));
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _context = context;
        _outputColumnName = outputColumnName;
        _inputColumnName = string.IsNullOrEmpty(inputColumnName) ? outputColumnName : inputColumnName;
        _model = ImageGenerators.Checked(model);
    }

    /// <summary>Checks the schema and makes the transformer; nothing is learned.</summary>
    /// <param name="input">Data with the input column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    public GeneratorApplyingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = GetOutputSchema(SchemaShapes.Of(input.Schema));
        return new GeneratorApplyingTransformer(_context, _outputColumnName, _model, _inputColumnName);
    }

    /// <summary>The shape of the data with the generated column.</summary>
    /// <param name="inputSchema">Shape of the data with the input column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ImageDataViewType image = InputSchema.RequireImage(_host, inputSchema, "input", _inputColumnName, _model.Generator.Graph.SizeMultiple);
        return SchemaShapes.With(inputSchema, _outputColumnName, ImageTypes.Of(image.Height, image.Width), GeneratorAnnotation.Of(_model));
    }
}
