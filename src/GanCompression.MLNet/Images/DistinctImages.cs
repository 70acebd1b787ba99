using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace GanCompression.MLNet;

/// <summary>
/// Tells images that came before from new ones. Rows of unpaired data repeat the images of the smaller set, and nothing says which
/// those are but their pixels.
/// </summary>
internal sealed class DistinctImages
{
    private readonly HashSet<UInt128> _hashes = [];

    /// <summary>Whether no image with these pixels came before.</summary>
    public bool Add(RgbImage image)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(image.Pixels, hash);
        return _hashes.Add(MemoryMarshal.Read<UInt128>(hash));
    }
}
