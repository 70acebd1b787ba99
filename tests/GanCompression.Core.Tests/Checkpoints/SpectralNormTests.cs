namespace GanCompression.Tests;

[TestClass]
public class SpectralNormTests
{
    // W = [[3, 0], [0, 4]] with u = v = (0.6, 0.8): σ = 0.36 · 3 + 0.64 · 4 = 3.64.
    private static WeightTable Small(string weight = "c.weight_orig", string u = "c.weight_u", string v = "c.weight_v") => new([
        new("c.bias", WeightTensor.FromFloats([7], 1)),
        new(weight, WeightTensor.FromFloats([3, 0, 0, 4], 2, 2, 1, 1)),
        new(u, WeightTensor.FromFloats([0.6f, 0.8f], 2)),
        new(v, WeightTensor.FromFloats([0.6f, 0.8f], 2)),
        new("d.weight", WeightTensor.FromFloats([1], 1))]);

    [TestMethod]
    [DataRow("c.weight_orig", "c.weight_u", "c.weight_v")]
    [DataRow("c.parametrizations.weight.original", "c.parametrizations.weight.0._u", "c.parametrizations.weight.0._v")]
    public void RemoveSpectralNorm_SmallMatrix_DividesByItsNorm(string weight, string u, string v)
    {
        WeightTable plain = PyTorchCheckpoint.RemoveSpectralNorm(Small(weight, u, v));

        CollectionAssert.AreEqual(new[] { "c.bias", "c.weight", "d.weight" }, plain.Keys.ToArray());
        Assert.AreEqual("Float32[2, 2, 1, 1]", plain["c.weight"].ToString());
        AssertEx.Close([3 / 3.64f, 0, 0, 4 / 3.64f], plain["c.weight"].Floats, 1e-6);
    }

    [TestMethod]
    public void RemoveSpectralNorm_NoNorm_ChangesNothing()
    {
        WeightTable weights = TestNetworks.TinyGenerator().Weights;

        TestNetworks.AssertEqual(weights, PyTorchCheckpoint.RemoveSpectralNorm(weights));
    }

    [TestMethod]
    public void RemoveSpectralNorm_MaskOfPruning_IsLeftAlone()
    {
        var pruned = new WeightTable([new("c.weight_orig", WeightTensor.FromFloats([1], 1)), new("c.weight_mask", WeightTensor.FromFloats([1], 1))]);

        TestNetworks.AssertEqual(pruned, PyTorchCheckpoint.RemoveSpectralNorm(pruned));
    }

    [TestMethod]
    [DataRow("c.weight_v", "'c.weight_v' is missing")]
    [DataRow("c.weight_u", "'c.weight_u' is missing")]
    public void RemoveSpectralNorm_MissingVector_NamesIt(string name, string problem) => AssertEx.ThrowsWith<FormatException>(
        () => PyTorchCheckpoint.RemoveSpectralNorm(new WeightTable(Small().Where(entry => entry.Key != name))), "'c.weight_orig' is incomplete", problem);

    [TestMethod]
    public void RemoveSpectralNorm_VectorsOfOtherSizes_ListsThem() => AssertEx.ThrowsWith<FormatException>(
        () => PyTorchCheckpoint.RemoveSpectralNorm(new WeightTable(Small().Select(entry => entry.Key == "c.weight_u" ? KeyValuePair.Create(entry.Key, WeightTensor.FromFloats([1, 2, 3], 3)) : entry))),
        "'c.weight_orig' does not fit", "shape [2, 2, 1, 1]", "u of 3 and v of 2 elements");

    [TestMethod]
    public void RemoveSpectralNorm_NormOfZero_IsRefused() => AssertEx.ThrowsWith<FormatException>(
        () => PyTorchCheckpoint.RemoveSpectralNorm(new WeightTable(Small().Select(entry => entry.Key == "c.weight_orig" ? KeyValuePair.Create(entry.Key, WeightTensor.FromFloats(new float[4], 2, 2, 1, 1)) : entry))),
        "The spectral norm of 'c.weight_orig' is 0");

    [TestMethod]
    [DataRow("hooks")]
    [DataRow("parametrized")]
    public void RemoveSpectralNorm_NetworksOfPyTorch_EqualsItsOwnRemoval(string form)
    {
        var builder = new LayerGraphBuilder("spectral");
        string x = builder.Input("source", 3);
        x = builder.Add("a", Conv2d.Square(3, 6, 4), x);
        x = builder.Add("b", new ConvTranspose2d(6, 4, 3, 1, 0, 0, true), x);
        x = builder.Add("c", new ConvTranspose2d(4, 4, 3, 1, 0, 0, true), x);
        LayerGraph graph = builder.Build(builder.Add("d", Conv2d.Square(4, 2, 1), x));

        WeightTable expected = PyTorchCheckpoint.Read(PyTorchCheckpointTests.Fixture($"spectral_{form}_removed.pth"));
        WeightTable actual = PyTorchCheckpoint.RemoveSpectralNorm(PyTorchCheckpoint.Read(PyTorchCheckpointTests.Fixture($"spectral_{form}.pth")), graph);

        CollectionAssert.AreEquivalent(expected.Keys.ToArray(), actual.Keys.ToArray());
        foreach ((string key, WeightTensor tensor) in expected)
            AssertEx.Close(tensor.Floats, actual[key].Floats, 1e-6, key);
    }
}
