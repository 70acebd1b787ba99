namespace GanCompression.MLNet;

/// <summary>Two independent lists of files: row i has the i-th of each, and the shorter list begins again at its end.</summary>
internal sealed class UnpairedImages(string[] sources, string[] targets, int imageSize) : ImagePairSet
{
    /// <inheritdoc/>
    public override int Count => Math.Max(sources.Length, targets.Length);

    /// <inheritdoc/>
    public override int ImageSize => imageSize;

    /// <inheritdoc/>
    public override bool IsPaired => false;

    /// <inheritdoc/>
    public override string NameOf(int index) => Path.GetFileNameWithoutExtension(sources[index % sources.Length]);

    /// <inheritdoc/>
    public override ImagePair Open(int index) => new FilePair(sources[index % sources.Length], targets[index % targets.Length], imageSize);
}
