using System.Security.Cryptography;
using System.Text;

namespace GanCompression.Training;

/// <summary>Some of the pairs of another source, in the given order.</summary>
internal sealed class ImagePairSubset(IImagePairSource source, IReadOnlyList<int> indices) : IImagePairSource
{
    public int Count => indices.Count;

    public int Height => source.Height;

    public int Width => source.Width;

    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source.Fingerprint}\n{string.Join(',', indices)}")));

    public void Read(int index, Span<byte> sourceRgb, Span<byte> targetRgb) => source.Read(indices[index], sourceRgb, targetRgb);

    /// <summary>Holds pairs back, evenly spaced.</summary>
    /// <param name="source">All pairs.</param>
    /// <param name="heldOut">How many to hold back; 0 to have all pairs in both parts.</param>
    public static (IImagePairSource Training, IImagePairSource HeldOut) Split(IImagePairSource source, int heldOut)
    {
        if (heldOut == 0)
            return (source, source);
        var held = new HashSet<int>();
        for (int i = 0; i < heldOut; i++)
            _ = held.Add((int)(((2L * i + 1) * source.Count) / (2L * heldOut)));
        return (new ImagePairSubset(source, [.. Enumerable.Range(0, source.Count).Where(index => !held.Contains(index))]), new ImagePairSubset(source, [.. held.Order()]));
    }
}
