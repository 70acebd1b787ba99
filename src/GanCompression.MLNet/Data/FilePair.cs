using GanCompression.Quality;

namespace GanCompression.MLNet;

/// <summary>Two image files.</summary>
internal sealed class FilePair(string source, string target, int size) : ImagePair
{
    /// <inheritdoc/>
    public override RgbImage Source => ImageFile.Read(source).Resize(size, size);

    /// <inheritdoc/>
    public override RgbImage Target => ImageFile.Read(target).Resize(size, size);
}
