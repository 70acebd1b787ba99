namespace GanCompression;

/// <summary>Reads a table of weights from a file of any format that is known here, told apart by its content.</summary>
public static class CheckpointFile
{
    private const string ArrayExtension = ".npy";

    // A safetensors file begins with eight bytes of length and a JSON object; no other format has a brace there.
    private const int BraceOffset = 8;

    /// <summary>Reads a PyTorch state_dict (zip or older format), safetensors or npz. Nothing in the file is executed.</summary>
    /// <param name="path">The file; its ending does not matter.</param>
    /// <param name="entry">Where the weights are in a PyTorch checkpoint that holds more; null for the only ones.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is damaged, or of none of these formats.</exception>
    public static WeightTable Read(string path, string? entry = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ReadWithFormat(path, entry).Weights;
    }

    /// <summary>Reads a file, and says what its format is called.</summary>
    internal static (WeightTable Weights, string Format) ReadWithFormat(string path, string? entry)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> head = stackalloc byte[BraceOffset + 1];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (head.Length > BraceOffset && head[BraceOffset] == (byte)'{')
            return (Plain("safetensors", Safetensors.Read), "safetensors");
        if (head.StartsWith("PK"u8) && HoldsArrays(stream, path))
            return (Plain("npz", NpzFile.Read), "npz");
        return (PyTorchCheckpoint.Read(stream, path, entry), "PyTorch");

        WeightTable Plain(string format, Func<string, WeightTable> read) => entry is null
            ? read(path)
            : throw FileErrors.Unsupported(path, $"a file in {format} format holds one table of weights, so there is no entry '{entry}' in it. Leave the entry out.");
    }

    private static bool HoldsArrays(FileStream stream, string path)
    {
        using var archive = new CheckedZipArchive(stream, path, "checkpoint");
        return archive.Names.Any() && archive.Names.All(name => name.EndsWith(ArrayExtension, StringComparison.Ordinal));
    }
}
