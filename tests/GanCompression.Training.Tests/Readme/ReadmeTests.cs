namespace GanCompression.Training.Tests.Readme;

[TestClass]
public sealed class ReadmeTests
{
    [TestMethod]
    public void Example_IsTheCompiledOne()
    {
        string readme = File.ReadAllText(RepositoryFolder.Path("src", "GanCompression.Training", "README.md"));
        string example = readme.Split("```csharp\n")[1].Split("```")[0];
        string compiled = File.ReadAllText(RepositoryFolder.Path("tests", "GanCompression.Training.Tests", "Readme", "ReadmeSnippet.cs"));
        foreach (string line in example.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            StringAssert.Contains(compiled, line, StringComparison.Ordinal);
    }
}
