using System.IO.Hashing;
using System.Text;

namespace GanCompression;

/// <summary>
/// Writes a zip archive of stored entries whose contents begin at multiples of 64 bytes, so that they can be mapped into
/// memory; <c>ZipArchive</c> cannot place them. Equal entries give equal bytes; archives of any size and any number of entries are possible.
/// </summary>
/// <param name="stream">Receives the archive from its beginning; need not be seekable and stays open.</param>
internal sealed class AlignedZipWriter(Stream stream) : IDisposable
{
    private const int Alignment = 64;
    private const int LocalHeaderBytes = 30;
    private const int ExtraHeaderBytes = 4;
    private const ushort PaddingId = 0x4246;
    private const ushort Zip64Id = 1;
    private const ushort Version = 20;
    private const ushort Zip64Version = 45;
    private const ushort Utf8Flag = 0x0800;

    // The earliest date that the format can hold: 1 January 1980.
    private const ushort Date = 0x0021;

    private readonly List<Entry> _entries = [];
    private readonly BinaryWriter _writer = new(stream, Encoding.UTF8, leaveOpen: true);
    private long _position;

    /// <summary>Adds an entry.</summary>
    /// <param name="name">Its name, unique in the archive.</param>
    /// <param name="content">Its content.</param>
    public void Add(string name, ReadOnlySpan<byte> content)
    {
        var entry = new Entry(Encoding.UTF8.GetBytes(name), Crc32.HashToUInt32(content), (uint)content.Length, _position);
        long unpadded = _position + LocalHeaderBytes + entry.Name.Length + ExtraHeaderBytes;
        int padding = (int)(-unpadded & (Alignment - 1));
        _writer.Write(0x04034B50u);
        _writer.Write(Version);
        WriteCommon(entry, ExtraHeaderBytes + padding);
        _writer.Write(entry.Name);
        _writer.Write(PaddingId);
        _writer.Write((ushort)padding);
        _writer.Write(new byte[padding]);
        _writer.Write(content);
        _position = unpadded + padding + content.Length;
        _entries.Add(entry);
    }

    /// <summary>Writes the directory, which ends the archive.</summary>
    public void Finish()
    {
        long directory = _position;
        foreach (Entry entry in _entries)
        {
            bool isFar = entry.Offset >= uint.MaxValue;
            int extra = isFar ? ExtraHeaderBytes + sizeof(long) : 0;
            _writer.Write(0x02014B50u);
            _writer.Write(isFar ? Zip64Version : Version);
            _writer.Write(isFar ? Zip64Version : Version);
            WriteCommon(entry, extra);
            _writer.Write((ushort)0);
            _writer.Write((ushort)0);
            _writer.Write((ushort)0);
            _writer.Write(0u);
            _writer.Write(isFar ? uint.MaxValue : (uint)entry.Offset);
            _writer.Write(entry.Name);
            if (isFar)
            {
                _writer.Write(Zip64Id);
                _writer.Write((ushort)sizeof(long));
                _writer.Write(entry.Offset);
            }

            _position += 46 + entry.Name.Length + extra;
        }

        long directoryBytes = _position - directory;
        if (_entries.Count >= ushort.MaxValue || directory >= uint.MaxValue || directoryBytes >= uint.MaxValue)
        {
            _writer.Write(0x06064B50u);
            _writer.Write(44L);
            _writer.Write(Zip64Version);
            _writer.Write(Zip64Version);
            _writer.Write(0u);
            _writer.Write(0u);
            _writer.Write((long)_entries.Count);
            _writer.Write((long)_entries.Count);
            _writer.Write(directoryBytes);
            _writer.Write(directory);
            _writer.Write(0x07064B50u);
            _writer.Write(0u);
            _writer.Write(_position);
            _writer.Write(1u);
        }

        _writer.Write(0x06054B50u);
        _writer.Write((ushort)0);
        _writer.Write((ushort)0);
        _writer.Write((ushort)Math.Min(_entries.Count, ushort.MaxValue));
        _writer.Write((ushort)Math.Min(_entries.Count, ushort.MaxValue));
        _writer.Write((uint)Math.Min(directoryBytes, uint.MaxValue));
        _writer.Write((uint)Math.Min(directory, uint.MaxValue));
        _writer.Write((ushort)0);
        _writer.Flush();
    }

    public void Dispose() => _writer.Dispose();

    // From the flags to the length of the extra fields the two headers of an entry are alike.
    private void WriteCommon(Entry entry, int extraBytes)
    {
        _writer.Write(Utf8Flag);
        _writer.Write((ushort)0);
        _writer.Write((ushort)0);
        _writer.Write(Date);
        _writer.Write(entry.Checksum);
        _writer.Write(entry.Bytes);
        _writer.Write(entry.Bytes);
        _writer.Write(checked((ushort)entry.Name.Length));
        _writer.Write((ushort)extraBytes);
    }

    private sealed record Entry(byte[] Name, uint Checksum, uint Bytes, long Offset);
}
