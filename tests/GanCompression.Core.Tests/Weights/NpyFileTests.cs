using System.Text;

namespace GanCompression.Tests;

[TestClass]
public class NpyFileTests
{
    private static byte[] Bytes(string header, int dataBytes, byte major = 1)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = major == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes((uint)text.Length);
        return [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', major, 0, .. length, .. text, .. new byte[dataBytes]];
    }

    private static WeightTensor Read(byte[] bytes)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["array.npy"], bytes);
        return NpyFile.Read(folder["array.npy"]);
    }

    [TestMethod]
    public void Write_Matrix_GivesTheBytesOfTheFormat()
    {
        using var stream = new MemoryStream();

        NpyFile.Write(stream, WeightTensor.FromFloats([1, 2], 2, 1));

        string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }".PadRight(128 - 10 - 1) + "\n";
        CollectionAssert.AreEqual((byte[])[.. Bytes(header, 0), 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40], stream.ToArray());
    }

    [TestMethod]
    public void Read_WhatWriteWrote_GivesEqualTensors()
    {
        foreach ((string name, WeightTensor tensor) in SampleTables.EveryType(includeBFloat16: false))
        {
            using var stream = new MemoryStream();
            NpyFile.Write(stream, tensor);
            stream.WriteByte(9);
            stream.Position = 0;

            Assert.IsTrue(tensor.ContentEquals(NpyFile.Read(stream)), name);
            Assert.AreEqual(9, stream.ReadByte(), "The stream is left after the array.");
        }
    }

    [TestMethod]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", (byte)1)]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }       \n", (byte)2)]
    [DataRow("{\"shape\":(1L,2L),\"fortran_order\":False,\"descr\":\"<f4\"}", (byte)3)]
    public void Read_EveryVersionAndSpelling_GivesShape(string header, byte version)
    {
        WeightTensor tensor = Read(Bytes(header, 8, version));

        Assert.AreEqual("Float32[1, 2]", tensor.ToString());
    }

    [TestMethod]
    [DataRow("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }", 8, "numpy.ascontiguousarray")]
    [DataRow("{'descr': '>f4', 'fortran_order': False, 'shape': (1, 2), }", 8, "type '>f4'")]
    [DataRow("{'descr': '|O', 'fortran_order': False, 'shape': (1, 2), }", 8, "type '|O'")]
    [DataRow("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1, 2), }", 8, "should have a text")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (1, -2), }", 8, "an extent from 0 to 2147483647")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", 8, "an extent from 0 to 2147483647")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000, 2000000000), }", 8, "bytes; at most")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (1000, 1000, 100), }", 8, "expected 400000000 bytes of values of shape [1000, 1000, 100], but only 8 are left")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", 9, "more bytes")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), 'x': 1}", 8, "unknown or repeated entry 'x'")]
    [DataRow("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)}", 8, "repeated entry 'descr'")]
    [DataRow("{'descr': '<f4', 'shape': (1, 2)}", 8, "must have the entries")]
    [DataRow("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1, 2)}", 8, "True or False")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)} + 1", 8, "its end")]
    [DataRow("{'descr': '<f4", 8, "the end of a text")]
    [DataRow("", 0, "should have '{'")]
    public void Read_WrongHeader_IsAFormatExceptionThatNamesTheProblem(string header, int dataBytes, string problem) =>
        AssertEx.ThrowsWith<FormatException>(() => Read(Bytes(header, dataBytes)), "array.npy'", problem);

    [TestMethod]
    public void Read_UnknownVersionOrMark_IsAFormatException()
    {
        AssertEx.ThrowsWith<FormatException>(() => Read(Bytes("{}", 0, 4)), "it has version 4");
        AssertEx.ThrowsWith<FormatException>(() => Read([.. "PK345678901234567890"u8]), "does not begin with the mark");
    }

    [TestMethod]
    public void Read_HeaderLengthOfGigabytes_IsRefused()
    {
        byte[] bytes = Bytes("{}", 0, 2);
        BitConverter.GetBytes(0xFFFFFFF0).CopyTo(bytes, 8);

        AssertEx.ThrowsWith<FormatException>(() => Read(bytes), "header of at most");
    }

    [TestMethod]
    public void Read_EveryTruncation_IsAFormatException()
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, WeightTensor.FromFloats([1, 2, 3], 3));
        byte[] bytes = stream.ToArray();

        for (int length = 0; length < bytes.Length; length++)
            Assert.ThrowsExactly<FormatException>(() => NpyFile.Read(new MemoryStream(bytes[..length])), $"{length} bytes");
    }

    [TestMethod]
    public void Write_BFloat16_SaysWhatToDo() => AssertEx.ThrowsWith<ArgumentException>(
        () => NpyFile.Write(new MemoryStream(), WeightTensor.FromBytes(ElementType.BFloat16, [0, 0], 1)), "BFloat16", "ToFloat32");

    [TestMethod]
    public void Read_ReferenceInput_EqualsDeterministicFill()
    {
        WeightTensor tensor = NpyFile.Read(SharedData.File("golden", "resnet9_ngf16_64", "input.npy"));

        CollectionAssert.AreEqual(new[] { 1, 3, 64, 64 }, tensor.Shape.ToArray());
        AssertEx.Close(DeterministicFill.Symmetric("input:64", tensor.Elements), tensor.Floats, 0);
    }

    [TestMethod]
    public void Read_EveryReferenceArray_IsWrittenBackByteByByte()
    {
        string[] files = Directory.GetFiles(SharedData.Folder("golden"), "*.npy", SearchOption.AllDirectories);
        Assert.IsNotEmpty(files);
        foreach (string file in files)
        {
            using var stream = new MemoryStream();
            NpyFile.Write(stream, NpyFile.Read(file));
            CollectionAssert.AreEqual(File.ReadAllBytes(file), stream.ToArray(), file);
        }
    }
}
