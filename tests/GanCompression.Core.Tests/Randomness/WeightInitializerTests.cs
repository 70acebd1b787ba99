namespace GanCompression.Tests;

[TestClass]
public class WeightInitializerTests
{
    [TestMethod]
    public void Normal_Generator_HasTheAskedStatistics()
    {
        LayerGraph graph = GeneratorNetworks.ResNet(new() { BaseWidth = 16, Blocks = 1, Norm = NormKind.Batch });
        WeightTable weights = WeightInitializer.Normal(graph, seed: 1);

        TestNetworks.AssertEqual(weights, weights.For(graph));
        Check("model.10.conv_block.1.weight", 0, 0.02);
        Check("model.11.weight", 0, 0.02);
        Check("model.8.weight", 1, 0.02, tolerance: 0.01);
        Assert.IsTrue(weights["model.8.bias"].Floats.ToArray().All(v => v == 0));
        Assert.IsTrue(weights["model.8.running_mean"].Floats.ToArray().All(v => v == 0));
        Assert.IsTrue(weights["model.8.running_var"].Floats.ToArray().All(v => v == 1));

        void Check(string name, double mean, double deviation, double tolerance = 0.001)
        {
            float[] values = weights[name].Floats.ToArray();
            double actualMean = values.Average(v => (double)v);
            AssertEx.Close(mean, actualMean, tolerance, $"{name}: mean");
            AssertEx.Close(deviation, Math.Sqrt(values.Average(v => (v - actualMean) * (v - actualMean))), 5 * tolerance, $"{name}: deviation");
        }
    }

    [TestMethod]
    public void Normal_SameSeed_GivesSameWeightsWhateverElseTheGraphHolds()
    {
        WeightTable one = WeightInitializer.Normal(GeneratorNetworks.ResNet(new() { BaseWidth = 2, Blocks = 1 }), 7);
        WeightTable two = WeightInitializer.Normal(GeneratorNetworks.ResNet(new() { BaseWidth = 2, Blocks = 2 }), 7);

        Assert.AreEqual(one.Fingerprint(), WeightInitializer.Normal(GeneratorNetworks.ResNet(new() { BaseWidth = 2, Blocks = 1 }), 7).Fingerprint());
        Assert.IsTrue(one["model.7.weight"].ContentEquals(two["model.7.weight"]));
        Assert.IsFalse(one["model.7.weight"].ContentEquals(WeightInitializer.Normal(GeneratorNetworks.ResNet(new() { BaseWidth = 2, Blocks = 1 }), 8)["model.7.weight"]));
        Assert.IsFalse(two["model.10.conv_block.1.weight"].ContentEquals(two["model.11.conv_block.1.weight"]));
    }

    [TestMethod]
    [DataRow(-0.1)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void Normal_WrongDeviation_Throws(double deviation) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => WeightInitializer.Normal(DiscriminatorNetworks.Pixel(), 1, deviation));
}
