using System.Buffers.Binary;
using System.IO.Compression;

namespace GanCompression.Tests;

[TestClass]
public class PyTorchCheckpointTests
{
    // Tables made by PyTorch: x.pth beside the same values as x.npz.
    private const string Make = """
        import sys, collections, numpy, torch
        folder = sys.argv[1]
        torch.manual_seed(1)
        def save(name, value, table=None, **options):
            table = value if table is None else table
            torch.save(value, f"{folder}/{name}.pth", **options)
            numpy.savez(f"{folder}/{name}.npz", **{key: numpy.ascontiguousarray(t.detach().numpy()).reshape(t.shape) for key, t in table.items()})
        types = collections.OrderedDict(
            float32=torch.randn(2, 3), float64=torch.randn(3, dtype=torch.float64), float16=torch.randn(4).half(), int64=torch.tensor(-2**62),
            int32=torch.tensor([-5], dtype=torch.int32), int8=torch.tensor([-128, 127], dtype=torch.int8), uint8=torch.tensor([0, 255], dtype=torch.uint8),
            bool=torch.tensor([True, False]), empty=torch.zeros(0, 5), scalar=torch.tensor(1.5), parameter=torch.nn.Parameter(torch.randn(2, 2)))
        types["ünïcode"] = torch.randn(1)
        for protocol in (2, 3, 4, 5):
            save(f"zip{protocol}", types, pickle_protocol=protocol)
            save(f"legacy{protocol}", types, pickle_protocol=protocol, _use_new_zipfile_serialization=False)
        base = torch.arange(120, dtype=torch.float32).reshape(2, 3, 4, 5)
        views = dict(
            whole=base, transposed=base.permute(3, 1, 0, 2), channels_last=torch.randn(2, 3, 4, 5).contiguous(memory_format=torch.channels_last), row=base[1, 2],
            steps=base[:, ::2, 1::2, ::3], column=base[:, 1:2, :, 2], halves=base.half().transpose(0, 3), tied=base,
            doubles=torch.randn(6, 4, dtype=torch.float64).t(), bytes=torch.arange(20, dtype=torch.uint8).reshape(4, 5).t(), last=base[1, 2, 3, 4], none=base[:0, :, 2:])
        save("views", views)
        save("views_legacy", views, _use_new_zipfile_serialization=False)
        net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.InstanceNorm2d(4, track_running_stats=True))
        state = net.state_dict()
        save("module", state)
        save("parallel", torch.nn.DataParallel(net).state_dict(), state)
        adam = torch.optim.Adam(net.parameters(), betas=(0.5, 0.999))
        net(torch.randn(1, 3, 8, 8)).sum().backward()
        adam.step()
        state = net.state_dict()
        save("training", {"epoch": 3, "best": torch.tensor(0.25), "arguments": {"lr": 2e-4, "seed": 2**70, "names": ["a", None, True]}, "optimizer": adam.state_dict(), "state_dict": state}, state)
        torch.save({"bfloat16": torch.tensor([1.0, -2.5]).bfloat16(), "int16": torch.tensor([-32768, 5, 32767], dtype=torch.int16), "int16_view": torch.tensor([[1, 2], [3, -4]], dtype=torch.int16).t()}, f"{folder}/special.pth")
        torch.save(net, f"{folder}/whole.pth")
        torch.save(net, f"{folder}/whole_legacy.pth", _use_new_zipfile_serialization=False)
        torch.jit.script(net).save(f"{folder}/program.pth")
        torch.save({"c": torch.zeros(2, dtype=torch.complex64)}, f"{folder}/complex.pth")
        torch.save({"x": torch.zeros(1).expand(1000)}, f"{folder}/expanded.pth")
        torch.save(numpy.float64(1), f"{folder}/numpy.pth")
        """;

    private static TempFolder? s_folder;

    public static TempFolder Folder
    {
        get
        {
            if (s_folder is null)
            {
                var folder = new TempFolder();
                try
                {
                    PyTorch.Run(Make, folder.Path);
                    s_folder = folder;
                }
                finally
                {
                    if (s_folder is null)
                        folder.Dispose();
                }
            }

            return s_folder;
        }
    }

