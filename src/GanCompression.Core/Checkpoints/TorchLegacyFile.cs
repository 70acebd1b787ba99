using System.Buffers.Binary;
using System.Numerics;

namespace GanCompression;

/// <summary>
/// The format of PyTorch before 1.6: five pickles (magic number, protocol version, system, the value, keys of the storages),
/// then for each key the number of elements and the values.
/// </summary>
internal sealed class TorchLegacyFile : TorchFile
{
    private const long Version = 1001;
    private static readonly BigInteger s_magic = BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    private readonly Stream _stream;
    private readonly BoundedReader _reader;
    private readonly Dictionary<TorchStorage, long> _offsets = [];

    /// <summary>Opens a checkpoint, reads its pickles and finds its storages.</summary>
    public TorchLegacyFile(Stream stream, string source)
    {
        _stream = stream;
        _reader = new BoundedReader(stream, source, Kind);
        var objects = new TorchPickleObjects(_reader);
        object? magic = ReadPickle();
        if (magic is not BigInteger || (BigInteger)magic != s_magic)
            throw _reader.Unsupported("it is a pickle, but not one that torch.save made. Save the weights with torch.save(model.state_dict(), path).");
        if (ReadPickle() is not Version)
            throw _reader.Unsupported(FormattableString.Invariant($"expected version {Version} of PyTorch's old file format. Load and save it once with a newer PyTorch."));
        if (ReadPickle() is not PickleDictionary system || !system.TryGetValue("little_endian", out object? isLittleEndian) || isLittleEndian is not bool)
            throw _reader.Damaged("it does not say in which byte order its values are.");
        if (isLittleEndian is false)
            throw _reader.Unsupported("its values are in big-endian order; expected little-endian. Load and save it once with PyTorch on a little-endian machine.");
        Root = ReadPickle();
        if (ReadPickle() is not List<object?> keys)
            throw _reader.Damaged("the list of its storages is missing.");
        foreach (object? key in keys)
            FindStorage(key as string, objects);
        if (_reader.Remaining != 0)
            throw _reader.Damaged(FormattableString.Invariant($"{_reader.Remaining} bytes follow its last storage."));

        object? ReadPickle() => new PickleReader(_reader, objects).Read();
    }

    public override object? Root { get; }

    public override byte[] Read(TorchStorage storage)
    {
        if (!_offsets.TryGetValue(storage, out long offset))
            throw _reader.Damaged($"{storage} is missing: the list of its storages does not name it.");
        _stream.Position = offset;
        return _reader.Read(storage.Bytes, storage.ToString());
    }

    public override void Dispose()
    {
        // The stream belongs to the caller.
    }

    private void FindStorage(string? key, TorchPickleObjects objects)
    {
        if (key is null || !objects.Storages.TryGetValue(key, out TorchStorage? storage))
            throw _reader.Damaged($"the list of its storages names '{key}', which no tensor uses.");
        Span<byte> length = stackalloc byte[sizeof(long)];
        _reader.ReadExactly(length, $"the length of {storage}");
        long elements = BinaryPrimitives.ReadInt64LittleEndian(length);
        if (elements != storage.Elements)
            throw _reader.Damaged(FormattableString.Invariant($"{storage} should have {storage.Elements} elements, but has {elements}."));
        if (!_offsets.TryAdd(storage, _stream.Position))
            throw _reader.Damaged($"the list of its storages names '{key}' twice.");
        if (storage.Bytes > _reader.Remaining)
            throw _reader.Damaged(FormattableString.Invariant($"expected {storage.Bytes} bytes of {storage}, but only {_reader.Remaining} are left."));
        _stream.Position += storage.Bytes;
    }
}
