namespace GanCompression;

/// <summary>The part of <c>model.json</c> that every version of the format has, read before the rest.</summary>
internal sealed record ModelManifestHead
{
    /// <summary>What the file is.</summary>
    public string? Format { get; init; }

    /// <summary>Version of the file format.</summary>
    public int Version { get; init; }
}
