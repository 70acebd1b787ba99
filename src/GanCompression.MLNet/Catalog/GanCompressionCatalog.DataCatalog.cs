using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet;

/// <content>Data views of images.</content>
public sealed partial class GanCompressionCatalog
{
    /// <summary>Data views of images.</summary>
    public sealed class DataCatalog
    {
        /// <summary>Largest height and width that images are resized to, in pixels.</summary>
        public const int MaxImageSize = 8192;

        private static readonly string[] s_unpaired = ["trainA", "trainB", "testA", "testB"];

        private readonly IHost _host;

        internal DataCatalog(MLContext context)
        {
            _host = ((IHostEnvironment)context).Register("GanCompressionData");
        }

        /// <summary>
        /// Loads pairs of images: either one file per pair with A as the left and B as the right half, or subfolders <c>A</c> and
        /// <c>B</c> with files of the same name (the extension may differ).
        /// </summary>
        /// <param name="path">The folder. Its own images are listed, ordered by name (ordinal); .jpg, .jpeg and .png.</param>
        /// <param name="imageSize">Height and width of every image in pixels, 1 to <see cref="MaxImageSize"/>; files are resized to it (bicubic).</param>
        /// <param name="direction">Which image of a pair is the source.</param>
        /// <returns>
        /// A lazy view with the columns <c>Source</c> and <c>Target</c> (images) and <c>Name</c> (text: file name without extension).
        /// An image is read when a cursor asks for it; an error then names the file.
        /// </returns>
        /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
        /// <exception cref="ArgumentException">The folder holds no pairs, or images without a partner; the message lists them.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="imageSize"/> is out of range.</exception>
        public IDataView LoadPairedImages(string path, int imageSize, PairDirection direction = PairDirection.AtoB)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            CheckImageSize(imageSize);
            CheckDirection(direction);
            if (!Directory.Exists(path))
                throw ImageFolder.Missing(path);

            string folderA = Path.Combine(path, "A");
            string folderB = Path.Combine(path, "B");
            string[] files = ImageFolder.List(path);
            bool hasA = Directory.Exists(folderA);
            bool hasB = Directory.Exists(folderB);
            if (hasA && hasB && files.Length > 0)
                throw new ArgumentException($"'{path}' holds both images and the subfolders A and B. Keep side-by-side images and folder pairs in folders of their own.", nameof(path));
            if (hasA && hasB)
                return direction == PairDirection.AtoB ? LoadPairedImages(folderA, folderB, imageSize) : LoadPairedImages(folderB, folderA, imageSize);
            if (files.Length == 0 && (hasA || hasB))
                throw new ArgumentException($"'{path}' has the subfolder {(hasA ? "A" : "B")} but not {(hasA ? "B" : "A")}. Pairs need both.", nameof(path));
            if (files.Length == 0 && Array.Find(s_unpaired, name => Directory.Exists(Path.Combine(path, name))) is string found)
                throw new ArgumentException($"'{path}' holds an unpaired data set: it has the subfolder {found}. Pairs need side-by-side images, or the subfolders A and B with files of the same name. For unpaired images use LoadUnpairedImages.", nameof(path));
            if (files.Length == 0)
                throw ImageFolder.Empty(path, path);
            return View(new SideBySidePairs(files, imageSize, direction), path);
        }

        /// <summary>Loads pairs of images from two folders with files of the same name (the extension may differ).</summary>
        /// <param name="sourceFolder">Folder of the images to translate.</param>
        /// <param name="targetFolder">Folder of what they should be translated to.</param>
        /// <param name="imageSize">Height and width of every image in pixels, 1 to <see cref="MaxImageSize"/>; files are resized to it (bicubic).</param>
        /// <returns>A lazy view with the columns <c>Source</c>, <c>Target</c> and <c>Name</c>, ordered by name (ordinal).</returns>
        /// <exception cref="DirectoryNotFoundException">A folder does not exist.</exception>
        /// <exception cref="ArgumentException">A folder holds no images, or images without a partner; the message lists them.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="imageSize"/> is out of range.</exception>
        public IDataView LoadPairedImages(string sourceFolder, string targetFolder, int imageSize)
        {
            ArgumentException.ThrowIfNullOrEmpty(sourceFolder);
            ArgumentException.ThrowIfNullOrEmpty(targetFolder);
            CheckImageSize(imageSize);
            return View(FolderPairs.Match(sourceFolder, targetFolder, Images(sourceFolder), Images(targetFolder), imageSize), sourceFolder);
        }

        /// <summary>
        /// Loads two independent sets of images, as CycleGAN learns from (Zhu et al., ICCV 2017), from the subfolders <c>trainA</c> and
        /// <c>trainB</c> of a folder, or those of another split.
        /// </summary>
        /// <param name="path">The folder with both subfolders. Their own images are listed, ordered by name (ordinal); .jpg, .jpeg and .png.</param>
        /// <param name="imageSize">Height and width of every image in pixels, 1 to <see cref="MaxImageSize"/>; files are resized to it (bicubic).</param>
        /// <param name="direction">Which set is the source.</param>
        /// <param name="split">What the names of the subfolders begin with: <c>train</c>, <c>test</c>, or nothing for <c>A</c> and <c>B</c>.</param>
        /// <returns>The view that <see cref="LoadUnpairedImages(string, string, int)"/> describes.</returns>
        /// <exception cref="DirectoryNotFoundException">The folder or a subfolder does not exist.</exception>
        /// <exception cref="ArgumentException">A subfolder holds no images.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="imageSize"/> is out of range.</exception>
        public IDataView LoadUnpairedImages(string path, int imageSize, PairDirection direction = PairDirection.AtoB, string split = "train")
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            ArgumentNullException.ThrowIfNull(split);
            CheckImageSize(imageSize);
            CheckDirection(direction);
            if (!Directory.Exists(path))
                throw new DirectoryNotFoundException($"There is no folder '{path}' (full path '{Path.GetFullPath(path)}'). Give the folder that holds {split}A and {split}B.");
            string folderA = Path.Combine(path, split + "A");
            string folderB = Path.Combine(path, split + "B");
            foreach (string folder in (string[])[folderA, folderB])
            {
                if (!Directory.Exists(folder))
                    throw new DirectoryNotFoundException($"'{path}' has no subfolder '{Path.GetFileName(folder)}'. The split '{split}' of unpaired images needs {split}A and {split}B; name another split, or give both folders.");
            }

