using System.IO.Compression;

namespace GanCompression.Tests;

/// <summary>Checkpoints that somebody made to do harm, byte by byte: each ends in an error that says what was found.</summary>
[TestClass]
public class PoisonedCheckpointTests
{
    // What may be allocated for a refusal, beside the file itself.
    private const long Modest = 4_000_000;

    private static void Refused(byte[] bytes, params string[] parts)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertEx.ThrowsWith<FormatException>(() => PickleBytes.Read(bytes), ["'(stream)", .. parts]);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.IsLessThan(Modest + 150L * bytes.Length, allocated);
    }

    // The same pickle in both formats.
    private static void RefusedInBoth(byte[] pickle, params string[] parts)
    {
        Refused(PickleBytes.Zip(pickle, ("archive/data/0", PickleBytes.Values(4))), parts);
        Refused(pickle.AsSpan().IndexOf("storage"u8) < 0 ? PickleBytes.Legacy(pickle) : PickleBytes.Legacy(pickle, ("0", 4)), parts);
    }

    [TestMethod]
    [DataRow("os", "system")]
    [DataRow("posix", "system")]
    [DataRow("nt", "system")]
    [DataRow("builtins", "eval")]
    [DataRow("builtins", "exec")]
    [DataRow("builtins", "getattr")]
    [DataRow("__builtin__", "eval")]
    [DataRow("subprocess", "Popen")]
    [DataRow("runpy", "run_path")]
    [DataRow("webbrowser", "open")]
    [DataRow("torch", "load")]
    [DataRow("torch", "hub.load")]
    [DataRow("torch", "_utils._rebuild_tensor_v2")]
    [DataRow("torch.storage", "_load_from_bytes")]
    [DataRow("torch.storage", "TypedStorage")]
    [DataRow("torch._utils", "_import_dotted_name")]
    [DataRow("torch.jit", "load")]
    [DataRow("collections", "namedtuple")]
    [DataRow("collections", "OrderedDict.__init__.__globals__")]
    [DataRow("argparse", "Namespace")]
    [DataRow("", "")]
    public void Read_GlobalThatIsNotOnTheList_IsNamedAndNotRun(string module, string name)
    {
        string marker = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        byte[] asText = new PickleBytes().Global(module, name).Raw("(").Text($"touch {marker}").Raw("tR").End();
        byte[] fromStack = new PickleBytes(4).Raw(0x8C, (byte)module.Length).Raw(module).Raw(0x8C, (byte)name.Length).Raw(name).Raw(0x93).Raw("(").Text($"touch {marker}").Raw("tR").End();

        RefusedInBoth(asText, $"asks for '{module}.{name}'", "nothing is run", "collections.OrderedDict", "torch.save(model.state_dict(), path)");
        RefusedInBoth(fromStack, $"asks for '{module}.{name}'");
        Assert.IsFalse(File.Exists(marker));
    }

    [TestMethod]
    [DataRow("ComplexFloatStorage")]
    [DataRow("QInt8Storage")]
    [DataRow("UntypedStorage")]
    [DataRow("float32")]
    public void Read_StorageOfAnUnknownType_NamesIt(string type) => RefusedInBoth(PickleBytes.OfTensor(type: type), $"asks for 'torch.{type}'", "torch.FloatStorage");

    [TestMethod]
    [DataRow("i", "Inst", "arbitrary classes")]
    [DataRow("o", "Obj", "arbitrary classes")]
    [DataRow("\u0081", "NewObj", "arbitrary classes")]
    [DataRow("\u0092", "NewObjEx", "arbitrary classes")]
    [DataRow("\u0082", "Ext1", "arbitrary classes")]
    [DataRow("\u0083", "Ext2", "arbitrary classes")]
    [DataRow("\u0084", "Ext4", "arbitrary classes")]
    [DataRow("\u008F", "EmptySet", "does not need")]
    [DataRow("\u0096", "ByteArray8", "does not need")]
    [DataRow("\u0097", "NextBuffer", "does not need")]
    [DataRow("P", "PersId", "does not write")]
    [DataRow("I", "Int", "does not write")]
    [DataRow("L", "Long", "does not write")]
    [DataRow("F", "Float", "does not write")]
    [DataRow("S", "String", "does not write")]
    [DataRow("V", "Unicode", "does not write")]
    [DataRow("g", "Get", "does not write")]
    [DataRow("p", "Put", "does not write")]
    [DataRow("\u008B", "Long4", "does not write")]
    public void Read_InstructionThatIsNotOnTheList_IsNamed(string code, string name, string why) =>
        RefusedInBoth(new PickleBytes().Raw("((").Raw((byte)code[0]).Raw("os\nsystem\n").End(), $"uses the pickle instruction '{name}' ({(int)code[0]})", why, "at byte 4");

    [TestMethod]
    public void Read_ByteThatIsNoInstruction_IsRefused() => RefusedInBoth(new PickleBytes().Raw(0xFF).End(), "at byte 2 of its pickle, there is no instruction with the code 255");

    [TestMethod]
    public void Read_CallOfWhatIsNoFunction_IsRefused()
    {
        RefusedInBoth(new PickleBytes().Text("os.system").Raw("(").Text("true").Raw("tR").End(), "calls something that is not a function");
        RefusedInBoth(new PickleBytes().Global("torch", "FloatStorage").Raw("(").Number(1 << 30).Raw("tR").End(), "calls something that is not a function");
        RefusedInBoth(new PickleBytes().Global("collections", "OrderedDict").Raw("]R").End(), "without a tuple of arguments");
        RefusedInBoth(new PickleBytes().Global("collections", "OrderedDict").Raw("(").Text("x").Raw("tR").End(), "made from nothing or from a list of pairs");
        RefusedInBoth(new PickleBytes().Global("torch._utils", "_rebuild_tensor_v2").Raw(")R").End(), "should be made from a storage, an offset, a shape");
        RefusedInBoth(new PickleBytes().Global("torch._utils", "_rebuild_parameter").Raw(")R").End(), "holds no tensor");
        RefusedInBoth(new PickleBytes().Global("collections", "OrderedDict").Raw("}b").End(), "only a dictionary may have attributes");
        RefusedInBoth(new PickleBytes().Raw("}").Text("__class__").Raw("b").End(), "only a dictionary may have attributes");
    }

    [TestMethod]
    [DataRow("s")]
    [DataRow("a")]
    [DataRow("R")]
    [DataRow("t")]
    [DataRow("e")]
    [DataRow("u")]
    [DataRow("d")]
    [DataRow("b")]
    [DataRow("Q")]
    [DataRow("0")]
    [DataRow("1")]
    [DataRow("2")]
    [DataRow("\u0093")]
    [DataRow("\u0087")]
    [DataRow("q\0")]
    [DataRow("\u0094")]
    [DataRow("(s")]
    [DataRow("N(s")]
    [DataRow("NN(NR")]
    public void Read_StackThatRunsOut_IsRefused(string code) => RefusedInBoth(new PickleBytes().Raw([.. code.Select(c => (byte)c)]).End(), "takes more values than it made");

    [TestMethod]
    [DataRow("", "should end with one value, but has 0")]
    [DataRow("NN", "should end with one value, but has 2")]
    [DataRow("N(", "should end with one value")]
    [DataRow("NNNs", "sets an entry of something that is not a dictionary")]
    [DataRow("}(Nu", "a key of a dictionary has no value")]
    [DataRow("NNa", "appends to something that is not a list")]
    [DataRow("}NNs", "neither a text nor a whole number")]
    [DataRow("})Ns", "neither a text nor a whole number")]
    [DataRow("}K\u0001NsK\u0001Ns", "two entries '1'")]
    [DataRow("h\0", "refers to value 0, which it never kept")]
    [DataRow("j\0\0\0\u0080", "refers to value 2147483648, which it never kept")]
    [DataRow("NQ", "a reference to a storage")]
    [DataRow("U\u0002\u00C3\u0028", "not valid UTF-8")]
    [DataRow("NN\u0093", "should be named by two texts")]
    [DataRow("\u0080\u0006N", "has version 6 of the pickle format")]
    public void Read_PickleThatMakesNoSense_SaysWhere(string code, string problem) => RefusedInBoth(new PickleBytes().Raw([.. code.Select(c => (byte)c)]).End(), problem);

    [TestMethod]
    public void Read_NameOfGlobalWithoutEnd_IsRefused() => RefusedInBoth(new PickleBytes().Raw("c").Raw(new string('a', 100_000)).End(), "the name of a global has more than 255 bytes");

    [TestMethod]
    [DataRow("X", 4)]
    [DataRow("T", 4)]
    [DataRow("B", 4)]
    [DataRow("\u008D", 8)]
    [DataRow("\u008E", 8)]
    public void Read_LengthBeyondTheFile_IsRefusedBeforeAllocating(string code, int lengthBytes)
    {
        byte[] length = [0xF0, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0];
        RefusedInBoth(new PickleBytes().Raw((byte)code[0]).Raw(length.AsSpan(0, lengthBytes)).End(), "at byte 2 of its pickle, expected 2147483632 bytes of", "left");
        byte[] extreme = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        RefusedInBoth(new PickleBytes().Raw((byte)code[0]).Raw(extreme.AsSpan(0, lengthBytes)).End(), lengthBytes == 4 ? "expected 4294967295 bytes of" : "expected 18446744073709551615 bytes of");
    }

    [TestMethod]
    [DataRow(0L, new[] { 5L }, new[] { 1L }, "reaches up to element 4 of storage '0', which has 4 elements")]
    [DataRow(1L, new[] { 4L }, new[] { 1L }, "reaches up to element 4")]
    [DataRow(0L, new[] { 2L, 2L }, new[] { 4L, 1L }, "reaches up to element 5")]
    [DataRow(5L, new long[0], new long[0], "reaches up to element 5")]
    [DataRow(long.MaxValue, new[] { 2L }, new[] { long.MaxValue }, "reaches up to element 18446744073709551614")]
    [DataRow(-1L, new[] { 2L }, new[] { 1L }, "begins at element -1")]
    [DataRow(3L, new[] { 2L }, new[] { -1L }, "has a stride of -1")]
    [DataRow(0L, new[] { -4L }, new[] { 1L }, "has an extent of -4")]
    [DataRow(0L, new[] { 4_294_967_297L }, new[] { 0L }, "has an extent of 4294967297")]
    [DataRow(0L, new[] { 2_000_000_000L }, new[] { 0L }, "has 2000000000 elements, more than the 4 of its storage '0'")]
    [DataRow(0L, new[] { 2_000_000_000L, 2_000_000_000L, 2_000_000_000L, 2_000_000_000L }, new[] { 0L, 0L, 0L, 0L }, "more than the 4 of its storage '0'")]
    [DataRow(0L, new[] { 4L }, new long[0], "and as many strides")]
    public void Read_TensorOutsideItsStorage_IsRefused(long offset, long[] shape, long[] strides, string problem) =>
        RefusedInBoth(PickleBytes.OfTensor("w", offset, shape, strides), problem);

    [TestMethod]
    public void Read_EmptyTensorOfHugeExtents_IsReadWithoutItsStorage()
    {
        WeightTable table = PickleBytes.Read(PickleBytes.Zip(PickleBytes.OfTensor(shape: [2_000_000_000, 0, 2_000_000_000, 2_000_000_000], strides: [1, 1, 1, 1])));

        Assert.AreEqual("Float32[2000000000, 0, 2000000000, 2000000000]", table["w"].ToString());
    }

    [TestMethod]
    public void Read_ShapeOfTooManyExtents_IsRefused() => RefusedInBoth(
        PickleBytes.OfTensor(shape: [.. Enumerable.Repeat(1L, 65)], strides: [.. Enumerable.Repeat(1L, 65)]), "has 65 extents; expected at most 64");

    [TestMethod]
    public void Read_ShapeOfTexts_IsRefused() => RefusedInBoth(
        new PickleBytes().Global("torch._utils", "_rebuild_tensor_v2").Raw("(").Storage().Number(0).Raw("(").Text("4").Raw("t").Numbers(1).Raw("tR").End(), "not a whole number");

    [TestMethod]
    public void Read_StorageOfAnotherSize_IsRefused()
    {
        Refused(PickleBytes.Zip(PickleBytes.OfTensor(shape: [4], elements: 1_000_000_000_000), ("archive/data/0", PickleBytes.Values(4))),
            "storage '0' of 1000000000000 elements (FloatStorage) needs 4000000000000 bytes, but its entry 'archive/data/0' has 16");
        Refused(PickleBytes.Zip(PickleBytes.OfTensor(type: "DoubleStorage"), ("archive/data/0", PickleBytes.Values(4))), "(DoubleStorage) needs 32 bytes", "has 16");
        Refused(PickleBytes.Zip(PickleBytes.OfTensor(elements: 3), ("archive/data/0", PickleBytes.Values(4))), "needs 12 bytes");
        Refused(PickleBytes.Legacy(PickleBytes.OfTensor(elements: 5), ("0", 4)), "storage '0' should have 5 elements, but has 4");
        Refused(PickleBytes.Legacy(PickleBytes.OfTensor(elements: long.MaxValue / 8), ("0", 4)), "should have 1152921504606846975 elements, but has 4");
        Refused(PickleBytes.Legacy(PickleBytes.OfTensor(type: "DoubleStorage"), ("0", 4)), "expected 32 bytes of storage '0', but only 16 are left");
        RefusedInBoth(PickleBytes.OfTensor(elements: long.MaxValue), "a reference to a storage");
        RefusedInBoth(PickleBytes.OfTensor(elements: -1, shape: [0]), "a reference to a storage");
    }

    [TestMethod]
    public void Read_StorageDeclaredTwice_IsRefused() => RefusedInBoth(
        new PickleBytes().Raw("}").Text("a").Tensor(0, [4], [1]).Raw("s").Text("b").Tensor(0, [4], [1], "IntStorage").Raw("s").End(), "storage '0' is declared in two ways");

    [TestMethod]
    public void Read_ViewOutsideItsStorage_IsRefused()
    {
        byte[] pickle = new PickleBytes().Raw("}").Text("w").Raw("(").Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Number(4)
            .Raw("(").Text("view").Number(3).Number(2).Raw("ttQs").End();

        RefusedInBoth(pickle, "a view of storage '0' in its pickle lies outside it");
    }

    [TestMethod]
    public void Read_ManyOverlappingViews_IsRefusedBeforeCopyingThem()
    {
        const int Elements = 100_000;
        var pickle = new PickleBytes().Raw("}");
        for (int i = 0; i < 2000; i++)
            pickle.Text($"w{i}").Tensor(0, [Elements - i], [1], elements: Elements).Raw("s");

        Refused(PickleBytes.Zip(pickle.End(), ("archive/data/0", PickleBytes.Values(Elements))), "storage '0' has 100000 elements, but its 2000 tensors from 'w0' to 'w1999'", "tensor.clone()");
    }

    [TestMethod]
    public void Read_StorageThatIsMissing_IsNamed()
    {
        Refused(PickleBytes.Zip(PickleBytes.OfTensor()), "storage '0' is missing: it has no entry 'archive/data/0'");
        Refused(PickleBytes.Zip(PickleBytes.OfTensor(key: "../data.pkl"), ("archive/data/0", PickleBytes.Values(4))), "it has no entry 'archive/data/../data.pkl'");
        Refused(PickleBytes.Legacy(PickleBytes.OfTensor()), "storage '0' is missing");
        Refused(PickleBytes.Legacy(PickleBytes.OfTensor(), ("0", 4), ("1", 4)), "names '1', which no tensor uses");
        Refused(PickleBytes.Legacy(PickleBytes.OfTensor(), ("0", 4), ("0", 4)), "names '0' twice");
    }

    [TestMethod]
    public void Read_DeepNesting_NeitherOverflowsTheStackNorTheMemory()
    {
        const int Depth = 300_000;
        RefusedInBoth(new PickleBytes().Raw(new string(']', Depth)).Raw(new string('a', Depth - 1)).End(), "expected a state_dict, but it holds a list");
        RefusedInBoth(new PickleBytes().Raw(new string('(', Depth)).Raw(new string('t', Depth)).End(), "expected a state_dict, but it holds a tuple");
        var dictionaries = new PickleBytes().Raw("}");
        for (int i = 0; i < Depth / 10; i++)
            dictionaries.Raw("U\u0001k}");
        RefusedInBoth(dictionaries.Raw(new string('s', Depth / 10)).End(), "holds no state_dict");
    }

    [TestMethod]
    public void Read_EndlessValues_StopsAtALimit()
    {
        RefusedInBoth(new PickleBytes().Raw(new string(']', 3_000_000)).Bytes(), "more than 2097152 values");
        Refused(PickleBytes.Zip(new PickleBytes().Raw(new string('(', 3_000_000)).Bytes()), "more than 2097152 values");
        Refused(PickleBytes.Zip(new PickleBytes(4).Raw("N").Raw([.. Enumerable.Repeat((byte)0x94, 3_000_000)]).Bytes()), "more than 2097152 values");
    }

    [TestMethod]
    public void Read_ValuesSharedManyTimesOver_AreVisitedOnce()
    {
        // Each dictionary holds the one before it twice: 2^40 paths lead to the first.
        var shared = new PickleBytes().Raw("}q\0");
        for (int i = 0; i < 40; i++)
            shared.Raw("0}U\u0001ah\0sU\u0001bh\0sq\0");
        RefusedInBoth(shared.End(), "holds no state_dict");

        // Likewise with tuples, and a dictionary that holds itself.
        var tuples = new PickleBytes().Raw(")q\0");
        for (int i = 0; i < 60; i++)
            tuples.Raw("0h\0h\0\u0086q\0".Select(c => (byte)c).ToArray());
        RefusedInBoth(tuples.End(), "it holds a tuple");
        RefusedInBoth(new PickleBytes().Raw("}q\0U\u0001ah\0s").End(), "holds no state_dict");
    }

    [TestMethod]
    public void Read_MemoOfExtremeIndices_TakesNoMoreMemory() => RefusedInBoth(new PickleBytes().Raw("Nr\u007F\u007F\u007F\u007F").Raw("r").Raw(0xFF, 0xFF, 0xFF, 0xFF).End(), "it holds nothing");

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Read_TruncatedAnywhere_IsAFormatException(bool isLegacy)
    {
        byte[] bytes;
        if (isLegacy)
        {
            byte[] pickle = new PickleBytes(4).Raw(0x95).Raw(new byte[8]).Raw("}").Text("a").Tensor(0, [2, 2], [1, 2]).Raw("s").Text("b").Tensor(1, [2], [1], "LongStorage", "1", 3).Raw("s").End();
            bytes = [.. PickleBytes.Legacy(pickle, ("0", 4), ("1", 3)), .. PickleBytes.Values(3)];
            Assert.HasCount(2, PickleBytes.Read(bytes));
        }
        else
        {
            using var stream = new MemoryStream();
            PyTorchCheckpoint.Write(stream, SampleTables.EveryType());
            bytes = stream.ToArray();
        }

        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] truncated = bytes[..length];
            Assert.ThrowsExactly<FormatException>(() => PickleBytes.Read(truncated), $"{length} bytes");
        }

        byte[] longer = [.. bytes, 0];
        if (isLegacy)
            Refused(longer, "1 bytes follow its last storage");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Read_AnyChangedByte_IsReadOrAFormatException(bool isLegacy)
    {
        byte[] pickle = new PickleBytes().Raw("}").Text("a").Tensor(0, [2, 2], [1, 2]).Raw("s").Text("b").Tensor(1, [2], [1]).Raw("s").End();
        byte[] bytes = isLegacy ? PickleBytes.Legacy(pickle, ("0", 4)) : PickleBytes.Zip(pickle, ("archive/data/0", PickleBytes.Values(4)));
        int refused = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            foreach (byte mask in new byte[] { 0x01, 0x04, 0x10, 0x80, 0xFF })
            {
                byte[] changed = [.. bytes];
                changed[i] ^= mask;
                try
                {
                    PickleBytes.Read(changed);
                }
                catch (FormatException)
                {
                    refused++;
                }
            }
        }

        Assert.IsGreaterThan(2 * bytes.Length, refused);
    }

    [TestMethod]
    public void Read_ChangedValue_FailsItsChecksum()
    {
        byte[] bytes = PickleBytes.Zip(PickleBytes.OfTensor(), ("archive/data/0", PickleBytes.Values(4)));
        bytes[bytes.AsSpan().IndexOf(PickleBytes.Values(4)) + 3] ^= 1;

        Refused(bytes, "archive/data/0", "checksum");
    }

    [TestMethod]
    public void Read_CompressedEntry_IsRefusedBeforeUnpacking()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (Stream entry = archive.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open())
                entry.Write(PickleBytes.OfTensor(elements: 25_000_000));
            using (Stream entry = archive.CreateEntry("archive/data/0", CompressionLevel.Fastest).Open())
            {
                var block = new byte[1 << 20];
                for (int i = 0; i < 100; i++)
                    entry.Write(block.AsSpan(0, 1_000_000));
            }
        }

        Refused(stream.ToArray(), "its entry 'archive/data/0' is compressed from 100000000 to", "stored as they are");
    }

    [TestMethod]
    public void Read_EntriesThatShareTheirBytes_AreRefused()
    {
        // Names of one length, so that directory records can be pointed at one another's contents.
        byte[] content = PickleBytes.Values(50_000);
        byte[] bytes = PickleBytes.Zip(PickleBytes.OfTensor(elements: 50_000), [.. Enumerable.Range(0, 10).Select(i => ($"archive/data/{i}", i == 0 ? content : []))]);
        int directory = Find(bytes, [0x50, 0x4B, 0x01, 0x02], 0);
        int first = Find(bytes, "archive/data/0"u8, directory) - 46;
        for (int record = first; record >= 0; record = Find(bytes, "archive/data/"u8, record + 60) - 46)
            bytes.AsSpan(first + 16, 12).CopyTo(bytes.AsSpan(record + 16));

        Refused(bytes, "its entries have", "but the whole file has");

        static int Find(byte[] bytes, ReadOnlySpan<byte> what, int from)
        {
            int at = bytes.AsSpan(from).IndexOf(what);
            return at < 0 ? -1 : from + at;
        }
    }

    [TestMethod]
    public void Read_TwoEntriesOfOneName_IsRefused() => Refused(
        PickleBytes.Zip(PickleBytes.OfTensor(), ("archive/data/0", PickleBytes.Values(4)), ("archive/data/0", PickleBytes.Values(4))), "two entries named 'archive/data/0'");

    [TestMethod]
    public void Read_NoPickleOrSeveral_IsRefused()
    {
        Refused(PickleBytes.Zip(PickleBytes.OfTensor(), ("other/data.pkl", PickleBytes.OfTensor())), "expected one entry '*/data.pkl', but there are 2");
        using var stream = new MemoryStream();
        new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true).Dispose();
        Refused(stream.ToArray(), "expected one entry '*/data.pkl', but there are 0");
        Refused(PickleBytes.Zip(PickleBytes.OfTensor(), ("archive/constants.pkl", [])), "TorchScript program");
    }

    [TestMethod]
    public void Read_BytesAfterThePickle_AreRefused() => Refused(PickleBytes.Zip([.. PickleBytes.OfTensor(), 0, 0]), "2 bytes follow its pickle");

    [TestMethod]
    public void Read_BigEndian_IsRefused()
    {
        Refused(PickleBytes.Zip(PickleBytes.OfTensor(), ("archive/data/0", PickleBytes.Values(4)), ("archive/byteorder", "big"u8.ToArray())), "byte order 'big'; expected 'little'");
        byte[] system = new PickleBytes().Raw("}").Text("little_endian").Raw(0x89).Raw("s").End();
        Refused(PickleBytes.LegacyParts([system, PickleBytes.OfTensor()]), "big-endian order");
        Refused(PickleBytes.LegacyParts([new PickleBytes().Raw("}").End(), PickleBytes.OfTensor()]), "does not say in which byte order");
    }

    [TestMethod]
    public void Read_UnknownVersion_IsRefused()
    {
        Refused(PickleBytes.Zip(PickleBytes.OfTensor(), ("archive/data/0", PickleBytes.Values(4)), ("archive/version", "11\n"u8.ToArray())), "version '11' of PyTorch's file format; expected 1 to 10");
        byte[] bytes = PickleBytes.Legacy(PickleBytes.OfTensor(), ("0", 4));
        bytes[18]++;
        Refused(bytes, "expected version 1001");
    }

    [TestMethod]
    public void Read_OtherContent_SaysWhatItIsNot()
    {
        Refused([], "begins neither like a zip archive nor like a pickle");
        Refused("not a checkpoint"u8.ToArray(), "begins neither like a zip archive nor like a pickle");
        Refused(PickleBytes.OfTensor(), "is a pickle, but not one that torch.save made");
        Refused("PK\u0003\u0004 and nothing else"u8.ToArray(), "zip directory cannot be read");
        var tar = new byte[1024];
        "ustar"u8.CopyTo(tar.AsSpan(257));
        Refused(tar, "it is a tar archive, which PyTorch before 0.1.10 wrote");
        using var stream = new MemoryStream();
        TestNetworks.TinyModel().Save(stream);
        Refused(stream.ToArray(), "it is a generator model (.gcm)", "GeneratorModel.Load");
    }
}
