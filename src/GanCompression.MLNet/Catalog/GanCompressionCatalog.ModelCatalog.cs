using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet;

/// <content>Files of pipelines and generators.</content>
public sealed partial class GanCompressionCatalog
{
    /// <summary>
    /// Files of pipelines (saved with <c>mlContext.Model.Save</c>) and of generators (<c>.gcm</c>).
    /// </summary>
    public sealed class ModelCatalog
    {
        private readonly MLContext _context;
        private readonly IHost _host;

        internal ModelCatalog(MLContext context)
        {
            _context = context;
            _host = ((IHostEnvironment)context).Register("GanCompressionModel");
        }

        /// <summary>Loads a pipeline that <c>mlContext.Model.Save</c> wrote, with the real transformers in it.</summary>
        /// <param name="filePath">Path of the file.</param>
        /// <remarks>
        /// <c>mlContext.Model.Load</c> loads the file too, as a chain of ML.NET's own transformers that makes the same images.
        /// Only load models from sources that you trust.
        /// </remarks>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="FormatException">The file is not a saved pipeline, or is damaged.</exception>
        public ITransformer Load(string filePath) => Load(filePath, out _);

        /// <summary>Loads a pipeline that <c>mlContext.Model.Save</c> wrote, with the real transformers in it.</summary>
        /// <param name="filePath">Path of the file.</param>
        /// <param name="inputSchema">Schema of the data it was saved for, without its image columns, which ML.NET does not store; null if none was saved.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="FormatException">The file is not a saved pipeline, or is damaged.</exception>
        public ITransformer Load(string filePath, out DataViewSchema? inputSchema)
        {
            ArgumentException.ThrowIfNullOrEmpty(filePath);
            RequireFile(filePath, "pipeline");
            if (IsGenerator(filePath))
                throw new FormatException($"'{filePath}' is a generator, not a pipeline. Load it with GanCompression().Model.LoadGenerator, then apply it with GanCompression().Transforms.ApplyGenerator.");
            try
            {
                ITransformer model = _context.Model.Load(filePath, out DataViewSchema schema);
                inputSchema = schema;
                return Restore(model);
            }
            catch (Exception e) when (e is InvalidDataException or FormatException or InvalidOperationException or ArgumentException or EndOfStreamException)
            {
                throw new FormatException($"'{filePath}' is not a pipeline saved by mlContext.Model.Save, or is damaged: {e.Message}", e);
            }
        }

        /// <summary>
        /// Puts the real transformers into a model that was loaded by <c>mlContext.Model.Load</c> or by a prediction engine pool.
        /// Restored generators translate faster and have their exact schema, so that a compressor can follow them.
        /// </summary>
        /// <param name="model">The loaded model; it is not changed.</param>
        /// <returns>The model with real transformers, also in nested chains; the same object if there is nothing to restore.</returns>
        /// <exception cref="FormatException">A saved generator is damaged or of a newer version.</exception>
        public ITransformer Restore(ITransformer model)
        {
            ArgumentNullException.ThrowIfNull(model);
            return LoweredGenerator.Restore(_context, model);
        }

        /// <summary>The generator of a fitted pipeline: of the last stage that applies one.</summary>
        /// <param name="model">A fitted stage or chain.</param>
        /// <exception cref="ArgumentException">No stage applies a generator.</exception>
        public GeneratorModel GetGenerator(ITransformer model)
        {
            ArgumentNullException.ThrowIfNull(model);
            return FindGenerator(Restore(model))
                ?? throw new ArgumentException("No stage of the model applies a generator. Fit a pipeline that ends in a GanCompression trainer, compressor or ApplyGenerator.", nameof(model));
        }

