namespace GanCompression.Runtime;

/// <summary>How wide the registers are that a <see cref="CompiledNetwork"/> computes with.</summary>
public enum VectorWidth
{
    /// <summary>The widest that the processor runs well.</summary>
    Automatic,

    /// <summary>One value at a time; for processors without vector instructions, and for comparison.</summary>
    Scalar,

    /// <summary>Four values at a time.</summary>
    Bits128,

    /// <summary>Eight values at a time.</summary>
    Bits256,

    /// <summary>Sixteen values at a time.</summary>
    Bits512,
}
