namespace GanCompression.Runtime;

/// <summary>What a pooling takes of its windows.</summary>
internal enum PoolingKind
{
    /// <summary>The largest value.</summary>
    Max,

    /// <summary>The mean, with padded zeros counted.</summary>
    MeanWithPadding,

    /// <summary>The mean of the pixels inside the image.</summary>
    MeanInside,
}