            return direction == PairDirection.AtoB ? LoadUnpairedImages(folderA, folderB, imageSize) : LoadUnpairedImages(folderB, folderA, imageSize);
        }

        /// <summary>Loads two independent sets of images, as CycleGAN learns from (Zhu et al., ICCV 2017).</summary>
        /// <param name="sourceFolder">Folder of the images to translate.</param>
        /// <param name="targetFolder">Folder of examples of what they should look like afterwards.</param>
        /// <param name="imageSize">Height and width of every image in pixels, 1 to <see cref="MaxImageSize"/>; files are resized to it (bicubic).</param>
        /// <returns>
        /// A lazy view with the columns <c>Source</c> and <c>Target</c> (images) and <c>Name</c> (text: file name of the source without extension).
        /// Row i has the i-th image of each folder, ordered by name (ordinal); there are as many rows as the larger folder has
        /// images, and the smaller one begins again. Trainers on unpaired images take each image once, whatever row it is in; the
        /// target column says that it is unpaired, so that trainers on pairs refuse it.
        /// </returns>
        /// <exception cref="DirectoryNotFoundException">A folder does not exist.</exception>
        /// <exception cref="ArgumentException">A folder holds no images.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="imageSize"/> is out of range.</exception>
        public IDataView LoadUnpairedImages(string sourceFolder, string targetFolder, int imageSize)
        {
            ArgumentException.ThrowIfNullOrEmpty(sourceFolder);
            ArgumentException.ThrowIfNullOrEmpty(targetFolder);
            CheckImageSize(imageSize);
            string[] sources = Images(sourceFolder);
            string[] targets = Images(targetFolder);
            using IChannel channel = _host.Start("LoadUnpairedImages");
            channel.Info(MessageSensitivity.None, FormattableString.Invariant(
                $"Found {sources.Length} source images in '{sourceFolder}' and {targets.Length} target images in '{targetFolder}'; they are resized to {imageSize}×{imageSize} pixels when read."));
            return new ImagePairDataView(new UnpairedImages(sources, targets, imageSize));
        }

        /// <summary>Draws pairs of façades in code: a label map as source and a picture of the same front as target. Needs no files.</summary>
        /// <param name="count">Number of pairs, at least 1.</param>
        /// <param name="imageSize">Height and width in pixels, <see cref="FacadeScene.MinSize"/> to <see cref="FacadeScene.MaxSize"/>.</param>
        /// <param name="seed">Which set of façades; the same seed gives the same pixels on every machine. Use different seeds for training and test.</param>
        /// <returns>A lazy view with the columns <c>Source</c>, <c>Target</c> and <c>Name</c>; a pair is drawn when a cursor asks for it.</returns>
        /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
        public IDataView SyntheticFacades(int count, int imageSize, long seed = 0)
        {
            if (count < 1)
                throw new ArgumentOutOfRangeException(nameof(count), count, FormattableString.Invariant($"The number of pairs must be at least 1, but was {count}."));
            if (imageSize is < FacadeScene.MinSize or > FacadeScene.MaxSize)
                throw new ArgumentOutOfRangeException(nameof(imageSize), imageSize, FormattableString.Invariant($"The image size must be {FacadeScene.MinSize} to {FacadeScene.MaxSize} pixels, but was {imageSize}."));
            using IChannel channel = _host.Start("SyntheticFacades");
            channel.Info(MessageSensitivity.None, FormattableString.Invariant($"Drawing {count} façades of {imageSize}×{imageSize} pixels with seed {seed} when read."));
            return new ImagePairDataView(new SyntheticPairs(count, imageSize, seed));
        }

        private ImagePairDataView View(ImagePairSet pairs, string origin)
        {
            using IChannel channel = _host.Start("LoadPairedImages");
            channel.Info(MessageSensitivity.None, FormattableString.Invariant($"Found {pairs.Count} image pairs in '{origin}'; they are resized to {pairs.ImageSize}×{pairs.ImageSize} pixels when read."));
            return new ImagePairDataView(pairs);
        }

        private static string[] Images(string folder)
        {
            if (!Directory.Exists(folder))
                throw ImageFolder.Missing(folder);
            string[] files = ImageFolder.List(folder);
            return files.Length > 0 ? files : throw ImageFolder.Empty(folder, folder);
        }

        private static void CheckDirection(PairDirection direction)
        {
            if (!Enum.IsDefined(direction))
                throw new ArgumentOutOfRangeException(nameof(direction), direction, $"The direction must be {PairDirection.AtoB} or {PairDirection.BtoA}.");
        }

        private static void CheckImageSize(int imageSize)
        {
            if (imageSize is < 1 or > MaxImageSize)
                throw new ArgumentOutOfRangeException(nameof(imageSize), imageSize, FormattableString.Invariant($"The image size must be 1 to {MaxImageSize} pixels, but was {imageSize}."));
        }
    }
}
