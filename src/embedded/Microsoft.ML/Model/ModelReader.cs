using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Model;

/// <summary>Reads one folder of a model file.</summary>
internal sealed class ModelReader : IDisposable
{
    public const string EntryName = "Model.bin";
    public const int FormatVersion = 1;

    private readonly ZipArchive _archive;
    private readonly string _folder;
    private readonly BinaryReader _reader;

    private ModelReader(ZipArchive archive, string folder, ZipArchiveEntry entry, ComponentCatalog components)
    {
        _archive = archive;
        _folder = folder;
        _reader = new BinaryReader(new BufferedStream(entry.Open()), Encoding.UTF8);
        Components = components;
    }

    public ComponentCatalog Components { get; }

    public static ITransformer LoadModel(ZipArchive archive, string folder, ComponentCatalog components)
    {
        ZipArchiveEntry entry = archive.GetEntry($"{folder}/{EntryName}");
        if (entry == null)
        {
            throw new InvalidOperationException(archive.GetEntry($"{folder}/Model.key") != null
                ? "The model was saved by the package Microsoft.ML. This is the subset of it that is built from source: it loads the models that it saved itself."
                : $"The file holds no model: it has no entry '{folder}/{EntryName}'.");
        }

        using var reader = new ModelReader(archive, folder, entry, components);
        int version = reader._reader.ReadInt32();
        Errors.Check(version == FormatVersion, $"The model has format version {version}; this version reads {FormatVersion}.");
        string kind = reader.ReadString();
        return ModelKinds.Find(kind)(reader);
    }

    public string ReadString() => _reader.ReadString();

    public int ReadInt32() => _reader.ReadInt32();

    public bool ReadBoolean() => _reader.ReadBoolean();

    public float ReadSingle() => _reader.ReadSingle();

    public int ReadCount()
    {
        int count = _reader.ReadInt32();
        return count >= 0 ? count : throw new InvalidDataException($"The model is damaged: a count is {count}.");
    }

    public Array ReadArray() => PrimitiveFormat.ReadArray(_reader);

    public ITransformer ReadModel(string folder) => LoadModel(_archive, $"{_folder}/{folder}", Components);

    public void Dispose() => _reader.Dispose();
}
