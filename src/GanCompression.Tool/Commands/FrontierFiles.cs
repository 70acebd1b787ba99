using System.Text;
using GanCompression.Training;

namespace GanCompression.Tool.Commands;

/// <summary>What a search found, as a table for programs and a page for people.</summary>
/// <param name="Csv">The table.</param>
/// <param name="Html">The page.</param>
internal sealed record FrontierFiles(string Csv, string Html)
{
    /// <summary>Makes the folder and proves that the files may be written.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="force">Whether existing files may be replaced.</param>
    /// <exception cref="IOException">A file exists, or the folder cannot be written to.</exception>
    public static FrontierFiles Prepare(string folder, bool force)
    {
        var files = new FrontierFiles(Path.Combine(folder, "frontier.csv"), Path.Combine(folder, "frontier.html"));
        OutputPath.Prepare(files.Csv, force);
        OutputPath.Prepare(files.Html, force);
        return files;
    }

    /// <summary>Writes both.</summary>
    public void Write(CompressionFrontier frontier)
    {
        AtomicFile.Write(Csv, stream => stream.Write(Encoding.UTF8.GetBytes(frontier.ToCsv())));
        AtomicFile.Write(Html, stream => stream.Write(Encoding.UTF8.GetBytes(frontier.ToHtml())));
    }
}
