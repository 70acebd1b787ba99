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
    public void RemoveSpectralNorm_NetworksOfPyTorch_EqualsItsOwnRemoval()
    {
        using var folder = new TempFolder();
        const string Script = """
            import sys, torch
            from torch import nn
            from torch.nn.utils import spectral_norm, remove_spectral_norm, parametrize, parametrizations
            folder = sys.argv[1]
            torch.manual_seed(3)
            def net(norm):
                return nn.ModuleDict(dict(a=norm(nn.Conv2d(3, 6, 4, bias=True)), b=norm(nn.ConvTranspose2d(6, 4, 3)), c=norm(nn.ConvTranspose2d(4, 4, 3)), d=nn.Conv2d(4, 2, 1)))
            def run(net):
                x = torch.randn(1, 3, 9, 9)
                for name in "abcd":
                    x = net[name](x)
            hooks = net(spectral_norm)
            for _ in range(3):
                run(hooks)
            torch.save(hooks.state_dict(), f"{folder}/hooks.pth")
            for name in "abc":
                remove_spectral_norm(hooks[name])
            torch.save(hooks.state_dict(), f"{folder}/hooks_plain.pth")
            new = net(parametrizations.spectral_norm)
            run(new)
            torch.save(new.eval().state_dict(), f"{folder}/new.pth")
            for name in "abc":
                parametrize.remove_parametrizations(new[name], "weight")
            torch.save(new.state_dict(), f"{folder}/new_plain.pth")
            """;
        PyTorch.Run(Script, folder.Path);
        var builder = new LayerGraphBuilder("spectral");
        string x = builder.Input("source", 3);
        x = builder.Add("a", Conv2d.Square(3, 6, 4), x);
        x = builder.Add("b", new ConvTranspose2d(6, 4, 3, 1, 0, 0, true), x);
        x = builder.Add("c", new ConvTranspose2d(4, 4, 3, 1, 0, 0, true), x);
        LayerGraph graph = builder.Build(builder.Add("d", Conv2d.Square(4, 2, 1), x));

        foreach (string name in new[] { "hooks", "new" })
        {
            WeightTable expected = PyTorchCheckpoint.Read(folder[$"{name}_plain.pth"]);
            WeightTable actual = PyTorchCheckpoint.RemoveSpectralNorm(PyTorchCheckpoint.Read(folder[$"{name}.pth"]), graph);

            CollectionAssert.AreEquivalent(expected.Keys.ToArray(), actual.Keys.ToArray());
            foreach ((string key, WeightTensor tensor) in expected)
                AssertEx.Close(tensor.Floats, actual[key].Floats, 1e-6, $"{name}: {key}");
        }
    }
}
