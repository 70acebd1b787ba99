namespace GanCompression.MLNet;

/// <summary>Drawn façades: the label map is the source, the picture the target.</summary>
internal sealed class SyntheticPairs(int count, int imageSize, long seed) : ImagePairSet
{
    /// <inheritdoc/>
    public override int Count => count;

    /// <inheritdoc/>
    public override int ImageSize => imageSize;

    /// <inheritdoc/>
    public override string NameOf(int index) => FormattableString.Invariant($"facade-{index:0000}");

    /// <inheritdoc/>
    public override ImagePair Open(int index) => new Pair(index, imageSize, seed);

    private sealed class Pair(int index, int size, long seed) : ImagePair
    {
        private FacadeScene? _scene;

        public override RgbImage Source => Scene.Label;

        public override RgbImage Target => Scene.Photo;

        private FacadeScene Scene => _scene ??= FacadeScene.Render(index, size, seed);
    }
}
