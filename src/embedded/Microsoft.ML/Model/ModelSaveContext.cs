using System.IO.Compression;
using System.Text;
using Microsoft.ML.Model;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where a model writes itself: one folder of the model file.</summary>
public sealed class ModelSaveContext : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly string _folder;
    private readonly MemoryStream _content = new();
    private readonly BinaryWriter _writer;
    private string _kind;

    internal ModelSaveContext(ZipArchive archive, string folder)
    {
        _archive = archive;
        _folder = folder;
        _writer = new BinaryWriter(_content, Encoding.UTF8);
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>Says what is being written, so that it can be told what to load. Each model must.</summary>
    internal void SetKind(string kind) => _kind = kind;

    internal void Write(string value) => _writer.Write(value);

    internal void Write(int value) => _writer.Write(value);

    internal void Write(bool value) => _writer.Write(value);

    internal void Write(float value) => _writer.Write(value);

    internal void WriteArray(Array values) => PrimitiveFormat.WriteArray(_writer, values);

    internal void SaveModel(ICanSaveModel model, string folder) => SaveModel(_archive, model, $"{_folder}/{folder}");

    internal static void SaveModel(ZipArchive archive, ICanSaveModel model, string folder)
    {
        using var context = new ModelSaveContext(archive, folder);
        model.Save(context);
        context.Commit();
    }

    private void Commit()
    {
        Errors.Check(_kind != null, "ModelSignature not specified!");
        using var writer = new BinaryWriter(_archive.CreateEntry($"{_folder}/{ModelReader.EntryName}", CompressionLevel.Fastest).Open(), Encoding.UTF8);
        writer.Write(ModelReader.FormatVersion);
        writer.Write(_kind);
        _writer.Flush();
        writer.Write(_content.GetBuffer(), 0, (int)_content.Length);
    }
}
