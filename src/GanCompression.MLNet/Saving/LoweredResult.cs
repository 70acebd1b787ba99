using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet;

/// <summary>What a lowered generator makes.</summary>
internal sealed class LoweredResult
{
    /// <summary>The generated image.</summary>
    [ColumnName(LoweredColumns.Result)]
    [ImageType]
    public MLImage? Result { get; set; }
}
