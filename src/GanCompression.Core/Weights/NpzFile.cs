using System.IO.Compression;

namespace GanCompression;

/// <summary>Reads and writes weights in NumPy's npz format: a zip archive with one npy array per tensor, as <c>numpy.savez</c> makes it.</summary>
public static class NpzFile
{
    private const string Kind = "npz file";
    private const string Extension = ".npy";

    /// <summary>Reads a file, compressed or not.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The arrays, in the order of the archive and named without <c>.npy</c>.</returns>
    /// <exception cref="FormatException">The file is damaged, or an array's type or order is not supported.</exception>
    public static WeightTable Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        using var archive = new CheckedZipArchive(stream, path, Kind);
        var entries = new List<KeyValuePair<string, WeightTensor>>();
        foreach (string name in archive.Names)
        {
            if (!name.EndsWith(Extension, StringComparison.Ordinal))
                throw FileErrors.Damaged(path, Kind, $"expected only arrays named *{Extension}, but it holds '{name}'.");
            using Stream entry = archive.Open(name);
            entries.Add(new(name[..^Extension.Length], NpyFile.Read(new BoundedReader(entry, $"{path}/{name}", Kind), isWholeStream: true)));
        }

        return new WeightTable(entries);
    }

    /// <summary>Writes a file, not compressed: first under a temporary name, then moved. Equal tables give equal bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">The tensors; any type but <see cref="ElementType.BFloat16"/>, which NumPy lacks.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, WeightTable weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, WeightTensor tensor) in weights)
                CheckedZipArchive.Add(archive, name + Extension, entry => NpyFile.Write(entry, tensor));
        });
    }
}
