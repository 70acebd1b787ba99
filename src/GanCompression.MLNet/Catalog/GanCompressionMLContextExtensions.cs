using GanCompression.MLNet;

namespace Microsoft.ML;

/// <summary>Adds GanCompression to <see cref="MLContext"/>.</summary>
public static class GanCompressionMLContextExtensions
{
    /// <summary>Everything for training, compressing and applying image-to-image generators in ML.NET pipelines.</summary>
    /// <param name="mlContext">The context, whose log and seed are used.</param>
    /// <remarks>
    /// From the first call on, members of row classes that hold images of any size need no attribute:
    /// <c>public MLImage Source { get; set; }</c>. Members for images of one size are marked as ever: <c>[ImageType(256, 256)]</c>.
    /// </remarks>
    /// <example>
    /// <code>
    /// var ml = new MLContext(seed: 1);
    /// var gan = ml.GanCompression();
    /// IDataView data = gan.Data.SyntheticFacades(count: 16, imageSize: 64);
    /// GeneratorModel model = gan.Model.LoadGenerator("facades.gcm");
    /// IDataView generated = gan.Transforms.ApplyGenerator("Generated", model, "Source").Fit(data).Transform(data);
    /// GeneratorMetrics metrics = gan.Evaluate(generated);
    /// </code>
    /// </example>
    public static GanCompressionCatalog GanCompression(this MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return new GanCompressionCatalog(mlContext);
    }
}
