namespace GanCompression;

/// <summary>One wording for what is wrong with a file.</summary>
internal static class FileErrors
{
    /// <summary>An error that names the file, what was expected, what came and the cure.</summary>
    /// <param name="source">Path of the file, or what stands for it.</param>
    /// <param name="kind">What the file should be.</param>
    /// <param name="problem">What was expected and what came; a full sentence.</param>
    /// <param name="cause">The error that showed it, if any.</param>
    public static FormatException Damaged(string source, string kind, string problem, Exception? cause = null) =>
        new($"'{source}' is not a valid {kind}: {problem} Copy the file again from where it was made, or make it anew.", cause);

    /// <summary>An error about something that is valid but that this library does not read; the problem ends with its cure.</summary>
    /// <param name="source">Path of the file, or what stands for it.</param>
    /// <param name="problem">What was expected, what came and the cure; a full sentence.</param>
    public static FormatException Unsupported(string source, string problem) => new($"'{source}' cannot be read: {problem}");

    /// <summary>The name of a stream for messages.</summary>
    public static string NameOf(Stream stream) => stream is FileStream file ? file.Name : "(stream)";
}
