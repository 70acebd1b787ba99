namespace GanCompression;

/// <summary>How <see cref="GeneratorImport"/> reads a checkpoint.</summary>
public sealed record GeneratorImportOptions
{
    /// <summary>
    /// Where the generator's state_dict is in a PyTorch checkpoint that holds more, as names joined by slashes, for example
    /// <c>models/generator</c>.
    /// </summary>
    /// <value>Default null: the only state_dict there is. Must be null for formats that hold one table alone.</value>
    public string? Entry { get; init; }

    /// <summary>The generator's graph.</summary>
    /// <value>Default null: recognised by the names and shapes of the weights, see <see cref="GeneratorNetworks.Recognise"/>.</value>
    public LayerGraph? Graph { get; init; }

    /// <summary>Whether spectrally normalised weights become plain ones first, see <see cref="PyTorchCheckpoint.RemoveSpectralNorm"/>.</summary>
    /// <value>Default false: such weights are an error.</value>
    public bool RemoveSpectralNorm { get; init; }
}
