using System.Globalization;
using System.Text;

namespace GanCompression;

/// <summary>
/// The format of PyTorch 1.6 and later: a zip archive of stored entries in one folder. <c>data.pkl</c> is the pickle,
/// <c>data/0</c> and so on are the storages.
/// </summary>
internal sealed class TorchZipFile : TorchFile
{
    private const string PickleName = "data.pkl";
    private const int MaxPickleBytes = 1 << 26;
    private const int MaxNoteBytes = 64;
    private const int HighestVersion = 10;

    private readonly CheckedZipArchive _archive;
    private readonly string _source;
    private readonly string _folder;

    /// <summary>Opens a checkpoint and reads its pickle.</summary>
    public TorchZipFile(Stream stream, string source)
    {
        _source = source;
        _archive = new CheckedZipArchive(stream, source, Kind);
        try
        {
            _folder = FindFolder();
            _archive.ExpectStored(stream.Length);
            CheckNotes();
            string name = _folder + PickleName;
            if (_archive.LengthOf(name) > MaxPickleBytes)
                throw FileErrors.Unsupported(source, FormattableString.Invariant($"its pickle has {_archive.LengthOf(name)} bytes; at most {MaxPickleBytes} are supported. Save the weights alone: torch.save(model.state_dict(), path)."));
            var pickle = new BoundedReader(new MemoryStream(ReadEntry(name, PickleName), writable: false), $"{source}/{name}", Kind);
            Root = new PickleReader(pickle, new TorchPickleObjects(pickle)).Read();
            if (pickle.Remaining != 0)
                throw pickle.Damaged(FormattableString.Invariant($"{pickle.Remaining} bytes follow its pickle."));
        }
        catch (FormatException)
        {
            _archive.Dispose();
            throw;
        }
    }

    public override object? Root { get; }

    public override byte[] Read(TorchStorage storage)
    {
        string name = $"{_folder}data/{storage.Key}";
        if (!_archive.Has(name))
            throw FileErrors.Damaged(_source, Kind, $"{storage} is missing: it has no entry '{name}'.");
        long bytes = _archive.LengthOf(name);
        if (bytes != storage.Bytes)
        {
            throw FileErrors.Damaged(_source, Kind, FormattableString.Invariant(
                $"{storage} of {storage.Elements} elements ({storage.Type.Name}) needs {storage.Bytes} bytes, but its entry '{name}' has {bytes}."));
        }

        return ReadEntry(name, storage.ToString());
    }

    public override void Dispose() => _archive.Dispose();

    private string FindFolder()
    {
        string[] found = [.. _archive.Names.Where(name => name.Length > PickleName.Length && name.IndexOf('/') == name.Length - PickleName.Length - 1 && name.EndsWith(PickleName, StringComparison.Ordinal))];
        if (_archive.Has("model.json"))
            throw FileErrors.Unsupported(_source, "it is a generator model (.gcm), not a PyTorch checkpoint. Load it with GeneratorModel.Load.");
        if (found.Length != 1)
            throw FileErrors.Damaged(_source, Kind, FormattableString.Invariant($"expected one entry '*/{PickleName}', but there are {found.Length}."));
        string folder = found[0][..^PickleName.Length];
        if (_archive.Has($"{folder}constants.pkl"))
            throw FileErrors.Unsupported(_source, "it is a TorchScript program, not weights. Save the weights alone: torch.save(torch.jit.load(path).state_dict(), other_path).");
        return folder;
    }

    private void CheckNotes()
    {
        if (ReadNote("byteorder") is string order && order != "little")
            throw FileErrors.Unsupported(_source, $"its values have the byte order '{order}'; expected 'little'. Load and save it once with PyTorch on a little-endian machine.");
        if (ReadNote("version") is string version && (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > HighestVersion))
            throw FileErrors.Unsupported(_source, $"it has version '{version}' of PyTorch's file format; expected 1 to {HighestVersion}. Save the weights again with torch.save of PyTorch 1.6 to 2.x.");
    }

    private string? ReadNote(string name)
    {
        string entry = _folder + name;
        if (!_archive.Has(entry))
            return null;
        if (_archive.LengthOf(entry) > MaxNoteBytes)
            throw FileErrors.Damaged(_source, Kind, FormattableString.Invariant($"expected an entry '{entry}' of at most {MaxNoteBytes} bytes, but it has {_archive.LengthOf(entry)}."));
        return Encoding.Latin1.GetString(ReadEntry(entry, name)).Trim();
    }

    private byte[] ReadEntry(string name, string what)
    {
        using Stream entry = _archive.Open(name);
        var reader = new BoundedReader(entry, $"{_source}/{name}", Kind);
        byte[] bytes = reader.Read(_archive.LengthOf(name), what);
        reader.ExpectEnd();
        return bytes;
    }
}
