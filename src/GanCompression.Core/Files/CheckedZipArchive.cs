using System.IO.Compression;

namespace GanCompression;

/// <summary>
/// Reads a zip archive of unknown origin: every fault is a <see cref="FormatException"/> that names the file, entries are
/// found by unique names, contents are checked against their checksums, and archives that would explode are refused.
/// </summary>
internal sealed class CheckedZipArchive : IDisposable
{
    private const long LargeEntry = 1L << 28;
    private const int MaxRatio = 100;

    // The earliest time that the format can hold: equal contents give equal archives.
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly string _source;
    private readonly string _kind;

    /// <summary>Opens an archive and reads its directory.</summary>
    /// <param name="stream">A seekable stream; stays open.</param>
    /// <param name="source">Its name for messages.</param>
    /// <param name="kind">What it should be, for messages.</param>
    public CheckedZipArchive(Stream stream, string source, string kind)
    {
        _source = source;
        _kind = kind;
        _archive = Guard("its zip directory cannot be read", () => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true));
        try
        {
            foreach (ZipArchiveEntry entry in Guard("its zip directory cannot be read", () => _archive.Entries))
            {
                if (!_entries.TryAdd(entry.FullName, entry))
                    throw FileErrors.Damaged(source, kind, $"it holds two entries named '{entry.FullName}'.");
            }
        }
        catch (FormatException)
        {
            _archive.Dispose();
            throw;
        }
    }

    /// <summary>Names of all entries, in the order of the archive.</summary>
    public IEnumerable<string> Names => _archive.Entries.Select(entry => entry.FullName);

    /// <summary>Whether there is an entry of this name.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Declared size of an entry in bytes.</summary>
    public long LengthOf(string name) => Entry(name).Length;

    /// <summary>Opens an entry. Reading to its end checks the checksum and throws <see cref="InvalidDataException"/> on a difference.</summary>
    public Stream Open(string name)
    {
        ZipArchiveEntry entry = Entry(name);
        if (entry.Length > LargeEntry && entry.Length / MaxRatio > entry.CompressedLength)
        {
            throw FileErrors.Damaged(_source, _kind, FormattableString.Invariant(
                $"its entry '{name}' would grow from {entry.CompressedLength} to {entry.Length} bytes, more than {MaxRatio}-fold, which weights never do."));
        }

        return new ChecksummedStream(Guard($"its entry '{name}' cannot be read", entry.Open), name, entry.Crc32);
    }

    /// <summary>
    /// Throws unless every entry is stored without compression and no two share bytes of the file: then all contents together
    /// are no larger than the file.
    /// </summary>
    /// <param name="fileBytes">Size of the whole file in bytes.</param>
    public void ExpectStored(long fileBytes)
    {
        decimal total = 0;
        foreach (ZipArchiveEntry entry in _archive.Entries)
        {
            if (entry.Length != entry.CompressedLength)
            {
                throw FileErrors.Damaged(_source, _kind, FormattableString.Invariant(
                    $"its entry '{entry.FullName}' is compressed from {entry.Length} to {entry.CompressedLength} bytes; expected entries that are stored as they are."));
            }

            total += entry.Length;
        }

        if (total > fileBytes)
            throw FileErrors.Damaged(_source, _kind, FormattableString.Invariant($"its entries have {total} bytes together, but the whole file has {fileBytes}."));
    }

    public void Dispose() => _archive.Dispose();

    /// <summary>Adds a stored entry with a fixed time.</summary>
    /// <param name="archive">The archive, being created.</param>
    /// <param name="name">Name of the entry.</param>
    /// <param name="write">Writes its content.</param>
    public static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = s_time;
        entry.ExternalAttributes = 0;
        using Stream stream = entry.Open();
        write(stream);
    }

    private ZipArchiveEntry Entry(string name) =>
        _entries.TryGetValue(name, out ZipArchiveEntry? entry) ? entry : throw FileErrors.Damaged(_source, _kind, $"it has no entry '{name}'.");

    private T Guard<T>(string problem, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw FileErrors.Damaged(_source, _kind, $"{problem}: {e.Message}", e);
        }
    }
}
