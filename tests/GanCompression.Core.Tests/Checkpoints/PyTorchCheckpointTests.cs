using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace GanCompression.Tests;

[TestClass]
public class PyTorchCheckpointTests
{
    /// <summary>Path of a file that make_fixtures.py made, or that it checked.</summary>
    internal static string Fixture(string name) => RepositoryFolder.Path("tests", "GanCompression.Core.Tests", "Checkpoints", "Fixtures", name);

    [TestMethod]
    [DataRow("types", "zip2")]
    [DataRow("types", "zip3")]
    [DataRow("types", "zip4")]
    [DataRow("types", "zip5")]
    [DataRow("types", "legacy2")]
    [DataRow("types", "legacy3")]
    [DataRow("types", "legacy4")]
    [DataRow("types", "legacy5")]
    [DataRow("views", "zip")]
    [DataRow("views", "legacy")]
    [DataRow("module", "plain")]
    [DataRow("module", "parallel")]
    [DataRow("training", "full")]
    public void Read_FilesOfPyTorch_GivesTheirValues(string values, string form)
    {
        WeightTable expected = NpzFile.Read(Fixture($"{values}.npz"));

        TestNetworks.AssertEqual(expected, PyTorchCheckpoint.Read(Fixture($"{values}_{form}.pth")));
    }

    [TestMethod]
    public void Read_TypesThatNumPyOrTablesLack_KeepsTheirValues()
    {
        WeightTable table = PyTorchCheckpoint.Read(Fixture("special.pth"));

        Assert.AreEqual("BFloat16[2]", table["bfloat16"].ToString());
        AssertEx.Close([1, -2.5f], table["bfloat16"].ToFloat32().Floats, 0);
        Assert.AreEqual("Int32[3]", table["int16"].ToString());
        AssertEx.Close([-32768, 5, 32767], table["int16"].ToFloat32().Floats, 0);
        AssertEx.Close([1, 3, 2, -4], table["int16_view"].ToFloat32().Floats, 0);
    }

    [TestMethod]
    [DataRow("whole", "asks for 'torch.nn.modules.container.Sequential'", "torch.save(model.state_dict(), path)")]
    [DataRow("whole_legacy", "asks for 'torch.nn.modules.container.Sequential'", "torch.save(model.state_dict(), path)")]
    [DataRow("program", "TorchScript program", "torch.jit.load")]
    [DataRow("complex", "asks for 'torch.ComplexFloatStorage'", "torch.FloatStorage")]
    [DataRow("expanded", "tensor 'x' of shape [1000] has 1000 elements, more than the 1 of its storage '0'", "contiguous()")]
    [DataRow("numpy", "asks for 'numpy.core.multiarray.scalar'", "torch.save(model.state_dict(), path)")]
    public void Read_OtherFilesOfPyTorch_NamesWhatIsRefusedAndTheCure(string name, string problem, string cure) =>
        AssertEx.ThrowsWith<FormatException>(() => PyTorchCheckpoint.Read(Fixture($"refused_{name}.pth")), $"refused_{name}.pth", problem, cure);

    private static string ArraysOf(string checkpoint) => checkpoint.Replace("_legacy", string.Empty, StringComparison.Ordinal).Replace(".pth", ".npz", StringComparison.Ordinal);

    public static IEnumerable<object[]> References()
    {
        string golden = Path.GetFullPath(RepositoryFolder.Path("..", "shared", "golden"));
        return Directory.Exists(golden)
            ? Directory.EnumerateFiles(golden, "*.pth", SearchOption.AllDirectories).Where(path => File.Exists(ArraysOf(path))).Order(StringComparer.Ordinal).Select(path => new object[] { Path.GetRelativePath(golden, path) })
            : [["resnet9_ngf16_64/state_dict.pth"]];
    }

    [TestMethod]
    [DynamicData(nameof(References))]
    public void Read_References_EqualsTheirArraysBitForBit(string name)
    {
        string path = SharedData.File("golden", name);
        string arrays = SharedData.File("golden", ArraysOf(name));

        TestNetworks.AssertEqual(NpzFile.Read(arrays), PyTorchCheckpoint.Read(path));
    }

    [TestMethod]
    public void Read_SqueezeNetFeatures_EqualsTheirArraysBitForBit() => TestNetworks.AssertEqual(
        NpzFile.Read(SharedData.File("data", "weights", "squeezenet1_1_caffe_features.npz")),
        PyTorchCheckpoint.Read(SharedData.File("data", "weights", "squeezenet1_1_caffe_features.pth")));

    [TestMethod]
    public void Read_CartoonGanInHalfPrecision_KeepsTheType()
    {
        WeightTable table = PyTorchCheckpoint.Read(SharedData.File("data", "weights", "cartoongan_hayao_fp16.pth"));

        Assert.AreEqual(94, table.Count);
        Assert.IsTrue(table.Values.All(tensor => tensor.ElementType == ElementType.Float16));
        Assert.IsTrue(table.Values.SelectMany(tensor => tensor.ToFloat32().Floats.ToArray()).All(float.IsFinite));
    }

