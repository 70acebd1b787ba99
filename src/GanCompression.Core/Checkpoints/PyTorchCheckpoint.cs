namespace GanCompression;

/// <summary>
/// Reads and writes weights as PyTorch saves them (<c>.pth</c>, <c>.pt</c>): a state_dict, in the zip format of PyTorch 1.6 and
/// later or in the older pickle format. PyTorch itself runs whatever code such a file names. Here nothing is run: a reader that
/// knows the few things that a table of weights is made of refuses all others by name, so files of unknown origin are safe to read.
/// </summary>
public static class PyTorchCheckpoint
{
    private const string Folder = "archive/";

    /// <summary>Reads the state_dict of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="entry">
    /// Where the state_dict is in a checkpoint that holds more, as names joined by slashes: <c>state_dict</c> or
    /// <c>models/generator</c>. Null takes the only one there is.
    /// </param>
    /// <returns>
    /// The tensors in their order and with their types; 16-bit integers become 32-bit. Views are copied into tensors of their own,
    /// and the prefix <c>module.</c> is removed where all names have it (data-parallel training).
    /// </returns>
    /// <exception cref="FormatException">
    /// The file is damaged, names something that weights do not need, or holds no state_dict or several; the message says which.
    /// </exception>
    public static WeightTable Read(string path, string? entry = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path, entry);
    }

    /// <summary>Reads the state_dict of a stream.</summary>
    /// <param name="stream">A seekable stream that holds the checkpoint and nothing else; stays open.</param>
    /// <param name="entry">Where the state_dict is in a checkpoint that holds more, as names joined by slashes; null takes the only one there is.</param>
    /// <returns>The tensors, as <see cref="Read(string, string?)"/> gives them.</returns>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="FormatException">
    /// The content is damaged, names something that weights do not need, or holds no state_dict or several; the message says which.
    /// </exception>
    public static WeightTable Read(Stream stream, string? entry = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException("A checkpoint is read from a seekable stream; copy the content into a MemoryStream or a file first.", nameof(stream));
        return Read(stream, FileErrors.NameOf(stream), entry);
    }

    /// <summary>Writes a file that <c>torch.load</c> reads as a state_dict: first under a temporary name, then moved.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">The tensors; their order, types and shapes are kept.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, WeightTable weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        AtomicFile.Write(path, stream => Write(stream, weights));
    }

    /// <summary>Writes a state_dict in the zip format of PyTorch 1.6 and later; equal tables give equal bytes.</summary>
    /// <param name="stream">The stream; need not be seekable.</param>
    /// <param name="weights">The tensors; their order, types and shapes are kept.</param>
    public static void Write(Stream stream, WeightTable weights)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(weights);
        using var archive = new AlignedZipWriter(stream);
        archive.Add($"{Folder}data.pkl", StateDictPickle.Of(weights));
        archive.Add($"{Folder}byteorder", "little"u8);
        int key = 0;
        foreach (WeightTensor tensor in weights.Values)
            archive.Add(FormattableString.Invariant($"{Folder}data/{key++}"), tensor.Bytes);
        archive.Add($"{Folder}version", "3\n"u8);
        archive.Finish();
    }

    /// <summary>
    /// Replaces spectrally normalised weights by what they amount to: W / σ with σ = uᵀWv, W being reshaped to a matrix whose
    /// rows are the output channels (Spectral Normalization for GANs, ICLR 2018, §2.1), as PyTorch's <c>remove_spectral_norm</c>
    /// does. Knows the names <c>weight_orig</c>, <c>weight_u</c>, <c>weight_v</c> and those of PyTorch's parametrizations.
    /// </summary>
    /// <param name="weights">The weights as trained.</param>
    /// <param name="graph">
    /// The network that they are for. Needed only where a transposed convolution has as many inputs as outputs: shapes alone
    /// cannot tell on which axis its outputs lie, and without a graph they are taken to lie on the first.
    /// </param>
    /// <returns>The table with plain weights in place of those, as float32; everything else is unchanged.</returns>
    /// <exception cref="FormatException">A part of a normalised weight is missing, or its shape or type does not fit.</exception>
    public static WeightTable RemoveSpectralNorm(WeightTable weights, LayerGraph? graph = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return SpectralNorm.Remove(weights, graph);
    }

    /// <summary>Reads with a name for messages.</summary>
    internal static WeightTable Read(Stream stream, string source, string? entry)
    {
        using TorchFile file = TorchFile.Open(stream, source);
        return new TorchTensorReader(file, source).Read(StateDict.Find(file.Root, entry, source));
    }
}
