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
}