    [TestMethod]
    public void Read_PickleOfPython2_KnowsItsTextsAndDictionaries()
    {
        // OrderedDict([['w', tensor]]) with texts as byte strings and attributes after it.
        byte[] pickle = new PickleBytes().Global("collections", "OrderedDict").Raw("(](").Raw("]q\0(U\u0001w").Tensor(1, [2], [1]).Raw("eetR").Raw("}U\u0009_metadataNsb").End();

        WeightTable table = PickleBytes.Read(PickleBytes.Legacy(pickle, ("0", 4)));

        AssertEx.Close([2, 3], table["w"].Floats, 0);
    }

    [TestMethod]
    public void Read_ViewOfStorageInOldFormat_CountsFromTheView()
    {
        byte[] pickle = new PickleBytes().Raw("}").Text("w").Global("torch._utils", "_rebuild_tensor").Raw("(")
            .Raw("(").Text("storage").Global("torch", "FloatStorage").Text("0").Text("cuda:1").Number(6).Raw("(").Text("view").Number(2).Number(3).Raw("ttQ")
            .Number(1).Numbers(2).Numbers(1).Raw("tRs").End();

        AssertEx.Close([4, 5], PickleBytes.Read(PickleBytes.Legacy(pickle, ("0", 6)))["w"].Floats, 0);
    }

    [TestMethod]
    public void Read_EqualViews_AreOneTensor()
    {
        byte[] pickle = new PickleBytes().Raw("}").Text("a").Tensor(0, [4], [1]).Raw("s").Text("b").Tensor(0, [4], [1]).Raw("s").Text("c").Tensor(2, [2], [1]).Raw("s").End();

        WeightTable table = PickleBytes.Read(PickleBytes.Zip(pickle, ("archive/data/0", PickleBytes.Values(4))));

        Assert.AreSame(table["a"], table["b"]);
        AssertEx.Close([3, 4], table["c"].Floats, 0);
    }

    [TestMethod]
    [DataRow("generator", 1f)]
    [DataRow("models/discriminator", 2f)]
    public void Read_NamedEntry_GivesThatStateDict(string entry, float expected)
    {
        byte[] bytes = Several();

        Assert.AreEqual(expected, PickleBytes.Read(bytes, entry)["w"].Floats[0]);
    }

    [TestMethod]
    public void Read_SeveralStateDicts_ListsThem() => AssertEx.ThrowsWith<FormatException>(
        () => PickleBytes.Read(Several()),
        "holds several state_dicts", "Its entries are 'epoch' (a number), 'generator' (a dictionary), 'models' (a dictionary)",
        "tensors in 'generator' (1 tensor), 'models/discriminator' (1 tensor)", "as entry");

    [TestMethod]
    public void Read_UnknownEntry_ListsTheOthers() => AssertEx.ThrowsWith<FormatException>(
        () => PickleBytes.Read(Several(), "netG"), "has no state_dict 'netG'", "'generator' (1 tensor)");

    [TestMethod]
    public void Read_StateDictWithOtherEntries_ListsThem() => AssertEx.ThrowsWith<FormatException>(
        () => PickleBytes.Read(PickleBytes.Zip(new PickleBytes().Raw("}").Text("w").Tensor(0, [4], [1]).Raw("s").Text("epoch").Number(1).Raw("s").End())),
        "holds 1 tensors and 1 other entries: 'epoch' (a number)", "torch.save(model.state_dict(), path)");

    [TestMethod]
    public void Read_NoStateDict_SaysWhatThereIs()
    {
        AssertEx.ThrowsWith<FormatException>(() => PickleBytes.Read(PickleBytes.Zip(new PickleBytes().Raw("}").Text("epoch").Number(1).Raw("s").End())), "holds no state_dict", "'epoch' (a number)");
        AssertEx.ThrowsWith<FormatException>(() => PickleBytes.Read(PickleBytes.Zip(new PickleBytes().Raw("]").End())), "expected a state_dict, but it holds a list");
        AssertEx.ThrowsWith<FormatException>(() => PickleBytes.Read(PickleBytes.Zip(new PickleBytes().Tensor(0, [4], [1]).End())), "it holds a tensor");
    }

    [TestMethod]
    public void Read_SomeNamesWithThePrefixOfDataParallel_KeepsAll()
    {
        byte[] pickle = new PickleBytes().Raw("}").Text("module.w").Tensor(0, [4], [1]).Raw("s").Text("v").Tensor(0, [4], [1]).Raw("s").End();

        CollectionAssert.AreEqual(new[] { "module.w", "v" }, PickleBytes.Read(PickleBytes.Zip(pickle, ("archive/data/0", PickleBytes.Values(4)))).Keys.ToArray());
    }