        /// <summary>Saves the generator of a fitted pipeline: of the last stage that applies one.</summary>
        /// <param name="model">A fitted stage or chain.</param>
        /// <param name="filePath">Path of the <c>.gcm</c> file; replaced as a whole or not at all.</param>
        /// <param name="includeDiscriminator">Whether the discriminator is saved too: needed to train on, not to translate.</param>
        /// <exception cref="ArgumentException">No stage applies a generator.</exception>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public void SaveGenerator(ITransformer model, string filePath, bool includeDiscriminator = true) =>
            SaveGenerator(GetGenerator(model), filePath, includeDiscriminator);

        /// <summary>Saves a generator.</summary>
        /// <param name="model">The generator.</param>
        /// <param name="filePath">Path of the <c>.gcm</c> file; replaced as a whole or not at all.</param>
        /// <param name="includeDiscriminator">Whether the discriminator is saved too: needed to train on, not to translate.</param>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public void SaveGenerator(GeneratorModel model, string filePath, bool includeDiscriminator = true)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentException.ThrowIfNullOrEmpty(filePath);
            model.Save(filePath, includeDiscriminator);
            using IChannel channel = _host.Start("SaveGenerator");
            channel.Info(MessageSensitivity.None, FormattableString.Invariant($"Saved generator '{model.Generator.Graph.Architecture}' to '{filePath}' ({new FileInfo(filePath).Length} bytes)."));
        }

        /// <summary>Loads a generator.</summary>
        /// <param name="filePath">Path of the <c>.gcm</c> file.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="FormatException">The file is not a generator, or is damaged.</exception>
        public GeneratorModel LoadGenerator(string filePath)
        {
            ArgumentException.ThrowIfNullOrEmpty(filePath);
            RequireFile(filePath, "generator");
            GeneratorModel model = GeneratorModel.Load(filePath);
            using IChannel channel = _host.Start("LoadGenerator");
            channel.Info(MessageSensitivity.None, $"Loaded generator '{model.Generator.Graph.Architecture}' from '{filePath}'.");
            return model;
        }

        /// <summary>Imports a generator that was trained elsewhere, for example with PyTorch: a <c>.pth</c> file in either format, safetensors or npz. Nothing in it is executed.</summary>
        /// <param name="filePath">The checkpoint.</param>
        /// <param name="imageSize">Height and width, in pixels, of the images that the generator was made for.</param>
        /// <param name="options">Where the weights are and what they are for; null to recognise them from their shapes.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="FormatException">The file cannot be read, or its weights do not fit: the message lists every difference.</exception>
        public GeneratorModel ImportCheckpoint(string filePath, int imageSize = 256, GeneratorImportOptions? options = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(filePath);
            RequireFile(filePath, "checkpoint");
            GeneratorModel model = GeneratorImport.FromCheckpoint(filePath, imageSize, options);
            using IChannel channel = _host.Start("ImportCheckpoint");
            channel.Info(MessageSensitivity.None, $"Imported generator '{model.Generator.Graph.Architecture}' from '{filePath}'.");
            return model;
        }

        /// <summary>Writes a generator's weights for other libraries.</summary>
        /// <param name="model">The generator.</param>
        /// <param name="filePath">File to write; replaced as a whole or not at all.</param>
        /// <param name="format">The format.</param>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public void ExportCheckpoint(GeneratorModel model, string filePath, CheckpointFormat format = CheckpointFormat.Pth)
        {
            GeneratorExport.ToCheckpoint(model, filePath, format);
            using IChannel channel = _host.Start("ExportCheckpoint");
            channel.Info(MessageSensitivity.None, $"Exported generator '{model.Generator.Graph.Architecture}' to '{filePath}'.");
        }

