namespace GanCompression;

/// <summary>Passes a stream through for reading and compares its CRC-32 with the expected one when it ends.</summary>
/// <param name="inner">The stream; disposed with this one.</param>
/// <param name="name">Its name for messages.</param>
/// <param name="expected">The expected checksum.</param>
internal sealed class ChecksummedStream(Stream inner, string name, uint expected) : Stream
{
    private static readonly uint[][] s_tables = CreateTables();
    private uint _state = uint.MaxValue;

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
        Update(buffer[..read]);
        if (read == 0 && buffer.Length > 0 && ~_state != expected)
            throw new InvalidDataException(FormattableString.Invariant($"the checksum of '{name}' should be {expected:x8}, but is {~_state:x8}."));
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

    // Eight bytes at a time: table k holds the checksum of a byte that is followed by k zero bytes.
    private void Update(ReadOnlySpan<byte> bytes)
    {
        uint[][] t = s_tables;
        uint state = _state;
        while (bytes.Length >= 8)
        {
            uint low = state ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            uint high = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = t[7][(byte)low] ^ t[6][(byte)(low >> 8)] ^ t[5][(byte)(low >> 16)] ^ t[4][low >> 24]
                ^ t[3][(byte)high] ^ t[2][(byte)(high >> 8)] ^ t[1][(byte)(high >> 16)] ^ t[0][high >> 24];
            bytes = bytes[8..];
        }

        foreach (byte b in bytes)
            state = t[0][(byte)(state ^ b)] ^ (state >> 8);
        _state = state;
    }

    private static uint[][] CreateTables()
    {
        const uint Polynomial = 0xEDB88320;
        var tables = new uint[8][];
        for (int k = 0; k < tables.Length; k++)
        {
            tables[k] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                uint value = k == 0 ? i : tables[k - 1][i];
                for (int bit = 0; bit < 8; bit++)
                    value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
                tables[k][i] = value;
            }
        }

        return tables;
    }
}
