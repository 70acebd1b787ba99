using System.Security.Cryptography;
using System.Text;

namespace GanCompression.Training;

/// <summary>Some images of each set of another source, in the given order.</summary>
internal sealed class UnpairedImageSubset(IUnpairedImageSource source, IReadOnlyList<int> sources, IReadOnlyList<int> targets) : IUnpairedImageSource
{
    public int SourceCount => sources.Count;

    public int TargetCount => targets.Count;

    public int Count => Math.Max(sources.Count, targets.Count);

    public int Height => source.Height;

    public int Width => source.Width;

    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source.Fingerprint}\n{string.Join(',', sources)}\n{string.Join(',', targets)}")));

    public void ReadSource(int index, Span<byte> rgb) => source.ReadSource(sources[index], rgb);

    public void ReadTarget(int index, Span<byte> rgb) => source.ReadTarget(targets[index], rgb);
}
