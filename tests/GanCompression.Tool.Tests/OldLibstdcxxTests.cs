using System.Reflection;

namespace GanCompression.Tool.Tests;

/// <summary>What a user sees whose system's libstdc++ is older than the one that TorchSharp was linked with, and whose build does not accept that.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class OldLibstdcxxTests
{
    private const string Library = "libLibTorchSharp.so";
    private static readonly string s_natives = Path.Combine("runtimes", "linux-x64", "native");

    [TestMethod]
    [Timeout(120_000)]
    public void Train_LibraryOfThePackage_NamesVersionsAndCures()
    {
        string original = Path.Combine(typeof(OldLibstdcxxTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "TorchSharpPackage").Value!, s_natives, Library);
        string built = Path.Combine(AppContext.BaseDirectory, s_natives, Library);
        if (File.ReadAllBytes(original).AsSpan().SequenceEqual(File.ReadAllBytes(built)))
            Assert.Inconclusive("This system's libstdc++ is new enough for TorchSharp's own library; on one that is older this test shows the error.");
        using var folder = new TempFolder();
        LinkTool(folder["tool"], original);
        TestPairs.Write(folder["data"], count: 2, size: 16);

        using var process = new ToolProcess(new DirectoryInfo(folder["tool"]), "train", folder["data"], "--direction", "AtoB", "--image-size", "16", "--discriminator-layers", "1", "-o", folder["teacher.gcm"]);
        _ = process.Finish().FailedWith(1, "TorchSharp 0.107.0 asks for version GLIBCXX_3.4.32 of libstdc++", "libstdc++.so", "ends at GLIBCXX_3.4.", "TorchSharpAcceptsOlderLibstdcxx", "Debian 13", "LD_LIBRARY_PATH");
        Assert.IsFalse(File.Exists(folder["teacher.gcm"]));
        Assert.IsFalse(Directory.Exists(folder["tool", "cpu"]), "TorchSharp went on to gather libraries of 0.5 GB.");
    }

    [TestMethod]
    public void Build_LibraryOfTheOutput_IsThePackagesButForOneFlag()
    {
        byte[] original = File.ReadAllBytes(Path.Combine(typeof(OldLibstdcxxTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "TorchSharpPackage").Value!, s_natives, Library));
        byte[] built = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, s_natives, Library));
        Assert.AreEqual(original.Length, built.Length);
        int[] changed = [.. Enumerable.Range(0, original.Length).Where(i => original[i] != built[i])];
        Assert.IsLessThanOrEqualTo(1, changed.Length);
        foreach (int i in changed)
            Assert.AreEqual(original[i] | 2, built[i], "VER_FLG_WEAK");
    }

    // Links for everything but what the host reads by its own path, so that it finds the libraries of this folder.
    private static void LinkTool(string folder, string library)
    {
        _ = Directory.CreateDirectory(Path.Combine(folder, s_natives));
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            string target = Path.Combine(folder, Path.GetFileName(file));
            if (Path.GetFileName(file).StartsWith("gancompress.", StringComparison.Ordinal))
                File.Copy(file, target);
            else
                _ = File.CreateSymbolicLink(target, file);
        }

        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, s_natives)))
            _ = File.CreateSymbolicLink(Path.Combine(folder, s_natives, Path.GetFileName(file)), Path.GetFileName(file) == Library ? library : file);
    }
}
