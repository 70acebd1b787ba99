using System.IO.Hashing;

namespace GanCompression;

/// <summary>Passes a stream through for reading and compares its CRC-32 with the expected one when it ends, which <c>ZipArchive</c> does not.</summary>
/// <param name="inner">The stream; disposed with this one.</param>
/// <param name="name">Its name for messages.</param>
/// <param name="expected">The expected checksum.</param>
internal sealed class ChecksummedStream(Stream inner, string name, uint expected) : Stream
{
    private readonly Crc32 _checksum = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The stream can only be read forwards.");

    public override long Position
    {
        get => throw new NotSupportedException("The stream can only be read forwards.");
        set => throw new NotSupportedException("The stream can only be read forwards.");
    }

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        _checksum.Append(buffer[..read]);
        if (read == 0 && buffer.Length > 0 && _checksum.GetCurrentHashAsUInt32() is var actual && actual != expected)
            throw new InvalidDataException(FormattableString.Invariant($"the checksum of '{name}' should be {expected:x8}, but is {actual:x8}."));
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The stream can only be read forwards.");

    public override void SetLength(long value) => throw new NotSupportedException("The stream can only be read.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream can only be read.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
