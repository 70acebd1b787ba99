namespace GanCompression;

/// <summary>What a <see cref="ComputeBudget"/> limits.</summary>
public enum ComputeBudgetKind
{
    /// <summary>How many times fewer multiply-adds than a reference, usually the teacher.</summary>
    Ratio,

    /// <summary>Multiply-adds per image by the published rule; see <see cref="ComputeCost"/>.</summary>
    MultiplyAdds,

    /// <summary>Trainable parameters.</summary>
    Parameters,

    /// <summary>
    /// Milliseconds per image, measured with the engine of GanCompression.Runtime on one thread of this machine, at the image size
    /// of the search. Another machine takes another time.
    /// </summary>
    Latency,
}