        /// <summary>Writes the generator of a fitted pipeline as an ONNX file, which ONNX Runtime and ML.NET's <c>ApplyOnnxModel</c> run.</summary>
        /// <param name="model">
        /// A fitted stage or chain in which every stage applies a generator: trainers and compressors. The last one is written; the
        /// ones whose column it replaces are not part of what it computes.
        /// </param>
        /// <param name="filePath">File to write; replaced as a whole or not at all.</param>
        /// <param name="options">Image size, batch, 8-bit images in and out; null for one image of the generator's own size as planes.</param>
        /// <returns>Names, types and shapes of what goes in and comes out.</returns>
        /// <exception cref="ArgumentException">No stage applies a generator, or options contradict each other.</exception>
        /// <exception cref="GraphException">The generator does not accept images of the size.</exception>
        /// <exception cref="NotSupportedException">A stage or a layer cannot be exported; the message names it.</exception>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public OnnxExportSummary ExportOnnx(ITransformer model, string filePath, OnnxExportOptions? options = null)
        {
            GeneratorModel generator = GetGenerator(model);
            RequireGeneratorsAlone([.. Stages(Restore(model))]);
            return ExportOnnx(generator, filePath, options);
        }

        /// <summary>Writes a generator as an ONNX file, which ONNX Runtime and ML.NET's <c>ApplyOnnxModel</c> run.</summary>
        /// <param name="model">The generator.</param>
        /// <param name="filePath">File to write; replaced as a whole or not at all.</param>
        /// <param name="options">Image size, batch, 8-bit images in and out; null for one image of the generator's own size as planes.</param>
        /// <returns>Names, types and shapes of what goes in and comes out.</returns>
        /// <exception cref="ArgumentException">Options contradict each other.</exception>
        /// <exception cref="GraphException">The generator does not accept images of the size.</exception>
        /// <exception cref="NotSupportedException">A layer cannot be exported; the message names it.</exception>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public OnnxExportSummary ExportOnnx(GeneratorModel model, string filePath, OnnxExportOptions? options = null)
        {
            OnnxExportSummary summary = OnnxExport.Write(model, filePath, options);
            using IChannel channel = _host.Start("ExportOnnx");
            channel.Info(MessageSensitivity.None, $"Exported generator '{model.Generator.Graph.Architecture}' to '{filePath}': {string.Join(", ", summary.Inputs)} to {summary.Output}.");
            return summary;
        }

        private static GeneratorModel? FindGenerator(ITransformer model) => Stages(model).OfType<GeneratorApplyingTransformer>().LastOrDefault()?.Model;

        private static IEnumerable<ITransformer> Stages(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Stages) : [model];

        // What is written is one generator, so nothing else may have a part in the result.
        private static void RequireGeneratorsAlone(IReadOnlyList<ITransformer> stages)
        {
            string cure = "Export the generator alone with ExportOnnx(GetGenerator(model), ...), and do the rest where the file is used.";
            for (int i = 0; i < stages.Count; i++)
            {
                if (stages[i] is not GeneratorApplyingTransformer applying)
                    throw new NotSupportedException(FormattableString.Invariant($"Stage {i + 1} of {stages.Count}, {stages[i].GetType().Name}, cannot be exported to ONNX: only stages that apply a generator can. {cure}"));
                if (i + 1 < stages.Count && stages[^1] is GeneratorApplyingTransformer last && applying.OutputColumnName == last.InputColumnName)
                    throw new NotSupportedException(FormattableString.Invariant($"Stage {i + 1} of {stages.Count} makes the column '{last.InputColumnName}', which the last generator reads; only one generator can be exported to ONNX. {cure}"));
            }
        }

        private static void RequireFile(string filePath, string what)
        {
            if (!File.Exists(filePath))
                throw new FileNotFoundException($"There is no {what} '{filePath}' (full path '{Path.GetFullPath(filePath)}').", filePath);
        }

        private static bool IsGenerator(string filePath)
        {
            try
            {
                using System.IO.Compression.ZipArchive archive = System.IO.Compression.ZipFile.OpenRead(filePath);
                return archive.GetEntry("model.json") is not null && archive.GetEntry("weights.safetensors") is not null;
            }
            catch (InvalidDataException)
            {
                return false; // Not even a zip file; ML.NET's error follows.
            }
        }
    }
}
