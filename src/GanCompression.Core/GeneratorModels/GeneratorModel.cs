using System.Collections.Immutable;

namespace GanCompression;

/// <summary>
/// The one thing that travels between stages: a generator with its weights, how images are encoded for it, the
/// discriminator it was trained against where that is known, and what every stage did. Immutable.
/// </summary>
public sealed class GeneratorModel
{
    /// <summary>Creates a model.</summary>
    /// <param name="generator">The generator: one input.</param>
    /// <param name="imageSize">Height and width, in pixels, of the images it was made for; cost figures refer to it.</param>
    /// <param name="discriminator">The discriminator that it was trained against, if known: later stages start from it.</param>
    /// <param name="provenance">What made it, oldest first.</param>
    /// <param name="encoding">How images are encoded.</param>
    /// <exception cref="GraphException">The generator has several inputs or does not accept the image size.</exception>
    public GeneratorModel(
        Network generator, int imageSize, Network? discriminator = null, IEnumerable<StageRecord>? provenance = null, ImageEncoding encoding = ImageEncoding.RgbSigned)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (generator.Graph.Inputs.Length != 1)
            throw new GraphException(FormattableString.Invariant($"A generator has one input, but '{generator.Graph.Architecture}' has {generator.Graph.Inputs.Length}."));
        ArgumentOutOfRangeException.ThrowIfLessThan(imageSize, 1);
        generator.Graph.CheckImageSize(imageSize, imageSize);
        Generator = generator;
        Discriminator = discriminator;
        ImageSize = imageSize;
        Provenance = provenance is null ? [] : [.. provenance];
        Encoding = encoding;
    }

    /// <summary>The generator.</summary>
    public Network Generator { get; }

    /// <summary>The discriminator that it was trained against; null where unknown or removed for deployment.</summary>
    public Network? Discriminator { get; }

    /// <summary>Height and width, in pixels, of the images the model was made for. It accepts other sizes too.</summary>
    public int ImageSize { get; }

    /// <summary>How images are encoded.</summary>
    public ImageEncoding Encoding { get; }

    /// <summary>What made the model, oldest stage first.</summary>
    public ImmutableArray<StageRecord> Provenance { get; }

    /// <summary>Cost of one image of the model's own size.</summary>
    public ComputeCost Cost() => ComputeCost.Of(Generator.Graph, ImageSize, ImageSize);

    /// <summary>The model without its discriminator: what is deployed.</summary>
    public GeneratorModel ForDeployment() => Discriminator is null ? this : new GeneratorModel(Generator, ImageSize, null, Provenance, Encoding);
}