    [ClassCleanup]
    public static void DeleteFolder() => s_folder?.Dispose();

    [TestMethod]
    [DataRow("zip2")]
    [DataRow("zip3")]
    [DataRow("zip4")]
    [DataRow("zip5")]
    [DataRow("legacy2")]
    [DataRow("legacy3")]
    [DataRow("legacy4")]
    [DataRow("legacy5")]
    [DataRow("views")]
    [DataRow("views_legacy")]
    [DataRow("module")]
    [DataRow("parallel")]
    [DataRow("training")]
    public void Read_FilesOfPyTorch_GivesTheirValues(string name)
    {
        WeightTable expected = NpzFile.Read(Folder[$"{name}.npz"]);

        TestNetworks.AssertEqual(expected, PyTorchCheckpoint.Read(Folder[$"{name}.pth"]));
    }

    [TestMethod]
    public void Read_TypesThatNumPyOrTablesLack_KeepsTheirValues()
    {
        WeightTable table = PyTorchCheckpoint.Read(Folder["special.pth"]);

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
        AssertEx.ThrowsWith<FormatException>(() => PyTorchCheckpoint.Read(Folder[$"{name}.pth"]), $"{name}.pth", problem, cure);

    public static IEnumerable<object[]> References()
    {
        string golden = Path.GetFullPath(RepositoryFolder.Path("..", "shared", "golden"));
        return Directory.Exists(golden)
            ? Directory.EnumerateFiles(golden, "*.pth", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => new object[] { Path.GetRelativePath(golden, path) })
            : [["resnet9_ngf16_64/state_dict.pth"]];
    }

    [TestMethod]
    [DynamicData(nameof(References))]
    public void Read_References_EqualsTheirArraysBitForBit(string name)
    {
        string path = SharedData.File("golden", name);
        string arrays = SharedData.File("golden", name.Replace("_legacy", string.Empty, StringComparison.Ordinal).Replace(".pth", ".npz", StringComparison.Ordinal));

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
    public void Write_Tables_AreLoadedByPyTorchBitForBit()
    {
        using var folder = new TempFolder();
        WeightTable everyType = SampleTables.EveryType();
        WeightTable generator = TestNetworks.TinyGenerator().Weights;
        // More entries than the plain directory of a zip archive can count.
        var many = new WeightTable(Enumerable.Range(0, 65_600).Select(i => KeyValuePair.Create($"w{i}", WeightTensor.FromFloats([i]))));
        PyTorchCheckpoint.Write(folder["types.pth"], everyType);
        PyTorchCheckpoint.Write(folder["generator.pth"], generator);
        PyTorchCheckpoint.Write(folder["many.pth"], many);
        const string Script = """
            import sys, torch
            for path in sys.argv[1:]:
                state = torch.load(path)
                assert type(state).__name__ == "OrderedDict"
                for name, tensor in list(state.items())[:1000]:
                    assert tensor.is_contiguous() and not tensor.requires_grad
                    values = torch.tensor(tensor.contiguous().storage().untyped().tolist() if hasattr(tensor.storage(), "untyped") else list(tensor.storage()._untyped()), dtype=torch.int64)
                    print(name, str(tensor.dtype)[6:], "x".join(map(str, tensor.shape)), "".join("%02x" % (int(v) & 255) for v in values))
                print(len(state), sum(float(t) for t in state.values()) if len(state) > 1000 else "")
            """;

        string[] lines = PyTorch.Run(Script, folder["types.pth"], folder["generator.pth"], folder["many.pth"]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        CollectionAssert.AreEqual(
            (string[])[.. Lines(everyType), $"{everyType.Count}", .. Lines(generator), $"{generator.Count}", .. Lines(many).Take(1000), $"65600 {65_600L * 65_599 / 2}.0"], lines);
        TestNetworks.AssertEqual(many, PyTorchCheckpoint.Read(folder["many.pth"]));

        static IEnumerable<string> Lines(WeightTable table) => table.Select(entry =>
            $"{entry.Key} {entry.Value.ElementType.ToString().ToLowerInvariant()} {string.Join('x', entry.Value.Shape)} {Convert.ToHexStringLower(entry.Value.Bytes)}".TrimEnd());
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
