namespace GanCompression.Training;

/// <summary>
/// Records of one size: in memory up to a budget, and beyond it in a temporary file that no longer exists once the store is
/// disposed or the process ends. Add all records first; reading is then thread-safe.
/// </summary>
/// <param name="recordBytes">Bytes of a record.</param>
/// <param name="memoryBudgetBytes">Memory for records in bytes; the rest goes to a file in the temporary folder.</param>
internal sealed class RecordStore(int recordBytes, long memoryBudgetBytes) : IDisposable
{
    private readonly List<byte[]> _inMemory = [];
    private FileStream? _spill;

    public int Count { get; private set; }

    public long BytesInMemory => (long)_inMemory.Count * recordBytes;

    public long BytesOnDisk => (long)(Count - _inMemory.Count) * recordBytes;

    /// <summary>Adds a record that consists of two parts; the second may be empty.</summary>
    /// <exception cref="IOException">The temporary folder has no room.</exception>
    public void Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default)
    {
        if (BytesInMemory + recordBytes <= memoryBudgetBytes && _spill is null)
        {
            var record = new byte[recordBytes];
            first.CopyTo(record);
            second.CopyTo(record.AsSpan(first.Length));
            _inMemory.Add(record);
        }
        else
        {
            Spill(first, second);
        }

        Count++;
    }

    /// <summary>Reads a part of a record.</summary>
    /// <param name="index">The record.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="part">Receives the part.</param>
    public void Read(int index, int offset, Span<byte> part)
    {
        if (index < _inMemory.Count)
            _inMemory[index].AsSpan(offset, part.Length).CopyTo(part);
        else
            ReadSpilled((long)(index - _inMemory.Count) * recordBytes + offset, part);
    }

    /// <summary>Frees the memory and removes the temporary file.</summary>
    public void Dispose()
    {
        _inMemory.Clear();
        _spill?.Dispose();
    }

    // Reads at an offset rather than a memory map: a full disk is then an exception, not the end of the process.
    private void Spill(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        string folder = Path.GetTempPath();
        try
        {
            _spill ??= CreateSpill(folder);
            long offset = BytesOnDisk;
            RandomAccess.Write(_spill.SafeFileHandle, first, offset);
            RandomAccess.Write(_spill.SafeFileHandle, second, offset + first.Length);
        }
        catch (IOException e)
        {
            throw new IOException(FormattableString.Invariant(
                $"The image cache needs {BytesOnDisk + recordBytes} bytes in '{folder}': {e.Message} Make room, set another temporary folder, or raise the memory budget of {memoryBudgetBytes} bytes."), e);
        }
    }

    private static FileStream CreateSpill(string folder)
    {
        string path = Path.Combine(folder, $"gancompression-{Guid.NewGuid():N}.cache");
        var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 1, FileOptions.DeleteOnClose | FileOptions.RandomAccess);

        // Where the platform allows it the name goes at once, so that even a killed process leaves nothing behind.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return stream;
    }

    private void ReadSpilled(long offset, Span<byte> part)
    {
        for (int done = 0; done < part.Length;)
        {
            int count = RandomAccess.Read(_spill!.SafeFileHandle, part[done..], offset + done);
            if (count == 0)
                throw new IOException("The temporary file of the image cache ends early; something else changed it.");
            done += count;
        }
    }
}
