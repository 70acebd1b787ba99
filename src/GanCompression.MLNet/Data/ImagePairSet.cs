namespace GanCompression.MLNet;

/// <summary>A list of image pairs of one size, or of unpaired images, whose images are read when asked for. Immutable; used from many threads.</summary>
internal abstract class ImagePairSet
{
    /// <summary>Number of pairs.</summary>
    public abstract int Count { get; }

    /// <summary>Height and width of every image in pixels.</summary>
    public abstract int ImageSize { get; }

    /// <summary>Whether source and target of a row belong together.</summary>
    public virtual bool IsPaired => true;

    /// <summary>Name of a pair.</summary>
    public abstract string NameOf(int index);

    /// <summary>Opens a pair; no image is read yet.</summary>
    public abstract ImagePair Open(int index);
}
