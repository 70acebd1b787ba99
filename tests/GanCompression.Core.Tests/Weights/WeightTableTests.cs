namespace GanCompression.Tests;

[TestClass]
public class WeightTableTests
{
    [TestMethod]
    public void For_WrongWeights_ListsEveryDifference()
    {
        Network network = TestNetworks.TinyGenerator();
        var wrong = new WeightTable(network.Weights
            .Where(entry => entry.Key is not "model.1.bias" and not "model.4.weight")
            .Append(new("model.4.weight", WeightTensor.FromFloats([1, 2], 2, 1)))
            .Append(new("extra.weight", WeightTensor.FromFloats([1], 1))));

        AssertEx.ThrowsWith<FormatException>(
            () => _ = new Network(network.Graph, wrong),
            "do not fit 'sub_mobile_resnet_1blocks'", "Missing (1): model.1.bias", "Unexpected (1): extra.weight", "Mismatched (1): model.4.weight (expected [2, 2, 3, 3], got [2, 1])");
    }

    [TestMethod]
    public void For_OtherOrderAndType_ReordersAndConverts()
    {
        Network network = TestNetworks.TinyGenerator();
        var reversed = new WeightTable(network.Weights.Reverse().Select(entry => KeyValuePair.Create(entry.Key, WeightTensor.FromBytes(
            ElementType.Float64, System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(entry.Value.Floats.ToArray().Select(v => (double)v).ToArray()), entry.Value.Shape.AsSpan()))));

        TestNetworks.AssertEqual(network.Weights, reversed.For(network.Graph));
    }

    [TestMethod]
    public void Constructor_NameTwice_Throws() => AssertEx.ThrowsWith<ArgumentException>(
        () => _ = new WeightTable([new("a", WeightTensor.FromFloats([1], 1)), new("a", WeightTensor.FromFloats([1], 1))]), "'a' comes twice");

    [TestMethod]
    public void Indexer_UnknownName_NamesIt() => AssertEx.ThrowsWith<KeyNotFoundException>(() => _ = new WeightTable([])["none"], "'none'");

    [TestMethod]
    public void Fingerprint_AnyDifference_Differs()
    {
        WeightTable table = SampleTables.EveryType();

        Assert.AreEqual(table.Fingerprint(), SampleTables.EveryType().Fingerprint());
        Assert.AreNotEqual(table.Fingerprint(), new WeightTable(table.Reverse()).Fingerprint());
        Assert.AreNotEqual(TestNetworks.TinyGenerator().Weights.Fingerprint(), TestNetworks.TinyGenerator("v:").Weights.Fingerprint());
    }

    [TestMethod]
    public void ToFloat32_EveryType_Converts()
    {
        WeightTable table = SampleTables.EveryType();

        AssertEx.Close([(float)Math.PI], table["a.float64"].ToFloat32().Floats, 0);
        AssertEx.Close([0.5f, -3], table["float16"].ToFloat32().Floats, 0);
        AssertEx.Close([1], table["bfloat16"].ToFloat32().Floats, 0);
        AssertEx.Close([long.MinValue], table["int64"].ToFloat32().Floats, 0);
        AssertEx.Close([-7], table["int32"].ToFloat32().Floats, 0);
        AssertEx.Close([-128, 127, -1], table["int8"].ToFloat32().Floats, 0);
        AssertEx.Close([0, 255], table["uint8"].ToFloat32().Floats, 0);
        AssertEx.Close([1, 0], table["bool"].ToFloat32().Floats, 0);
        Assert.AreSame(table["b.float32"], table["b.float32"].ToFloat32());
        AssertEx.ThrowsWith<InvalidOperationException>(() => _ = table["int8"].Floats.Length, "Int8", "ToFloat32");
    }

    [TestMethod]
    public void FromFloats_WrongShape_NamesShapeAndSizes()
    {
        AssertEx.ThrowsWith<FormatException>(() => WeightTensor.FromFloats([1, 2, 3], 2, 2), "[2, 2] needs 16 bytes, but has 12");
        AssertEx.ThrowsWith<FormatException>(() => WeightTensor.FromFloats([1], -1), "must be at least 0, but is -1");
    }
}
