namespace GanCompression.Tool.Commands;

/// <summary>How <c>compress</c> makes a student.</summary>
internal enum CompressionMethod
{
    /// <summary>One student of a given plan, trained alone.</summary>
    Distillation,

    /// <summary>A supernet, a search for its best sub-network, and fine-tuning (GAN Compression, TPAMI 2022, §3.4).</summary>
    FastGanCompression,

    /// <summary>The same after a first student was distilled, from which the supernet starts (GAN Compression, TPAMI 2022, §3).</summary>
    GanCompression,
}
