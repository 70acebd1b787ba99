using System.Globalization;

namespace GanCompression.Tool.Commands;

/// <summary>The architecture that supernets and their sub-networks have: <c>sub_mobile_resnet_9blocks</c>, with any number of blocks.</summary>
internal static class SubNetworkArchitecture
{
    /// <summary>The published one.</summary>
    public const string Default = "sub_mobile_resnet_9blocks";

    private const string Start = "sub_mobile_resnet_";
    private const string End = "blocks";

    /// <summary>The number of blocks that a name asks for.</summary>
    /// <param name="architecture">The name.</param>
    /// <param name="purpose">What it is for, after "for".</param>
    /// <exception cref="UsageException">It is the name of another architecture.</exception>
    public static int BlocksOf(string architecture, string purpose)
    {
        bool isOurs = architecture.StartsWith(Start, StringComparison.Ordinal) && architecture.EndsWith(End, StringComparison.Ordinal) && architecture.Length > Start.Length + End.Length;
        return isOurs && int.TryParse(architecture.AsSpan()[Start.Length..^End.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int blocks) && blocks is >= 1 and <= 100
            ? blocks
            : throw new UsageException($"--architecture expects {Default}, with 1 to 100 blocks, for {purpose}, but got '{architecture}'.");
    }
}
