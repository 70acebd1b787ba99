using GanCompression.Quality;
using Microsoft.ML;

namespace GanCompression.MLNet;

/// <summary>
/// What GanCompression adds to ML.NET: data views of images, trainers, compressors, transforms, model files and evaluation.
/// Obtained from <see cref="GanCompressionMLContextExtensions.GanCompression(MLContext)"/>. Safe to use from several threads.
/// </summary>
public sealed partial class GanCompressionCatalog
{
    private readonly MLContext _context;

    internal GanCompressionCatalog(MLContext context)
    {
        ImageTypes.RegisterAnySize();
        _context = context;
        Data = new DataCatalog(context);
        Trainers = new TrainersCatalog(context);
        Compression = new CompressionCatalog(context);
        Transforms = new TransformsCatalog(context);
        Model = new ModelCatalog(context);
    }

    /// <summary>Data views of images.</summary>
    public DataCatalog Data { get; }

    /// <summary>Trainers of generators; reference GanCompression.MLNet.Training to fill it.</summary>
    public TrainersCatalog Trainers { get; }

    /// <summary>Compressors of generators; reference GanCompression.MLNet.Training to fill it.</summary>
    public CompressionCatalog Compression { get; }

    /// <summary>Transforms of image columns.</summary>
    public TransformsCatalog Transforms { get; }

    /// <summary>Files of pipelines and generators.</summary>
    public ModelCatalog Model { get; }

    /// <summary>Compares generated images with their targets, row by row and as distributions.</summary>
    /// <param name="data">Data with both columns.</param>
    /// <param name="generatedColumnName">Column of generated images.</param>
    /// <param name="targetColumnName">
    /// Column of the images that should have been generated, of the same size; or, as <see cref="DataCatalog.LoadUnpairedImages(string, string, int)"/> marks it,
    /// of examples of them: then only the distances between the two sets are measured, each image once.
    /// </param>
    /// <param name="featureExtractor">
    /// Network whose features the Fréchet and kernel distances compare; null for <see cref="FeatureExtractors.Default"/>: ResNet-18 where the application
    /// references GanCompression.MLNet.Training or GanCompression.Quality.ResNet18, else a fixed random network, which ranks generators by texture alone. Neither
    /// gives a FID. The metrics say which one it was.
    /// </param>
    /// <param name="cancellationToken">Stops the evaluation after the current image.</param>
    /// <returns>Quality; and cost where the generated column says which generator made it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or holds no images.</exception>
    /// <exception cref="InvalidOperationException">There are too few rows for the metrics.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public GeneratorMetrics Evaluate(
        IDataView data,
        string generatedColumnName = "Generated",
        string targetColumnName = "Target",
        IFeatureExtractor? featureExtractor = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(generatedColumnName);
        ArgumentException.ThrowIfNullOrEmpty(targetColumnName);
        return GeneratorEvaluation.Run(_context, data, generatedColumnName, targetColumnName, featureExtractor ?? FeatureExtractors.Default, cancellationToken);
    }
}
