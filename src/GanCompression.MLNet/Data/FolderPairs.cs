namespace GanCompression.MLNet;

/// <summary>Pairs stored as two files of the same name in two folders.</summary>
internal sealed class FolderPairs(string[] sources, string[] targets, int imageSize) : ImagePairSet
{
    private const int MaxNamesInMessage = 10;

    /// <inheritdoc/>
    public override int Count => sources.Length;

    /// <inheritdoc/>
    public override int ImageSize => imageSize;

    /// <summary>Matches the files of two folders by name without extension.</summary>
    /// <exception cref="ArgumentException">Names are without a partner or come twice; the message lists them.</exception>
    public static FolderPairs Match(string sourceFolder, string targetFolder, string[] sourceFiles, string[] targetFiles, int imageSize)
    {
        Dictionary<string, string> sources = ByName(sourceFolder, sourceFiles);
        Dictionary<string, string> targets = ByName(targetFolder, targetFiles);
        string[] withoutTarget = [.. sources.Keys.Where(name => !targets.ContainsKey(name)).Order(StringComparer.Ordinal)];
        string[] withoutSource = [.. targets.Keys.Where(name => !sources.ContainsKey(name)).Order(StringComparer.Ordinal)];
        if (withoutTarget.Length + withoutSource.Length > 0)
        {
            var problems = new List<string>(2);
            if (withoutTarget.Length > 0)
                problems.Add($"'{targetFolder}' has no image for {Enumerate(withoutTarget)}");
            if (withoutSource.Length > 0)
                problems.Add($"'{sourceFolder}' has no image for {Enumerate(withoutSource)}");
            throw new ArgumentException($"The images of '{sourceFolder}' and '{targetFolder}' do not match by name: {string.Join("; ", problems)}.");
        }

        string[] names = [.. sources.Keys.Order(StringComparer.Ordinal)];
        return new FolderPairs([.. names.Select(name => sources[name])], [.. names.Select(name => targets[name])], imageSize);
    }

    /// <inheritdoc/>
    public override string NameOf(int index) => Path.GetFileNameWithoutExtension(sources[index]);

    /// <inheritdoc/>
    public override ImagePair Open(int index) => new FilePair(sources[index], targets[index], imageSize);

    private static Dictionary<string, string> ByName(string folder, string[] files)
    {
        var byName = new Dictionary<string, string>(files.Length, StringComparer.Ordinal);
        foreach (string file in files)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            if (!byName.TryAdd(name, file))
                throw new ArgumentException($"'{folder}' has two images named '{name}': '{Path.GetFileName(byName[name])}' and '{Path.GetFileName(file)}'. Remove one, since pairs are matched by name without extension.");
        }

        return byName;
    }

    private static string Enumerate(string[] names) => names.Length <= MaxNamesInMessage
        ? string.Join(", ", names)
        : FormattableString.Invariant($"{string.Join(", ", names.Take(MaxNamesInMessage))} and {names.Length - MaxNamesInMessage} more");
}
