namespace GanCompression.Tool.Commands;

/// <summary>The distance by which a search chooses.</summary>
internal enum ScorerKind
{
    /// <summary>Kernel distance.</summary>
    Kernel,

    /// <summary>Fréchet distance.</summary>
    Frechet,
}
