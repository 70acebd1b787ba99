namespace GanCompression;

/// <summary>
/// Reads declared amounts of bytes from a stream that may lie about them: memory grows only with what really arrives, so that
/// a damaged or malicious header cannot exhaust it.
/// </summary>
internal sealed class BoundedReader(Stream stream, string source, string kind)
{
    private const int FirstBlock = 1 << 24;

    /// <summary>Bytes left, where the stream knows.</summary>
    public long? Remaining => stream.CanSeek ? stream.Length - stream.Position : null;

    public FormatException Damaged(string problem, Exception? cause = null) => FileErrors.Damaged(source, kind, problem, cause);

    public FormatException Unsupported(string problem) => FileErrors.Unsupported(source, problem);

    /// <summary>Fills the span.</summary>
    /// <param name="bytes">Receives the bytes.</param>
    /// <param name="what">What they are, for the message.</param>
    public void ReadExactly(Span<byte> bytes, string what)
    {
        int read;
        try
        {
            read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw Damaged($"{what} cannot be read: {e.Message}", e);
        }

        if (read < bytes.Length)
            throw Damaged(FormattableString.Invariant($"expected {bytes.Length} bytes of {what}, but the file ends after {read}."));
    }

    /// <summary>Reads a block of a declared length.</summary>
    /// <param name="length">The declared length in bytes.</param>
    /// <param name="what">What it is, for the message.</param>
    public byte[] Read(long length, string what)
    {
        if (length > Array.MaxLength)
            throw Unsupported(FormattableString.Invariant($"{what} has {length} bytes; at most {Array.MaxLength} are supported. Split it, or store it with a smaller type."));
        if (Remaining is long remaining)
        {
            if (length > remaining)
                throw Damaged(FormattableString.Invariant($"expected {length} bytes of {what}, but only {remaining} are left."));
            var all = new byte[length];
            ReadExactly(all, what);
            return all;
        }

        var bytes = new byte[Math.Min(length, FirstBlock)];
        ReadExactly(bytes, what);
        while (bytes.Length < length)
        {
            int filled = bytes.Length;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * filled));
            ReadExactly(bytes.AsSpan(filled), what);
        }

        return bytes;
    }

    /// <summary>Throws unless the stream ends here.</summary>
    public void ExpectEnd()
    {
        bool more;
        try
        {
            more = stream.ReadByte() >= 0;
        }
        catch (InvalidDataException e)
        {
            throw Damaged($"its end cannot be read: {e.Message}", e);
        }

        if (more)
            throw Damaged("there are more bytes after the last tensor than its header declares.");
    }
}
