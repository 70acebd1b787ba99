namespace GanCompression.TestSupport;

/// <summary>Finds the repository that the tests were built from.</summary>
public static class RepositoryFolder
{
    private static readonly Lazy<string> s_root = new(Find);

    /// <summary>The repository's root: the folder of <c>Directory.Packages.props</c>.</summary>
    public static string Root => s_root.Value;

    /// <summary>A file or folder inside the repository.</summary>
    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds Directory.Packages.props; run the tests inside the repository.");
    }
}
