namespace GanCompression;

/// <summary>Writes files so that a reader sees the old content or the new one, never half of it.</summary>
public static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>
    /// Writes to a temporary name in the same folder, flushes to disk and moves. If anything fails, nothing is left behind and
    /// an existing file stays as it was. Permissions of a file that is replaced are kept.
    /// </summary>
    /// <param name="path">The file; its folder must exist. A symbolic link is followed.</param>
    /// <param name="write">Writes the content to a seekable stream, which must not be kept.</param>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? throw new IOException($"'{path}' cannot be written: it is the root of a drive. Give the name of a file.");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"'{path}' cannot be written: the folder '{folder}' does not exist. Create it first.");
        if (Directory.Exists(target))
            throw new IOException($"'{path}' cannot be written: a folder has this name. Give the name of a file.");
        if (new FileInfo(target).LinkTarget is not null)
        {
            target = File.ResolveLinkTarget(target, returnFinalTarget: true)!.FullName;
            folder = Path.GetDirectoryName(target)!;
        }

        string temporary = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        bool isCreated = false;
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize))
            {
                isCreated = true;
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(target))
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
            isCreated = false;
        }
        catch (IOException e)
        {
            throw new IOException($"'{path}' cannot be written: {e.Message} Nothing was changed; make room or choose another folder.", e);
        }
        finally
        {
            if (isCreated)
                Delete(temporary);
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // The error that led here says more than this one would.
        }
    }
}
