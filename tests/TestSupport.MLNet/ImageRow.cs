using Microsoft.ML.Data;

namespace GanCompression.TestSupport;

/// <summary>A row with images in memory.</summary>
public sealed class ImageRow
{
    public MLImage? Source { get; set; }

    public MLImage? Target { get; set; }

    public string Name { get; set; } = "";
}