    [TestMethod]
    public void Read_StreamThatCannotSeek_IsRefused() =>
        AssertEx.ThrowsWith<ArgumentException>(() => PyTorchCheckpoint.Read(new ForwardStream(new MemoryStream())), "seekable stream");

    [TestMethod]
    public void Read_MissingFile_NamesIt() =>
        AssertEx.ThrowsWith<FileNotFoundException>(() => PyTorchCheckpoint.Read(Path.Combine(Path.GetTempPath(), "no-such.pth")), "no-such.pth");

    [TestMethod]
    public void Write_EveryType_IsReadBackAsItWas()
    {
        using var folder = new TempFolder();
        WeightTable table = SampleTables.EveryType();

        PyTorchCheckpoint.Write(folder["a.pth"], table);

        TestNetworks.AssertEqual(table, PyTorchCheckpoint.Read(folder["a.pth"]));
        CollectionAssert.AreEqual(new[] { "a.pth" }, folder.Names.ToArray());
    }

    [TestMethod]
    public void Write_NoTensors_IsReadBackAsEmpty()
    {
        using var stream = new MemoryStream();
        PyTorchCheckpoint.Write(stream, new WeightTable([]));

        Assert.IsEmpty(PyTorchCheckpoint.Read(stream));
    }

    [TestMethod]
    public void Write_Twice_GivesEqualBytesWithStoredAndAlignedEntries()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        PyTorchCheckpoint.Write(first, SampleTables.EveryType());
        PyTorchCheckpoint.Write(second, SampleTables.EveryType());
        byte[] bytes = first.ToArray();

        CollectionAssert.AreEqual(bytes, second.ToArray());
        using var archive = new ZipArchive(first);
        Assert.AreEqual("archive/data.pkl", archive.Entries[0].FullName);
        int at = 0;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            Assert.AreEqual(0x04034B50u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)), entry.FullName);
            Assert.AreEqual(entry.Length, entry.CompressedLength, entry.FullName);
            at += 30 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + 26)) + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + 28));
            Assert.AreEqual(0, at % 64, entry.FullName);
            at += (int)entry.Length;
        }
    }

    [TestMethod]
    public void Write_EveryType_GivesTheFileThatPyTorchLoadedBitForBit()
    {
        WeightTable table = SampleTables.EveryType();
        using var stream = new MemoryStream();
        PyTorchCheckpoint.Write(stream, table);

        string[] lines = [.. table.Select(entry => $"{entry.Key.Replace(' ', '_')} {entry.Value.ElementType.ToString().ToLowerInvariant()} {string.Join('x', entry.Value.Shape)} {Convert.ToHexStringLower(entry.Value.Bytes)}".TrimEnd())];
        CollectionAssert.AreEqual(File.ReadAllLines(Fixture("written.txt")), lines);
        CollectionAssert.AreEqual(File.ReadAllBytes(Fixture("written.pth")), stream.ToArray(), "The writer gives other bytes than make_fixtures.py checked: save them as written.pth, and run it again.");
    }

    [TestMethod]
    public void Write_MoreEntriesThanAPlainZipDirectoryCounts_GivesTheFileThatPyTorchLoaded()
    {
        var many = new WeightTable(Enumerable.Range(0, 65_600).Select(i => KeyValuePair.Create($"w{i}", WeightTensor.FromFloats([i]))));
        using var stream = new MemoryStream();
        PyTorchCheckpoint.Write(stream, many);

        // The file that make_fixtures.py loaded with PyTorch has this sum.
        Assert.AreEqual("5a5705209f332039275b97e4a82e12ae34fda2a3871294ae41b03d4389be1b86", Convert.ToHexStringLower(SHA256.HashData(stream.ToArray())));
        TestNetworks.AssertEqual(many, PyTorchCheckpoint.Read(stream));
    }

    [TestMethod]
    public void Write_FolderMissing_NamesThePath() =>
        AssertEx.ThrowsWith<DirectoryNotFoundException>(() => PyTorchCheckpoint.Write(Path.Combine("no-such-folder", "a.pth"), SampleTables.EveryType()), "no-such-folder");

    // {'epoch': 1, 'generator': {'w': storage 0}, 'models': {'discriminator': {'w': storage 1}}}
    private static byte[] Several()
    {
        byte[] pickle = new PickleBytes().Raw("}").Text("epoch").Number(1).Raw("s")
            .Text("generator").Raw("}").Text("w").Tensor(0, [4], [1]).Raw("ss")
            .Text("models").Raw("}").Text("discriminator").Raw("}").Text("w").Tensor(1, [2], [1], key: "1").Raw("sss").End();
        return PickleBytes.Zip(pickle, ("archive/data/0", PickleBytes.Values(4)), ("archive/data/1", PickleBytes.Values(4)));
    }
}
