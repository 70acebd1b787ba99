using System.Collections.Immutable;

namespace GanCompression;

/// <summary>
/// The one thing that travels between stages: a generator with its weights, how images are encoded for it, the
/// discriminator it was trained against and the adaptors it was distilled with where they are known, and what every stage did. Immutable.
/// </summary>
public sealed class GeneratorModel
{
    /// <summary>Creates a model.</summary>
    /// <param name="generator">The generator: one input.</param>
    /// <param name="imageSize">Height and width, in pixels, of the images it was made for; cost figures refer to it.</param>
    /// <param name="discriminator">The discriminator that it was trained against, if known: later stages start from it.</param>
    /// <param name="provenance">What made it, oldest first.</param>
    /// <param name="encoding">How images are encoded.</param>
    /// <param name="adaptors">What carried its features to those of its teacher, if known: later stages start from it.</param>
    /// <exception cref="GraphException">The generator has several inputs or does not accept the image size, or an adaptor does not fit it.</exception>
    public GeneratorModel(
        Network generator, int imageSize, Network? discriminator = null, IEnumerable<StageRecord>? provenance = null, ImageEncoding encoding = ImageEncoding.RgbSigned,
        IEnumerable<FeatureAdaptor>? adaptors = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (generator.Graph.Inputs.Length != 1)
            throw new GraphException(FormattableString.Invariant($"A generator has one input, but '{generator.Graph.Architecture}' has {generator.Graph.Inputs.Length}."));
        ArgumentOutOfRangeException.ThrowIfLessThan(imageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(imageSize, RgbImage.MaxExtent);
        generator.Graph.CheckImageSize(imageSize, imageSize);
        Generator = generator;
        Discriminator = discriminator;
        ImageSize = imageSize;
        Provenance = provenance is null ? [] : [.. provenance];
        Encoding = encoding;
        Adaptors = adaptors is null ? [] : [.. adaptors];
        foreach (FeatureAdaptor adaptor in Adaptors)
            CheckAdaptor(adaptor, generator.Graph);
    }

    /// <summary>The generator.</summary>
    public Network Generator { get; }

    /// <summary>The discriminator that it was trained against; null where unknown or removed for deployment.</summary>
    public Network? Discriminator { get; }

    /// <summary>What carried its features to those of its teacher in distillation; empty where unknown or removed for deployment.</summary>
    public ImmutableArray<FeatureAdaptor> Adaptors { get; }

    /// <summary>Height and width, in pixels, of the images the model was made for. It accepts other sizes too.</summary>
    public int ImageSize { get; }

    /// <summary>How images are encoded.</summary>
    public ImageEncoding Encoding { get; }

    /// <summary>What made the model, oldest stage first.</summary>
    public ImmutableArray<StageRecord> Provenance { get; }

    /// <summary>Cost of one image of the model's own size.</summary>
    public ComputeCost Cost() => ComputeCost.Of(Generator.Graph, ImageSize, ImageSize);

    /// <summary>The model without its discriminator and adaptors: what is deployed.</summary>
    public GeneratorModel ForDeployment() => Discriminator is null && Adaptors.IsEmpty ? this : new GeneratorModel(Generator, ImageSize, null, Provenance, Encoding);

    /// <summary>Saves the model as a <c>.gcm</c> file: first under a temporary name, then moved. Equal models give equal bytes.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="includeDiscriminator">Whether later stages can start from the discriminator and the adaptors; they are not needed for deployment.</param>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind and an existing file stays as it was.</exception>
    public void Save(string path, bool includeDiscriminator = true) =>
        AtomicFile.Write(path, stream => GeneratorModelFile.Write(stream, this, includeDiscriminator));

    /// <summary>Writes the model to a stream, which stays open.</summary>
    /// <param name="stream">The stream; need not be seekable.</param>
    /// <param name="includeDiscriminator">Whether later stages can start from the discriminator and the adaptors; they are not needed for deployment.</param>
    public void Save(Stream stream, bool includeDiscriminator = true)
    {
        ArgumentNullException.ThrowIfNull(stream);
        GeneratorModelFile.Write(stream, this, includeDiscriminator);
    }

    /// <summary>Loads a model from a <c>.gcm</c> file. Holds no code, so files of unknown origin are safe to load.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">The file is damaged, is something else, or has an unknown version.</exception>
    public static GeneratorModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return GeneratorModelFile.Read(stream, path);
    }

    /// <summary>Reads a model from a stream, which stays open.</summary>
    /// <param name="stream">A seekable stream that holds the model and nothing else.</param>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="FormatException">The content is damaged, is something else, or has an unknown version.</exception>
    public static GeneratorModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException("A model is read from a seekable stream; copy the content into a MemoryStream or a file first.", nameof(stream));
        return GeneratorModelFile.Read(stream, FileErrors.NameOf(stream));
    }

    private static void CheckAdaptor(FeatureAdaptor adaptor, LayerGraph generator)
    {
        LayerGraph graph = adaptor.Network.Graph;
        if (!generator.HasNode(adaptor.StudentNode))
            throw new GraphException($"The adaptor for '{adaptor.StudentNode}' does not fit '{generator.Architecture}', which has no such node.");
        int channels = generator.ChannelsOf(adaptor.StudentNode);
        if (graph.ToJson() != FeatureAdaptor.GraphFor(channels, graph.OutputChannels).ToJson())
            throw new GraphException(FormattableString.Invariant($"The adaptor for '{adaptor.StudentNode}' must be a 1×1 convolution of {channels} channels, those of the node, but is '{graph.Architecture}' with inputs of {string.Join(" and ", graph.Inputs.Select(input => input.Channels))} channels."));
    }
}
