using Microsoft.ML.Data;

namespace GanCompression.MLNet;

/// <summary>What a lowered generator makes.</summary>
internal sealed class LoweredResult
{
    /// <summary>The generated image.</summary>
    [ColumnName(LoweredColumns.Result)]
    public MLImage? Result { get; set; }
}
