using GanCompression.Tool.Commands;
using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Quickstart;

/// <summary>
/// The output folder of a quickstart run. <c>run.json</c> says which run works in it; <c>report.json</c> is written last and
/// says that it ended.
/// </summary>
internal sealed class QuickstartFolder
{
    private readonly string _folder;

    private QuickstartFolder(string folder, RunReport? finished)
    {
        _folder = folder;
        Finished = finished;
    }

    /// <summary>The report of an earlier run with the same options that ended; null if there is work to do.</summary>
    public RunReport? Finished { get; }

    /// <summary>The teacher's file.</summary>
    public string Teacher => At("teacher.gcm");

    /// <summary>The student's file.</summary>
    public string Student => At("student.gcm");

    /// <summary>The page for people.</summary>
    public string Html => At("report.html");

    /// <summary>The figures for programs.</summary>
    public string Json => At("report.json");

    /// <summary>Where all stages keep their checkpoints.</summary>
    public string Checkpoints => At("checkpoints");

    private string Run => At("run.json");

    /// <summary>Opens the folder for a run.</summary>
    /// <param name="options">The run.</param>
    /// <param name="force">Whether earlier results may be replaced.</param>
    /// <exception cref="IOException">The folder holds the results of another run, or cannot be written to.</exception>
    public static QuickstartFolder Open(QuickstartOptions options, bool force)
    {
        var folder = new QuickstartFolder(options.OutputFolder, finished: null);
        if (force)
            folder.Clear();
        SortedDictionary<string, string> description = options.Describe();
        if (File.Exists(folder.Json))
        {
            RunReport report = Read<RunReport>(folder.Json);
            folder.CheckSame(report.Options, description);
            return new QuickstartFolder(options.OutputFolder, report);
        }

        if (File.Exists(folder.Run))
            folder.CheckSame(Read<SortedDictionary<string, string>>(folder.Run), description);
        else if (folder.Files.FirstOrDefault(File.Exists) is { } existing)
            throw new IOException($"'{existing}' exists already and belongs to no run that could be continued. Pass --force to replace it, or choose another folder with --out.");
        OutputPath.PrepareFolder(options.OutputFolder);
        Directory.CreateDirectory(folder.Checkpoints);
        AtomicFile.Write(folder.Run, stream => ToolJson.Write(stream, description));
        return folder;
    }

    /// <summary>Where the losses of a stage are kept until the run ends.</summary>
    public string Losses(string stage) => Path.Combine(Checkpoints, stage + "-losses.json");

    /// <summary>Where the result of the search is kept until the run ends.</summary>
    public string Search => Path.Combine(Checkpoints, "search.json");

    /// <summary>Removes what only an unfinished run needs.</summary>
    public void CleanUp()
    {
        if (Directory.Exists(Checkpoints))
            Directory.Delete(Checkpoints, recursive: true);
        File.Delete(Run);
    }

    private IEnumerable<string> Files => [Json, Html, Teacher, Student];

    private static T Read<T>(string path)
    {
        try
        {
            return ToolJson.Read<T>(path);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{e.Message} Pass --force to replace it, or choose another folder with --out.", e);
        }
    }

    private void Clear()
    {
        if (!Directory.Exists(_folder))
            return;
        foreach (string file in Files)
            File.Delete(file);
        CleanUp();
    }

    private void CheckSame(SortedDictionary<string, string> theirs, SortedDictionary<string, string> ours)
    {
        List<string> differences = [.. theirs.Keys.Union(ours.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(name => name != QuickstartOptions.ThreadsName && theirs.GetValueOrDefault(name) != ours.GetValueOrDefault(name))
            .Select(name => $"{name} was {theirs.GetValueOrDefault(name) ?? "not set"} and is {ours.GetValueOrDefault(name) ?? "not set"}")];
        if (differences.Count > 0)
            throw new IOException($"'{_folder}' belongs to a run with other options: {string.Join("; ", differences)}. Pass --force to replace it, or choose another folder with --out.");
    }

    private string At(string name) => Path.Combine(_folder, name);
}
