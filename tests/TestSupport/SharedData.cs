using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace GanCompression.TestSupport;

/// <summary>
/// Reference results and images that lie beside the repository, in <c>../shared</c>, because their terms do not allow them
/// inside. A test that needs them is reported as inconclusive where they are absent.
/// </summary>
public static class SharedData
{
    /// <summary>A folder of the shared data; ends the test as inconclusive where it is absent.</summary>
    public static string Folder(params ReadOnlySpan<string> parts) => Existing(parts, Directory.Exists);

    /// <summary>A file of the shared data; ends the test as inconclusive where it is absent.</summary>
    public static string File(params ReadOnlySpan<string> parts) => Existing(parts, System.IO.File.Exists);

    private static string Existing(ReadOnlySpan<string> parts, Func<string, bool> exists)
    {
        string path = Path.GetFullPath(Path.Combine([RepositoryFolder.Root, "..", "shared", .. parts]));
        if (!exists(path))
            Assert.Inconclusive($"'../shared/{string.Join('/', parts!)}' does not exist beside the repository; put the reference data there to run this test.");
        return path;
    }
}
