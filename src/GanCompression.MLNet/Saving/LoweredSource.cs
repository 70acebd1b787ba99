using Microsoft.ML.Data;

namespace GanCompression.MLNet;

/// <summary>What a lowered generator reads.</summary>
internal sealed class LoweredSource
{
    /// <summary>The image to translate.</summary>
    [ColumnName(LoweredColumns.Source)]
    public MLImage? Source { get; set; }

    /// <summary>The state, as text; see <see cref="GeneratorState"/>.</summary>
    [ColumnName(LoweredColumns.State)]
    public ReadOnlyMemory<char> State { get; set; }
}
