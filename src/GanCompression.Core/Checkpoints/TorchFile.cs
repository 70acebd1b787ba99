namespace GanCompression;

/// <summary>A checkpoint of PyTorch: the value that was saved, and the storages that its tensors are views of.</summary>
internal abstract class TorchFile : IDisposable
{
    /// <summary>What such a file is, for messages.</summary>
    public const string Kind = "PyTorch checkpoint";

    private const int TarMarkOffset = 257;

    private static ReadOnlySpan<byte> ZipMark => "PK"u8;

    private static ReadOnlySpan<byte> TarMark => "ustar"u8;

    /// <summary>The value that was saved.</summary>
    public abstract object? Root { get; }

    /// <summary>Reads the values of a storage that <see cref="Root"/> refers to: exactly its declared size.</summary>
    public abstract byte[] Read(TorchStorage storage);

    /// <summary>Opens a checkpoint of either format.</summary>
    /// <param name="stream">A seekable stream that holds the checkpoint and nothing else; stays open.</param>
    /// <param name="source">Its name for messages.</param>
    public static TorchFile Open(Stream stream, string source)
    {
        Span<byte> head = stackalloc byte[TarMarkOffset + TarMark.Length];
        stream.Position = 0;
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (head.StartsWith(ZipMark))
            return new TorchZipFile(stream, source);
        if (head.Length > 0 && head[0] == (byte)PickleOpcode.Proto)
            return new TorchLegacyFile(stream, source);
        if (head.Length > TarMarkOffset && head[TarMarkOffset..].SequenceEqual(TarMark))
            throw FileErrors.Unsupported(source, "it is a tar archive, which PyTorch before 0.1.10 wrote. Load and save it once with a newer PyTorch.");
        throw FileErrors.Damaged(source, Kind, "it begins neither like a zip archive nor like a pickle.");
    }

    public abstract void Dispose();
}
