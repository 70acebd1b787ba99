using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace FreshProcessPredictor;

/// <summary>An image to translate.</summary>
internal sealed class InputRow
{
    [ImageType(16, 16)]
    public MLImage? Source { get; set; }
}
