using Microsoft.ML;

namespace GanCompression.MLNet;

/// <content>The transforms.</content>
public sealed partial class GanCompressionCatalog
{
    /// <summary>Transforms of image columns.</summary>
    public sealed class TransformsCatalog
    {
        private readonly MLContext _context;

        internal TransformsCatalog(MLContext context)
        {
            _context = context;
        }

        /// <summary>Applies a generator to a column of images.</summary>
        /// <param name="outputColumnName">Name of the column of generated images; a column of this name is hidden by it.</param>
        /// <param name="model">The generator: three channels in, three out.</param>
        /// <param name="inputColumnName">Name of the column of images to translate; null for <paramref name="outputColumnName"/>.</param>
        /// <returns>An estimator that learns nothing: its <c>Fit</c> only checks the schema.</returns>
        /// <exception cref="ArgumentException">The generator does not map three channels to three.</exception>
        /// <example>
        /// <code>
        /// var transformer = gan.Transforms.ApplyGenerator("Generated", model, "Source").Fit(data);
        /// using var engine = ml.Model.CreatePredictionEngine&lt;Photo, Painting&gt;(transformer); // disposes the transformer when it is disposed
        /// Painting painting = engine.Predict(new Photo { Source = image });
        /// painting.Generated.Save("painting.png");                                          // before the next Predict
        /// </code>
        /// </example>
        public GeneratorApplyingEstimator ApplyGenerator(string outputColumnName, GeneratorModel model, string? inputColumnName = null) =>
            new(_context, outputColumnName, model, inputColumnName);
    }
}
