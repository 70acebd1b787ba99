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
}
