namespace GanCompression.Tool.Commands;

/// <summary>Which subfolder of a data set a verb reads: data sets come as one folder of pairs, or split into <c>train</c>, <c>val</c> and <c>test</c>.</summary>
internal static class PairedFolder
{
    /// <summary>Where the training pairs are: <c>train</c> if there is such a subfolder, else the folder itself.</summary>
    public static string ForTraining(string folder) => Subfolder(folder, "train") ?? folder;

    /// <summary>Where the pairs to judge by are: <c>test</c>, else <c>val</c>, else the folder itself.</summary>
    public static string ForEvaluation(string folder) => HeldOut(folder) ?? folder;

    /// <summary>Where the pairs to choose a sub-network by are: <c>val</c>, else <c>train</c>, else the folder itself; <c>test</c> is for the evaluation.</summary>
    public static string ForSearch(string folder) => Subfolder(folder, "val") ?? ForTraining(folder);

    /// <summary>The subfolder with held-out pairs, if there is one: <c>test</c>, else <c>val</c>.</summary>
    public static string? HeldOut(string folder) => Subfolder(folder, "test") ?? Subfolder(folder, "val");

    /// <summary>Which split of an unpaired data set to judge by: <c>test</c> (<c>testA</c> and <c>testB</c>), else <c>val</c>, else <c>train</c>.</summary>
    public static string SplitForEvaluation(string folder) => Subfolder(folder, "testA") is not null ? "test" : Subfolder(folder, "valA") is not null ? "val" : "train";

    private static string? Subfolder(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return Directory.Exists(path) ? path : null;
    }
}
