namespace GanCompression;

/// <summary>
/// Reads and writes one tensor in NumPy's npy format (versions 1 to 3, little-endian, row by row). Ours, because files come from
/// strangers: what a header declares is held against what is there before memory is taken for it.
/// </summary>
public static class NpyFile
{
    private const string Kind = "npy file";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; holds one array.</param>
    /// <exception cref="FormatException">The file is damaged, or its type or order is not supported.</exception>
    public static WeightTensor Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(new BoundedReader(stream, path, Kind), isWholeStream: true);
    }

    /// <summary>Reads one array from a stream and leaves the stream after it.</summary>
    /// <param name="stream">The stream; need not be seekable.</param>
    /// <exception cref="FormatException">The content is damaged, or its type or order is not supported.</exception>
    public static WeightTensor Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(new BoundedReader(stream, FileErrors.NameOf(stream), Kind), isWholeStream: false);
    }

    /// <summary>Writes a file: first under a temporary name, then moved.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">The tensor; any type but <see cref="ElementType.BFloat16"/>, which NumPy lacks.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, WeightTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        AtomicFile.Write(path, stream => Write(stream, tensor));
    }

    /// <summary>Writes an array to a stream.</summary>
    /// <param name="stream">The stream; need not be seekable.</param>
    /// <param name="tensor">The tensor; any type but <see cref="ElementType.BFloat16"/>, which NumPy lacks.</param>
    public static void Write(Stream stream, WeightTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensor);
        stream.Write(new NpyHeader(tensor.ElementType, tensor.Shape).ToBytes());
        stream.Write(tensor.Bytes);
    }

    /// <summary>Reads one array.</summary>
    internal static WeightTensor Read(BoundedReader file, bool isWholeStream)
    {
        NpyHeader header = NpyHeader.Read(file);
        decimal bytes = header.Bytes;
        if (bytes > Array.MaxLength)
            throw file.Unsupported(FormattableString.Invariant($"its shape [{string.Join(", ", header.Shape)}] needs {bytes} bytes; at most {Array.MaxLength} are supported. Split the array, or store it with a smaller type."));
        WeightTensor tensor = WeightTensor.Adopt(header.ElementType, file.Read((long)bytes, $"values of shape [{string.Join(", ", header.Shape)}]"), header.Shape);
        if (isWholeStream)
            file.ExpectEnd();
        return tensor;
    }
}
