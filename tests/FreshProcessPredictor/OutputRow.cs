using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace FreshProcessPredictor;

/// <summary>A generated image.</summary>
internal sealed class OutputRow
{
    [ImageType(16, 16)]
    public MLImage? Generated { get; set; }
}
