using System.Buffers.Binary;
using System.Text;

namespace GanCompression.Tests;

/// <summary>Writes pickles instruction by instruction, as the format's description has them: also ones that no program would write.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> _bytes = [];

    public PickleBytes(int protocol = 2) => Raw(0x80, (byte)protocol);

    public static byte[] OfTensor(string name = "w", long offset = 0, long[]? shape = null, long[]? strides = null, string type = "FloatStorage", string key = "0", long elements = 4) =>
        new PickleBytes().Raw("}").Text(name).Tensor(offset, shape ?? [elements], strides ?? [1], type, key, elements).Raw("s").End();

    public PickleBytes Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBytes Raw(string ascii) => Raw(Encoding.ASCII.GetBytes(ascii));

    public PickleBytes Global(string module, string name) => Raw($"c{module}\n{name}\n");

    public PickleBytes Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Raw("X").Raw(BitConverter.GetBytes(bytes.Length)).Raw(bytes);
    }

    public PickleBytes Number(long number) => Raw(0x8A, 8).Raw(BitConverter.GetBytes(number));

    public PickleBytes Numbers(params long[] numbers)
    {
        Raw("(");
        foreach (long number in numbers)
            Number(number);
        return Raw("t");
    }

    public PickleBytes Storage(string type = "FloatStorage", string key = "0", long elements = 4) =>
        Raw("(").Text("storage").Global("torch", type).Text(key).Text("cpu").Number(elements).Raw("tQ");

    public PickleBytes Tensor(long offset, long[] shape, long[] strides, string type = "FloatStorage", string key = "0", long elements = 4) =>
        Global("torch._utils", "_rebuild_tensor_v2").Raw("(").Storage(type, key, elements).Number(offset).Numbers(shape).Numbers(strides)
            .Raw(0x89).Global("collections", "OrderedDict").Raw(")RtR");

    public byte[] End() => Raw(".").Bytes();

    public byte[] Bytes() => [.. _bytes];

    /// <summary>The old format around a pickle; storages hold 1, 2, 3 … as float32.</summary>
    public static byte[] Legacy(byte[] pickle, params (string Key, long Elements)[] storages)
    {
        var keys = new PickleBytes().Raw("]");
        foreach ((string key, _) in storages)
            keys.Text(key).Raw("a");
        byte[] system = new PickleBytes().Raw("}").Text("protocol_version").Raw(0x4D, 0xE9, 0x03).Raw("s").Text("little_endian").Raw(0x88).Raw("s").End();
        return LegacyParts([system, pickle, keys.End(), .. storages.Select(storage => (byte[])[.. BitConverter.GetBytes(storage.Elements), .. Values((int)storage.Elements)])]);
    }

    /// <summary>The beginning of the old format, and the given parts after it.</summary>
    public static byte[] LegacyParts(params byte[][] parts)
    {
        byte[] magic = new PickleBytes().Raw(0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19).End();
        byte[] version = new PickleBytes().Raw(0x4D, 0xE9, 0x03).End();
        return [.. magic, .. version, .. parts.SelectMany(part => part)];
    }

    /// <summary>The zip format around a pickle.</summary>
    public static byte[] Zip(byte[] pickle, params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries.Prepend(("archive/data.pkl", pickle)))
            {
                using Stream entry = archive.CreateEntry(name, System.IO.Compression.CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The values 1, 2, 3 … as float32.</summary>
    public static byte[] Values(int count)
    {
        var bytes = new byte[4 * count];
        for (int i = 0; i < count; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), i + 1);
        return bytes;
    }

    public static WeightTable Read(byte[] bytes, string? entry = null) => PyTorchCheckpoint.Read(new MemoryStream(bytes), entry);
}
