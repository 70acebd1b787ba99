using System.IO.Compression;

namespace GanCompression.Tests;

[TestClass]
public class NpzFileTests
{
    [TestMethod]
    public void Read_WhatWriteWrote_GivesEqualTableAndBytes()
    {
        using var folder = new TempFolder();
        WeightTable table = SampleTables.EveryType(includeBFloat16: false);

        NpzFile.Write(folder["a.npz"], table);
        WeightTable read = NpzFile.Read(folder["a.npz"]);
        NpzFile.Write(folder["b.npz"], read);

        TestNetworks.AssertEqual(table, read);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder["a.npz"]), File.ReadAllBytes(folder["b.npz"]));
        CollectionAssert.AreEqual(new[] { "a.npz", "b.npz" }, folder.Names.ToArray());
    }

    [TestMethod]
    public void Read_CompressedArchive_GivesTheValues()
    {
        using var folder = new TempFolder();
        WeightTensor tensor = WeightTensor.FromFloats(new float[5000], 5000);
        using (ZipArchive archive = ZipFile.Open(folder["c.npz"], ZipArchiveMode.Create))
        {
            using Stream entry = archive.CreateEntry("zeros.npy", CompressionLevel.Optimal).Open();
            NpyFile.Write(entry, tensor);
        }

        Assert.IsTrue(tensor.ContentEquals(NpzFile.Read(folder["c.npz"])["zeros"]));
    }

    [TestMethod]
    public void Read_EveryReferenceTable_HasTheTensorsOfItsDescription()
    {
        using System.Text.Json.JsonDocument meta = System.Text.Json.JsonDocument.Parse(File.ReadAllText(SharedData.File("golden", "resnet9_ngf16_64", "meta.json")));
        WeightTable table = NpzFile.Read(SharedData.File("golden", "resnet9_ngf16_64", "state_dict.npz"));

        string[] expected = [.. meta.RootElement.GetProperty("state_dict_keys").GetProperty("state_dict").EnumerateArray()
            .Select(entry => $"{entry[0].GetString()} Float32[{string.Join(", ", entry[1].EnumerateArray().Select(extent => extent.GetInt32()))}]")];
        CollectionAssert.AreEquivalent(expected, table.Select(entry => $"{entry.Key} {entry.Value}").ToArray());
        TestNetworks.AssertEqual(DeterministicFill.Weights(GeneratorNetworks.ResNet(new() { BaseWidth = 16 })), table.For(GeneratorNetworks.ResNet(new() { BaseWidth = 16 })));
    }

    [TestMethod]
    public void Read_ForeignEntry_NamesIt()
    {
        using var folder = new TempFolder();
        using (ZipArchive archive = ZipFile.Open(folder["c.npz"], ZipArchiveMode.Create))
            archive.CreateEntry("readme.txt");

        AssertEx.ThrowsWith<FormatException>(() => NpzFile.Read(folder["c.npz"]), "c.npz' is not a valid npz file", "'readme.txt'");
    }

    [TestMethod]
    public void Read_TwoEntriesOfOneName_IsAFormatException()
    {
        using var folder = new TempFolder();
        using (ZipArchive archive = ZipFile.Open(folder["c.npz"], ZipArchiveMode.Create))
        {
            archive.CreateEntry("a.npy");
            archive.CreateEntry("a.npy");
        }

        AssertEx.ThrowsWith<FormatException>(() => NpzFile.Read(folder["c.npz"]), "two entries named 'a.npy'");
    }

    [TestMethod]
    public void Read_ChangedValue_FailsItsChecksum()
    {
        using var folder = new TempFolder();
        NpzFile.Write(folder["a.npz"], new WeightTable([new("x", WeightTensor.FromFloats([1.25f, 0], 2))]));
        byte[] bytes = File.ReadAllBytes(folder["a.npz"]);
        int at = bytes.AsSpan().IndexOf(BitConverter.GetBytes(1.25f));
        bytes[at] ^= 1;
        File.WriteAllBytes(folder["a.npz"], bytes);

        AssertEx.ThrowsWith<FormatException>(() => NpzFile.Read(folder["a.npz"]), "a.npz/x.npy", "checksum");
    }

    [TestMethod]
    public void Read_ZipBomb_IsRefusedBeforeUnpacking()
    {
        using var folder = new TempFolder();
        using (ZipArchive archive = ZipFile.Open(folder["bomb.npz"], ZipArchiveMode.Create))
        {
            using Stream entry = archive.CreateEntry("x.npy", CompressionLevel.Optimal).Open();
            var block = new byte[1 << 20];
            for (int i = 0; i < 300; i++)
                entry.Write(block);
        }

        AssertEx.ThrowsWith<FormatException>(() => NpzFile.Read(folder["bomb.npz"]), "bomb.npz", "100-fold");
    }

    [TestMethod]
    public void Read_NotAZip_IsAFormatException()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["text.npz"], "not a zip");

        AssertEx.ThrowsWith<FormatException>(() => NpzFile.Read(folder["text.npz"]), "text.npz' is not a valid npz file", "zip directory");
    }

    [TestMethod]
    public void Write_BFloat16_LeavesNothingBehind()
    {
        using var folder = new TempFolder();

        Assert.ThrowsExactly<ArgumentException>(() => NpzFile.Write(folder["a.npz"], SampleTables.EveryType()));
        Assert.IsEmpty(folder.Names);
    }
}
