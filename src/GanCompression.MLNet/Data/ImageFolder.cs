namespace GanCompression.MLNet;

/// <summary>Lists the image files of a folder.</summary>
internal static class ImageFolder
{
    public const string Extensions = ".jpg, .jpeg, .png";

    /// <summary>The image files directly in a folder, ordered by name (ordinal).</summary>
    public static string[] List(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Where(IsImage)];
        Array.Sort(files, (a, b) => string.CompareOrdinal(Path.GetFileName(a), Path.GetFileName(b)));
        return files;
    }

    /// <summary>The error for a folder that holds no images.</summary>
    public static ArgumentException Empty(string folder, string path) =>
        new($"There are no images in '{folder}'; expected files with the extensions {Extensions}.", nameof(path));

    /// <summary>The error for a folder that does not exist.</summary>
    public static DirectoryNotFoundException Missing(string folder) =>
        new($"There is no folder '{folder}' (full path '{Path.GetFullPath(folder)}'). Give the folder that holds the images.");

    private static bool IsImage(string path) =>
        Path.GetFileName(path.AsSpan()) is not ['.', ..]
        && Path.GetExtension(path.AsSpan()) is { Length: > 0 } extension
        && (extension.Equals(".jpg", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".jpeg", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".png", StringComparison.OrdinalIgnoreCase));
}
