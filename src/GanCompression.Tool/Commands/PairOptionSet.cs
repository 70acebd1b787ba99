using System.CommandLine;
using GanCompression.MLNet;
using Microsoft.ML;

namespace GanCompression.Tool.Commands;

/// <summary>The options that say how image pairs are read.</summary>
internal sealed class PairOptionSet
{
    // pix2pix enlarges 256-pixel images to 286 and trains on random crops (Isola et al., CVPR 2017, §3.3).
    private const double LoadSizePerImageSize = 286.0 / 256;

    private readonly Option<PairDirection?> _direction = OptionFactory.Choice<PairDirection>("--direction", "Which image of a pair is the source: the left half (or folder A) or the right half (or folder B). Unpaired: which set.");
    private readonly Option<int?> _imageSize;
    private readonly Option<int?>? _loadSize;
    private readonly Option<bool> _unpaired = new("--unpaired") { Description = "The folder holds two independent sets of images, in subfolders trainA and trainB." };

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="defaultImageSize">Image size when none is given; null to leave that to the verb.</param>
    /// <param name="hasLoadSize">Whether the verb trains on crops.</param>
    /// <param name="hasUnpaired">Whether it takes unpaired images too.</param>
    public PairOptionSet(Command verb, int? defaultImageSize, bool hasLoadSize, bool hasUnpaired)
    {
        _direction.Required = true;
        _imageSize = OptionFactory.WholeNumber("--image-size", "Height and width of the images in pixels, a multiple of 4." + (defaultImageSize is null ? " Default: the size that the model was made for." : ""), minimum: 4, defaultImageSize, multipleOf: 4);
        verb.Add(_direction);
        verb.Add(_imageSize);
        if (hasLoadSize)
        {
            _loadSize = OptionFactory.WholeNumber("--load-size", "Size the images are read at before they are cropped at random. Default: 286/256 of --image-size.", minimum: 4);
            verb.Add(_loadSize);
        }

        if (hasUnpaired)
            verb.Add(_unpaired);
    }

    /// <summary>Which image is the source.</summary>
    public PairDirection Direction(ParseResult arguments) => arguments.GetValue(_direction)!.Value;

    /// <summary>Whether the images to train on are two independent sets.</summary>
    public bool IsUnpaired(ParseResult arguments) => arguments.GetValue(_unpaired);

    /// <summary>The images to train on.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="data">The catalog that loads them.</param>
    /// <param name="folder">The folder that was given.</param>
    /// <param name="imageSize">Size of the crops.</param>
    /// <exception cref="UsageException">The given load size is smaller than the crops.</exception>
    public IDataView LoadForTraining(ParseResult arguments, GanCompressionCatalog.DataCatalog data, string folder, int imageSize)
    {
        int loadSize = LoadSize(arguments, imageSize);
        return IsUnpaired(arguments)
            ? data.LoadUnpairedImages(folder, loadSize, Direction(arguments))
            : data.LoadPairedImages(PairedFolder.ForTraining(folder), loadSize, Direction(arguments));
    }

    /// <summary>The images to judge sub-networks with, whole: of pairs those that nothing else learns from or is measured with, if there are any.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="data">The catalog that loads them.</param>
    /// <param name="folder">The folder that was given.</param>
    /// <param name="imageSize">Their size.</param>
    public IDataView LoadForSearch(ParseResult arguments, GanCompressionCatalog.DataCatalog data, string folder, int imageSize) => IsUnpaired(arguments)
        ? data.LoadUnpairedImages(folder, imageSize, Direction(arguments))
        : data.LoadPairedImages(PairedFolder.ForSearch(folder), imageSize, Direction(arguments));

    /// <summary>The image size, if it was given or has a default.</summary>
    public int? ImageSize(ParseResult arguments) => arguments.GetValue(_imageSize);

    /// <summary>The size that images are read at for crops of a size.</summary>
    /// <exception cref="UsageException">The given load size is smaller than the crops.</exception>
    public int LoadSize(ParseResult arguments, int imageSize)
    {
        int loadSize = (_loadSize is null ? null : arguments.GetValue(_loadSize)) ?? DefaultLoadSize(imageSize);
        return loadSize >= imageSize
            ? loadSize
            : throw new UsageException(FormattableString.Invariant($"--load-size expects at least the image size, which is {imageSize}, but got {loadSize}."));
    }

    /// <summary>The size that images are read at for random crops of a size, unless another one is asked for.</summary>
    public static int DefaultLoadSize(int imageSize) => (int)Math.Round(imageSize * LoadSizePerImageSize);
}
