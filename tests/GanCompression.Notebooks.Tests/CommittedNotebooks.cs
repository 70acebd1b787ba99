namespace GanCompression.Notebooks.Tests;

/// <summary>The notebooks of the repository.</summary>
internal static class CommittedNotebooks
{
    /// <summary>Height and width of the images in a quick run.</summary>
    public const int QuickImageSize = 16;

    /// <summary>Their file names, as rows of a data-driven test.</summary>
    public static IEnumerable<object[]> Rows => Names.Select(name => new object[] { name });

    /// <summary>Their file names.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(RepositoryFolder.Path("notebooks"), "*.ipynb").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>Path of one of them.</summary>
    public static string PathOf(string name) => RepositoryFolder.Path("notebooks", name);

    /// <summary>One of them, read.</summary>
    public static NotebookDocument Load(string name) => NotebookDocument.Load(PathOf(name));

    /// <summary>Parameters with which one of them runs in seconds.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="outputFolder">Where its files go.</param>
    public static Dictionary<string, string> QuickParameters(string name, string outputFolder)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["imageSize"] = FormattableString.Invariant($"{QuickImageSize}"),
            ["trainingPairs"] = "20",
            ["blocks"] = "2",
            ["teacherEpochs"] = "1",
            ["supernetEpochs"] = "2",
            ["threads"] = "1",
            ["outputFolder"] = outputFolder,
        };
        if (name.StartsWith("01-", StringComparison.Ordinal))
        {
            values["testPairs"] = "4";
            values["teacherWidth"] = "8";
            values["timesFewer"] = "6";
        }
        else
        {
            values["heldOutPairs"] = "4";
            values["width"] = "8";
            values["fineTuningEpochs"] = "1";
            values["timesFewer"] = "4";
            values["candidates"] = "12";
            values["finalists"] = "6";
        }

        return values;
    }
}
