namespace GanCompression;

/// <summary>How an image is turned into the numbers that a network sees.</summary>
public enum ImageEncoding
{
    /// <summary>Planes in the order red, green, blue; 0…255 mapped to -1…1.</summary>
    RgbSigned,
}
