using GanCompression.Quality;

namespace GanCompression.MLNet;

/// <summary>Pairs stored as one file each: A is the left half, B the right half.</summary>
internal sealed class SideBySidePairs(string[] files, int imageSize, PairDirection direction) : ImagePairSet
{
    /// <inheritdoc/>
    public override int Count => files.Length;

    /// <inheritdoc/>
    public override int ImageSize => imageSize;

    /// <inheritdoc/>
    public override string NameOf(int index) => Path.GetFileNameWithoutExtension(files[index]);

    /// <inheritdoc/>
    public override ImagePair Open(int index) => new Pair(files[index], imageSize, direction);

    private sealed class Pair(string path, int size, PairDirection direction) : ImagePair
    {
        private RgbImage? _both;

        public override RgbImage Source => Half(isLeft: direction == PairDirection.AtoB);

        public override RgbImage Target => Half(isLeft: direction == PairDirection.BtoA);

        private RgbImage Half(bool isLeft)
        {
            RgbImage both = _both ??= Checked(ImageFile.Read(path));
            int width = both.Width / 2;
            return both.Crop(isLeft ? 0 : width, 0, width, both.Height).Resize(size, size);
        }

        private RgbImage Checked(RgbImage both) => both.Width % 2 == 0
            ? both
            : throw new FormatException(FormattableString.Invariant(
                $"'{path}' is {both.Width} pixels wide, which cannot be split into two images side by side; expected an even width. For images in two folders use A/ and B/ subfolders."));
    }
}
