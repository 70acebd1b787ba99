namespace GanCompression.MLNet.Training.Tests.Readme;

[TestClass]
public sealed class ReadmeTests
{
    [TestMethod]
    [DataRow("README.md")]
    [DataRow("src/GanCompression.MLNet/README.md")]
    [DataRow("src/GanCompression.MLNet.Training/README.md")]
    public void Examples_AreRegionsOfTheCompiledFile(string readme)
    {
        string path = RepositoryFolder.Path(readme.Split('/'));
        if (!File.Exists(path))
            Assert.Inconclusive($"'{readme}' does not exist; its examples are tested where it does.");
        string source = File.ReadAllText(RepositoryFolder.Path("tests", "GanCompression.MLNet.Training.Tests", "Readme", "ReadmeSnippets.cs"));
        string[] usings = [.. source.Split('\n').Where(IsUsing), "using System;"];
        string[] regions = [.. Regions(source)];
        string[] fences = [.. Fences(File.ReadAllText(path))];
        Assert.IsNotEmpty(fences, $"'{readme}' has no C# example.");
        foreach (string fence in fences)
        {
            foreach (string line in fence.Split('\n').Where(IsUsing))
                CollectionAssert.Contains(usings, line, $"'{readme}': ReadmeSnippets.cs is compiled without '{line}'.");
            string code = Normalize(fence.Split('\n').Where(line => !IsUsing(line)));
            CollectionAssert.Contains(regions, code, $"'{readme}': this example is no region of ReadmeSnippets.cs:\n{code}\n");
        }
    }

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal);

    private static IEnumerable<string> Regions(string source)
    {
        List<string>? region = null;
        foreach (string line in source.Split('\n'))
        {
            if (line.TrimStart().StartsWith("#region ", StringComparison.Ordinal))
            {
                region = [];
            }
            else if (line.Trim() == "#endregion" && region is not null)
            {
                yield return Normalize(region);
                region = null;
            }
            else
            {
                region?.Add(line);
            }
        }
    }

    private static IEnumerable<string> Fences(string markdown)
    {
        List<string>? fence = null;
        foreach (string line in markdown.Split('\n'))
        {
            if (line.TrimEnd() == "```csharp")
            {
                fence = [];
            }
            else if (line.TrimEnd() == "```" && fence is not null)
            {
                yield return string.Join('\n', fence.Select(inside => inside.TrimEnd()));
                fence = null;
            }
            else
            {
                fence?.Add(line);
            }
        }
    }

    // Without the common indentation, and without empty lines at both ends.
    private static string Normalize(IEnumerable<string> lines)
    {
        string[] kept = [.. lines.Select(line => line.TrimEnd())];
        int indentation = kept.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', kept.Select(line => line.Length > 0 ? line[indentation..] : line)).Trim('\n');
    }
}
