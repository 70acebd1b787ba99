using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.TestSupport;

/// <summary>A row with images in memory.</summary>
public sealed class ImageRow
{
    [ImageType]
    public MLImage? Source { get; set; }

    [ImageType]
    public MLImage? Target { get; set; }

    public string Name { get; set; } = "";
}
