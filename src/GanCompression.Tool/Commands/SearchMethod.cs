namespace GanCompression.Tool.Commands;

/// <summary>Which sub-networks a search judges.</summary>
internal enum SearchMethod
{
    /// <summary>Few, chosen by successive halving.</summary>
    Budgeted,

    /// <summary>Generations of them, by mutation and crossover.</summary>
    Evolution,

    /// <summary>All, or a random part.</summary>
    BruteForce,
}
