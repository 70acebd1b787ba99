using Microsoft.ML.Data;

namespace GanCompression.MLNet;

/// <summary>The constant key under which a lowered generator looks up its state.</summary>
internal sealed class LoweredKey
{
    /// <summary>The only key.</summary>
    public const int Only = 1;

    /// <summary>The key.</summary>
    [ColumnName(LoweredColumns.Key)]
    public int Key { get; set; }
}
