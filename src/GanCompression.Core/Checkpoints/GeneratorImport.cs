using System.Collections.Immutable;

namespace GanCompression;

/// <summary>Makes generator models from checkpoints of other libraries, for example a teacher that was trained with PyTorch.</summary>
public static class GeneratorImport
{
    private const string StageName = "Import";

    /// <summary>
    /// Imports a generator. The format is told from the content: PyTorch's state_dicts (zip or older), safetensors or npz. Names
    /// are those of the PyTorch reference of GAN Compression; those of CycleGAN's and pix2pix' own repository, whose residual blocks
    /// number their layers without the place for dropout, are understood too.
    /// </summary>
    /// <param name="path">The checkpoint. Nothing in it is executed, so files of unknown origin are safe to import.</param>
    /// <param name="imageSize">Height and width, in pixels, of the images that the generator was made for.</param>
    /// <param name="options">Where the weights are and what they are for; null to find out.</param>
    /// <returns>The model without a discriminator; its provenance says where it came from.</returns>
    /// <exception cref="FormatException">
    /// The file cannot be read, or its weights do not fit: the message lists every missing, unexpected and mismatched one.
    /// </exception>
    /// <exception cref="GraphException">The generator does not accept images of this size.</exception>
    public static GeneratorModel FromCheckpoint(string path, int imageSize, GeneratorImportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(imageSize, 1);
        options ??= new GeneratorImportOptions();
        (WeightTable weights, string format) = CheckpointFile.ReadWithFormat(path, options.Entry);
        Network network;
        try
        {
            network = Fit(weights, options);
        }
        catch (FormatException e)
        {
            throw new FormatException($"'{path}' cannot be imported: {e.Message}", e);
        }

        ComputeCost cost = ComputeCost.Of(network.Graph, imageSize, imageSize);
        var description = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        description.Add("Architecture", network.Graph.Architecture);
        if (options.Entry is not null)
            description.Add("Entry", options.Entry);
        description.Add("File", Path.GetFileName(path));
        description.Add("Fingerprint", network.Weights.Fingerprint());
        description.Add("Format", format);
        description.Add("RemoveSpectralNorm", options.RemoveSpectralNorm.ToString());
        var record = new StageRecord
        {
            Stage = StageName,
            Options = description.ToImmutable(),
            ImageSize = imageSize,
            MultiplyAddsAfter = cost.MultiplyAdds,
            ParametersAfter = cost.Parameters,
        };
        return new GeneratorModel(network, imageSize, provenance: [record]);
    }

    /// <summary>Imports a generator whose architecture is known.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="imageSize">Height and width, in pixels, of the images that the generator was made for.</param>
    /// <param name="architecture">Its published name, see <see cref="GeneratorNetworks.Create"/>.</param>
    /// <param name="plan">Its channel plan; required for the architectures that have one and refused for the others.</param>
    /// <param name="network">Its other settings; null for the defaults. The number of blocks comes from the name.</param>
    /// <returns>The model, as <see cref="FromCheckpoint(string, int, GeneratorImportOptions?)"/> makes it.</returns>
    /// <exception cref="FormatException">The architecture is unknown, the file cannot be read, or its weights do not fit.</exception>
    public static GeneratorModel FromCheckpoint(string path, int imageSize, string architecture, ChannelPlan? plan = null, ResNetGeneratorOptions? network = null) =>
        FromCheckpoint(path, imageSize, new GeneratorImportOptions { Graph = GeneratorNetworks.Create(architecture, plan, network) });

    private static Network Fit(WeightTable weights, GeneratorImportOptions options)
    {
        if (SpectralNorm.IsIn(weights))
        {
            weights = options.RemoveSpectralNorm
                ? SpectralNorm.Remove(weights, options.Graph)
                : throw new FormatException($"Its weights are spectrally normalised. Set {nameof(GeneratorImportOptions.RemoveSpectralNorm)} to import what they amount to.");
        }

        if (options.Graph is null || !options.Graph.Parameters.Any(spec => spec.Name.Contains(".conv_block.5.", StringComparison.Ordinal)))
            weights = WithPlaceForDropout(weights);
        return new Network(options.Graph ?? GeneratorNetworks.Recognise(weights), weights);
    }

    // With dropout a residual block is: 0 pad, 1 convolution, 2 norm, 3 rectifier, 4 dropout, 5 pad, 6 convolution, 7 norm. Without, CycleGAN's
    // repository counts on from 3, so that the second convolution and norm are 5 and 6; there they have parameters where here the padding has none.
    private static WeightTable WithPlaceForDropout(WeightTable weights)
    {
        const string Block = ".conv_block.";
        if (!Has(5) || Has(7))
            return weights;
        return new WeightTable(weights.Select(entry => KeyValuePair.Create(
            entry.Key.Contains($"{Block}5.", StringComparison.Ordinal) ? entry.Key.Replace($"{Block}5.", $"{Block}6.", StringComparison.Ordinal)
                : entry.Key.Replace($"{Block}6.", $"{Block}7.", StringComparison.Ordinal),
            entry.Value)));

        bool Has(int layer) => weights.Keys.Any(name => name.Contains(FormattableString.Invariant($"{Block}{layer}."), StringComparison.Ordinal));
    }
}
