using System.Collections.Immutable;
using System.Globalization;
using GanCompression.OnnxSchema;

namespace GanCompression;

/// <summary>
/// Writes networks as ONNX files, which ONNX Runtime and others run: one operator per layer, named like the layer; weights under
/// the names of the PyTorch reference; operator set 17. Equal networks and options give equal bytes.
/// </summary>
public static class OnnxExport
{
    /// <summary>Name of the result in every file. Inputs keep the names that the graph gives them.</summary>
    public const string OutputName = "output";

    /// <summary>Largest ONNX file in bytes: what Protocol Buffers can hold.</summary>
    public const long MaxBytes = int.MaxValue;

    private const int BufferSize = 1 << 16;

    /// <summary>Writes a generator.</summary>
    /// <param name="model">The generator.</param>
    /// <param name="path">File to write; replaced as a whole or not at all.</param>
    /// <param name="options">Settings; null for the defaults: one image of the model's own size.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <exception cref="GraphException">The generator does not accept images of the size.</exception>
    /// <exception cref="NotSupportedException">A layer cannot be exported (the message names it), or the file would be larger than <see cref="MaxBytes"/>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static OnnxExportSummary Write(GeneratorModel model, string path, OnnxExportOptions? options = null) => ToFile(path, Translate(model, options));

    /// <summary>Writes a generator to a stream, which stays open.</summary>
    /// <param name="model">The generator.</param>
    /// <param name="stream">The stream; need not be seekable.</param>
    /// <param name="options">Settings; null for the defaults: one image of the model's own size.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <exception cref="GraphException">The generator does not accept images of the size.</exception>
    /// <exception cref="NotSupportedException">A layer cannot be exported (the message names it), or the file would be larger than <see cref="MaxBytes"/>.</exception>
    public static OnnxExportSummary Write(GeneratorModel model, Stream stream, OnnxExportOptions? options = null) => ToStream(stream, Translate(model, options));

    /// <summary>Writes any network: a discriminator, a feature extractor, a part of a generator.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">File to write; replaced as a whole or not at all.</param>
    /// <param name="options">Settings: a size, or a dynamic one. Image processing is for generators alone.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ArgumentException">Options contradict each other, or give no size.</exception>
    /// <exception cref="GraphException">The network does not accept images of the size.</exception>
    /// <exception cref="NotSupportedException">A layer cannot be exported (the message names it), or the file would be larger than <see cref="MaxBytes"/>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static OnnxExportSummary Write(Network network, string path, OnnxExportOptions options) => ToFile(path, Translate(network, options));

    /// <summary>Writes any network to a stream, which stays open.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">The stream; need not be seekable.</param>
    /// <param name="options">Settings: a size, or a dynamic one. Image processing is for generators alone.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ArgumentException">Options contradict each other, or give no size.</exception>
    /// <exception cref="GraphException">The network does not accept images of the size.</exception>
    /// <exception cref="NotSupportedException">A layer cannot be exported (the message names it), or the file would be larger than <see cref="MaxBytes"/>.</exception>
    public static OnnxExportSummary Write(Network network, Stream stream, OnnxExportOptions options) => ToStream(stream, Translate(network, options));

    private static OnnxTranslation Translate(GeneratorModel model, OnnxExportOptions? options)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new OnnxExportOptions();
        LayerGraph graph = model.Generator.Graph;
        if (options.HasImageProcessing && (graph.Inputs[0].Channels != 3 || graph.OutputChannels != 3))
        {
            throw new GraphException(FormattableString.Invariant(
                $"'{graph.Architecture}' turns {graph.Inputs[0].Channels} channels into {graph.OutputChannels}; 8-bit images have 3 on both sides. Export it without image processing."));
        }

        if (options.HasImageProcessing && model.Encoding != ImageEncoding.RgbSigned)
            throw new NotSupportedException($"Image processing inside an ONNX file knows images encoded as {ImageEncoding.RgbSigned}, but the model expects {model.Encoding}. Export it without image processing.");
        if (!options.UseDynamicSize)
        {
            options = options with { Height = options.Height ?? model.ImageSize, Width = options.Width ?? model.ImageSize };
            graph.CheckImageSize(options.Height.Value, options.Width.Value);
        }

        return new OnnxTranslation(model.Generator, options, [.. Metadata(graph), .. Metadata(model)]);
    }

    private static OnnxTranslation Translate(Network network, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        if (options.HasImageProcessing)
            throw new ArgumentException("Image processing needs the encoding of the images, which a GeneratorModel has; export that, or leave the processing out.", nameof(options));
        return new OnnxTranslation(network, options, [.. Metadata(network.Graph)]);
    }

    private static IEnumerable<StringStringEntryProto> Metadata(LayerGraph graph)
    {
        yield return new() { Key = "architecture", Value = graph.Architecture };
        if (GeneratorNetworks.PlanOf(graph) is { } plan)
            yield return new() { Key = "channel_plan", Value = plan.ToString() };
        yield return new() { Key = "size_multiple", Value = graph.SizeMultiple.ToString(CultureInfo.InvariantCulture) };
    }

    private static IEnumerable<StringStringEntryProto> Metadata(GeneratorModel model)
    {
        ComputeCost cost = model.Cost();
        yield return new() { Key = "image_encoding", Value = model.Encoding.ToString() };
        yield return new() { Key = "image_size", Value = model.ImageSize.ToString(CultureInfo.InvariantCulture) };
        yield return new() { Key = "multiply_adds", Value = cost.MultiplyAdds.ToString(CultureInfo.InvariantCulture) };
        yield return new() { Key = "parameters", Value = cost.Parameters.ToString(CultureInfo.InvariantCulture) };
        if (!model.Provenance.IsEmpty)
            yield return new() { Key = "provenance", Value = string.Join(" > ", model.Provenance.Select(stage => stage.Stage)) };
    }

    private static OnnxExportSummary ToFile(string path, OnnxTranslation translation)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, translation.WriteTo);
        return translation.Summary;
    }

    private static OnnxExportSummary ToStream(Stream stream, OnnxTranslation translation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var buffered = new BufferedStream(stream, BufferSize);
        translation.WriteTo(buffered);
        buffered.Flush();
        return translation.Summary;
    }
}
