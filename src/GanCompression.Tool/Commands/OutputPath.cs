namespace GanCompression.Tool.Commands;

/// <summary>Checks an output before the work, so that hours of training do not end at a file that cannot be written.</summary>
internal static class OutputPath
{
    /// <summary>Makes the folder of a file and proves that the file may be written.</summary>
    /// <param name="path">The file to be written later.</param>
    /// <param name="force">Whether it may replace an existing one.</param>
    /// <exception cref="IOException">The file exists, is a folder, or its folder cannot be written to.</exception>
    public static void Prepare(string path, bool force)
    {
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; give the name of a file with -o.");
        RefuseExisting(path, force);
        PrepareFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Throws if a file exists and may not be replaced.</summary>
    public static void RefuseExisting(string path, bool force)
    {
        if (!force && File.Exists(path))
            throw new IOException($"'{path}' exists already; pass --force to replace it, or give another name.");
    }

    /// <summary>Makes a folder and proves that files can be written to it.</summary>
    /// <exception cref="IOException">They cannot.</exception>
    public static void PrepareFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The folder '{folder}' cannot be written to: {e.Message} Choose another one.", e);
        }
    }
}
