namespace GanCompression.Tests;

[TestClass]
public class DeterministicFillTests
{
    [TestMethod]
    public void Symmetric_ReferenceKeys_GivesReferenceValues()
    {
        Assert.AreEqual(0xf52f600e7dd91e11, DeterministicFill.Hash("input:64"));
        AssertEx.Close([-0.7544493675231934f, 0.3073091506958008f, -0.6898139715194702f, 0.3691871166229248f], DeterministicFill.Symmetric("input:64", 4), 0);
    }

    [TestMethod]
    public void Weights_ResNetOfWidth16_GivesReferenceValues()
    {
        LayerGraph graph = GeneratorNetworks.ResNet(new() { BaseWidth = 16, Blocks = 1 });

        AssertEx.Close([0.06644202768802643f, 0.1285497099161148f, -0.11403366178274155f], DeterministicFill.Weights(graph)["model.1.weight"].Floats[..3], 0);
    }
}
