namespace GanCompression.MLNet;

/// <summary>The two images of one row; read when first asked for. Belongs to one cursor.</summary>
internal abstract class ImagePair
{
    /// <summary>The image to translate.</summary>
    public abstract RgbImage Source { get; }

    /// <summary>What it should be translated to.</summary>
    public abstract RgbImage Target { get; }
}
