namespace GanCompression.MLNet;

/// <summary>Which image of a pair is the source of the translation. A is the left half of a side-by-side file or the folder A.</summary>
public enum PairDirection
{
    /// <summary>A is the source, B the target.</summary>
    AtoB,

    /// <summary>B is the source, A the target.</summary>
    BtoA,
}
