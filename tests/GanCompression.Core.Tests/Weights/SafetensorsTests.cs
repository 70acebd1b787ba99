using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace GanCompression.Tests;

[TestClass]
public class SafetensorsTests
{
    private static byte[] Bytes(string header, int dataBytes) => Bytes(Encoding.UTF8.GetBytes(header).AsSpan(), dataBytes);

    private static byte[] Bytes(ReadOnlySpan<byte> header, int dataBytes)
    {
        var bytes = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes.AsSpan(8));
        return bytes;
    }

    [TestMethod]
    public void Write_TwoTensors_GivesTheBytesOfTheFormat()
    {
        var table = new WeightTable([
            new("b", WeightTensor.FromFloats([1, -2], 2)),
            new("a", WeightTensor.FromBytes(ElementType.UInt8, [7]))]);
        using var stream = new MemoryStream();

        Safetensors.Write(stream, table, new Dictionary<string, string> { ["made by"] = "test" });

        const string Header = """{"__metadata__":{"made by":"test"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}""";
        int padded = (Header.Length + 7) / 8 * 8;
        byte[] expected = [.. BitConverter.GetBytes((long)padded), .. Encoding.UTF8.GetBytes(Header.PadRight(padded)), 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 7];
        CollectionAssert.AreEqual(expected, stream.ToArray());
    }

    [TestMethod]
    public void Read_HeaderInAnyOrderAndSpacing_FindsTheValues()
    {
        byte[] bytes = Bytes("""{ "second": {"shape":[1,2], "data_offsets":[4, 12], "dtype":"F32"}, "first":{"data_offsets":[0,4],"dtype":"I32","shape":[1]} }   """, 12);
        BitConverter.GetBytes(5).CopyTo(bytes, bytes.Length - 12);
        BitConverter.GetBytes(0.25f).CopyTo(bytes, bytes.Length - 8);
        BitConverter.GetBytes(-1f).CopyTo(bytes, bytes.Length - 4);

        WeightTable table = Safetensors.Read(new MemoryStream(bytes));

        CollectionAssert.AreEqual(new[] { "second", "first" }, table.Keys.ToArray());
        AssertEx.Close([0.25f, -1], table["second"].Floats, 0);
        AssertEx.Close([5], table["first"].ToFloat32().Floats, 0);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Read_WhatWriteWrote_GivesEqualTable(bool isSeekable)
    {
        WeightTable table = SampleTables.EveryType();
        var metadata = new Dictionary<string, string> { ["x"] = "1", ["ä"] = "ö \n" };
        using var stream = new MemoryStream();
        Safetensors.Write(stream, table, metadata);
        stream.Position = 0;

        SafetensorsContent content = Safetensors.ReadWithMetadata(isSeekable ? stream : new ForwardStream(stream));

        TestNetworks.AssertEqual(table, content.Weights);
        CollectionAssert.AreEquivalent(metadata.ToArray(), content.Metadata.ToArray());
    }

    [TestMethod]
    public void Write_File_IsReadByAnIndependentReader()
    {
        using var folder = new TempFolder();
        WeightTable weights = TestNetworks.TinyGenerator().Weights;
        Safetensors.Write(folder["weights.safetensors"], weights);

        // Written from the format's description, with nothing of the product.
        byte[] bytes = File.ReadAllBytes(folder["weights.safetensors"]);
        int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        ReadOnlySpan<byte> data = bytes.AsSpan(8 + length);
        using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, length));
        Assert.AreEqual(0, (8 + length) % 8);
        int end = 0;
        foreach ((JsonProperty entry, (string name, WeightTensor tensor)) in header.RootElement.EnumerateObject().Zip(weights))
        {
            int[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
            Assert.AreEqual(name, entry.Name);
            Assert.AreEqual("F32", entry.Value.GetProperty("dtype").GetString(), name);
            CollectionAssert.AreEqual(tensor.Shape.ToArray(), entry.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()).ToArray(), name);
            Assert.AreEqual(end, offsets[0], name);
            end = offsets[1];
            CollectionAssert.AreEqual(tensor.Floats.ToArray(), MemoryMarshal.Cast<byte, float>(data[offsets[0]..end]).ToArray(), name);
        }

        Assert.HasCount(weights.Count, header.RootElement.EnumerateObject());
        Assert.AreEqual(data.Length, end);
    }

    [TestMethod]
    public void Read_EveryTruncation_IsAFormatException()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, SampleTables.EveryType());
        byte[] bytes = stream.ToArray();

        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] truncated = bytes[..length];
            Assert.ThrowsExactly<FormatException>(() => Safetensors.Read(new MemoryStream(truncated)), $"{length} bytes");
            Assert.ThrowsExactly<FormatException>(() => Safetensors.Read(new ForwardStream(new MemoryStream(truncated))), $"{length} bytes, not seekable");
        }
    }

    [TestMethod]
    public void Read_EveryChangedHeaderByte_IsReadOrAFormatException()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, SampleTables.EveryType());
        byte[] bytes = stream.ToArray();
        int end = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        int refused = 0;

        for (int i = 0; i < end; i++)
        {
            foreach (byte mask in new byte[] { 0x01, 0x10, 0x80 })
            {
                byte[] changed = [.. bytes];
                changed[i] ^= mask;
                try
                {
                    Safetensors.Read(new MemoryStream(changed));
                }
                catch (FormatException)
                {
                    refused++;
                }
            }
        }

        Assert.IsGreaterThan(end, refused);
    }

    [TestMethod]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 8, "not valid JSON")]
    [DataRow("""[]""", 0, "must be a JSON object")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", 8, "names 'a' twice")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "without gaps or overlaps")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}""", 20, "without gaps or overlaps")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "without gaps or overlaps")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "'data_offsets' of tensor 'a' must hold whole numbers")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9999999999]}}""", 8, "needs 8 bytes, but its offsets 0 to 9999999999 give 9999999999")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}}""", 16, "needs 8 bytes")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", 8, "needs")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "expected 8 bytes of values after the header, but there are 12")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "expected 8 bytes of values after the header, but there are 4")]
    [DataRow("""{"a":{"dtype":"U64","shape":[1],"data_offsets":[0,8]}}""", 8, "has type 'U64'")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, "'shape' of tensor 'a' must hold whole numbers")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "must have a dtype, a shape and two data_offsets")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"code":"x"}}""", 8, "'code'")]
    [DataRow("""{"a":5}""", 0, "entry 'a' of its header must be a JSON object")]
    [DataRow("""{"__metadata__":{"x":5}}""", 0, "metadata 'x' must be a text")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "more than 64")]
    public void Read_MaliciousHeader_IsAFormatExceptionThatNamesTheProblem(string header, int dataBytes, string problem)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["bad.safetensors"], Bytes(header, dataBytes));

        AssertEx.ThrowsWith<FormatException>(() => Safetensors.Read(folder["bad.safetensors"]), "bad.safetensors'", problem);
    }

    [TestMethod]
    public void Read_DamagedFile_NamesFileAndCure()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["bad.safetensors"], Bytes("[]", 0));

        FormatException e = Assert.ThrowsExactly<FormatException>(() => Safetensors.Read(folder["bad.safetensors"]));

        Assert.AreEqual($"'{folder["bad.safetensors"]}' is not a valid safetensors file: its header must be a JSON object. Copy the file again from where it was made, or make it anew.", e.Message);
    }

    [TestMethod]
    public void Read_UnsupportedType_NamesTensorAndCure()
    {
        FormatException e = Assert.ThrowsExactly<FormatException>(() => Safetensors.Read(new MemoryStream(Bytes("""{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1))));

        Assert.AreEqual("'(stream)' cannot be read: tensor 'a' has type 'F8_E4M3'; expected F64, F32, F16, BF16, I64, I32, I8, U8 or BOOL. Convert it before saving.", e.Message);
    }

    [TestMethod]
    public void Read_HeaderWithInvalidUtf8_IsAFormatException() =>
        Assert.ThrowsExactly<FormatException>(() => Safetensors.Read(new MemoryStream(Bytes([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'{', (byte)'}', (byte)'}'], 0))));

    [TestMethod]
    [DataRow(ulong.MaxValue)]
    [DataRow(100_000_001UL)]
    [DataRow(1UL)]
    public void Read_HeaderLengthOutOfRange_IsAFormatException(ulong length) =>
        AssertEx.ThrowsWith<FormatException>(() => Safetensors.Read(new MemoryStream([.. BitConverter.GetBytes(length), .. new byte[64]])), "expected a header of 2 to 100000000 bytes", $"{length}");

    [TestMethod]
    public void Read_HeaderLongerThanTheFile_IsRefusedBeforeAllocating()
    {
        byte[] bytes = [.. BitConverter.GetBytes(99_000_000UL), .. new byte[64]];
        long before = GC.GetAllocatedBytesForCurrentThread();

        AssertEx.ThrowsWith<FormatException>(() => Safetensors.Read(new MemoryStream(bytes)), "expected 99000000 bytes of header, but only 64 are left");
        Assert.IsLessThan(1_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Read_HugeTensorInForwardStream_AllocatesOnlyWhatArrives()
    {
        byte[] bytes = Bytes("""{"a":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}}""", 100);
        long before = GC.GetAllocatedBytesForCurrentThread();

        AssertEx.ThrowsWith<FormatException>(() => Safetensors.Read(new ForwardStream(new MemoryStream(bytes))), "tensor 'a'", "ends after 100");
        Assert.IsLessThan(40_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Read_TensorBeyondTwoGigabytesInForwardStream_IsAFormatException() => AssertEx.ThrowsWith<FormatException>(
        () => Safetensors.Read(new ForwardStream(new MemoryStream(Bytes("""{"a":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,4000000000]}}""", 8)))),
        "4000000000 bytes; at most");

    [TestMethod]
    public void Write_TensorNamedLikeMetadata_Throws() => AssertEx.ThrowsWith<ArgumentException>(
        () => Safetensors.Write(new MemoryStream(), new WeightTable([new("__metadata__", WeightTensor.FromFloats([1], 1))])), "'__metadata__'");

    [TestMethod]
    public void Read_MissingFile_NamesIt() => AssertEx.ThrowsWith<FileNotFoundException>(() => Safetensors.Read(Path.Combine(Path.GetTempPath(), "no-such.safetensors")), "no-such.safetensors");
}
