using System.Diagnostics;

namespace GanCompression.Tests;

[TestClass]
public class AtomicFileTests
{
    [TestMethod]
    public void Write_NewAndExistingFile_HasTheNewContentAlone()
    {
        using var folder = new TempFolder();

        AtomicFile.Write(folder["a.bin"], stream => stream.Write([1, 2, 3]));
        AtomicFile.Write(folder["a.bin"], stream => stream.Write([4]));

        CollectionAssert.AreEqual(new byte[] { 4 }, File.ReadAllBytes(folder["a.bin"]));
        CollectionAssert.AreEqual(new[] { "a.bin" }, folder.Names.ToArray());
    }

    [TestMethod]
    public void Write_ExistingFile_KeepsItsPermissions()
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("Windows has no Unix file modes.");
        using var folder = new TempFolder();
        File.WriteAllText(folder["a.bin"], "old");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder["a.bin"], Mode);
            AtomicFile.Write(folder["a.bin"], stream => stream.Write([4]));
            Assert.AreEqual(Mode, File.GetUnixFileMode(folder["a.bin"]));
        }
    }

    [TestMethod]
    public void Write_IOExceptionInTheMiddle_KeepsTheOldFileAndNamesIt()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["a.bin"], "old");

        AssertEx.ThrowsWith<IOException>(
            () => AtomicFile.Write(folder["a.bin"], stream =>
            {
                stream.Write(new byte[100_000]);
                throw new IOException("No space left on device.");
            }),
            "a.bin' cannot be written: No space left on device.", "Nothing was changed");

        Assert.AreEqual("old", File.ReadAllText(folder["a.bin"]));
        CollectionAssert.AreEqual(new[] { "a.bin" }, folder.Names.ToArray());
    }

    [TestMethod]
    public void Write_OtherException_PassesItOnAndLeavesNothing()
    {
        using var folder = new TempFolder();

        Assert.ThrowsExactly<OperationCanceledException>(() => AtomicFile.Write(folder["a.bin"], _ => throw new OperationCanceledException()));
        Assert.IsEmpty(folder.Names);
    }

    [TestMethod]
    public void Write_MissingFolderOrFolderName_SaysWhatToDo()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["sub"]);

        AssertEx.ThrowsWith<DirectoryNotFoundException>(() => AtomicFile.Write(folder["none", "a.bin"], _ => { }), "a.bin' cannot be written", "does not exist. Create it first.");
        AssertEx.ThrowsWith<IOException>(() => AtomicFile.Write(folder["sub"], _ => { }), "a folder has this name");
    }

    [TestMethod]
    public void Write_SymbolicLink_ReplacesWhatItPointsTo()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["sub"]);
        File.WriteAllText(folder["sub", "target.bin"], "old");
        try
        {
            File.CreateSymbolicLink(folder["link.bin"], folder["sub", "target.bin"]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Assert.Inconclusive($"Symbolic links cannot be made here: {e.Message}");
        }

        AtomicFile.Write(folder["link.bin"], stream => stream.Write("new"u8));

        Assert.AreEqual("new", File.ReadAllText(folder["sub", "target.bin"]));
        Assert.IsNotNull(new FileInfo(folder["link.bin"]).LinkTarget);
    }

    [TestMethod]
    public void Save_FullDisk_KeepsTheOldModelAndLeavesNothing()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            Assert.Inconclusive("Only root on Linux can mount a small disk to fill.");
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["disk"]);
        if (Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder["disk"]) != 0)
            Assert.Inconclusive("A tmpfs cannot be mounted here.");
        try
        {
            TestNetworks.TinyModel().Save(folder["disk", "model.gcm"]);
            byte[] old = File.ReadAllBytes(folder["disk", "model.gcm"]);
            var large = new GeneratorModel(TestNetworks.With(GeneratorNetworks.ResNet(new() { BaseWidth = 8, Blocks = 1 })), 64);

            AssertEx.ThrowsWith<IOException>(() => large.Save(folder["disk", "model.gcm"]), "model.gcm' cannot be written");

            CollectionAssert.AreEqual(old, File.ReadAllBytes(folder["disk", "model.gcm"]));
            CollectionAssert.AreEqual(new[] { "model.gcm" }, Directory.GetFileSystemEntries(folder["disk"]).Select(Path.GetFileName).ToArray());
        }
        finally
        {
            Assert.AreEqual(0, Run("umount", folder["disk"]));
        }
    }

    private static int Run(string command, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
