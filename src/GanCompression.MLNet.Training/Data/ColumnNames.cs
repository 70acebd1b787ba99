namespace GanCompression.MLNet.Training;

/// <summary>Default names of columns, and checks of given ones.</summary>
internal static class ColumnNames
{
    public const string Source = "Source";
    public const string Target = "Target";
    public const string Generated = "Generated";

    /// <summary>Throws unless an option names a column.</summary>
    public static void Check(string option, string? name, string options = "options")
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentOutOfRangeException(nameof(options), name, $"{option} must name a column, but was {(name is null ? "null" : "empty")}.");
    }

    /// <summary>Throws unless a memory budget is possible.</summary>
    public static void CheckBudget(long memoryBudgetBytes, string options = "options")
    {
        if (memoryBudgetBytes < 0)
            throw new ArgumentOutOfRangeException(nameof(options), memoryBudgetBytes, FormattableString.Invariant($"MemoryBudgetBytes must be at least 0, but was {memoryBudgetBytes}."));
    }
}
