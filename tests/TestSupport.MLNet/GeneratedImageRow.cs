using Microsoft.ML.Data;

namespace GanCompression.TestSupport;

/// <summary>What a stage makes of an <see cref="ImageRow"/>.</summary>
public sealed class GeneratedImageRow
{
    public MLImage? Generated { get; set; }
}
