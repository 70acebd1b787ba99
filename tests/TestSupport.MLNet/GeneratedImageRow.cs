using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.TestSupport;

/// <summary>What a stage makes of an <see cref="ImageRow"/>.</summary>
public sealed class GeneratedImageRow
{
    [ImageType]
    public MLImage? Generated { get; set; }
}
