namespace GanCompression.Training.Tests.Charts;

[TestClass]
public sealed class ChartScaleTests
{
    [TestMethod]
    public void SymmetricLogPosition_RisingValues_RisesWithinTheAxis()
    {
        double[] values = [-0.5, 0, 0.01, 0.1, 1, 10, 40];
        var scale = new SymmetricLogScale(values);

        double[] positions = [.. values.Select(scale.Position)];

        CollectionAssert.AreEqual(positions.Order().ToArray(), positions);
        Assert.IsTrue(positions[0] > 0 && positions[^1] < 1, "The extremes keep a margin.");
    }

    [TestMethod]
    public void SymmetricLogPosition_LargeValues_IsLogarithmic()
    {
        var scale = new SymmetricLogScale([0, 1000]);

        double first = scale.Position(1000) - scale.Position(100);
        double second = scale.Position(500) - scale.Position(50);

        Assert.AreEqual(first, second, 0.02);
    }

    [TestMethod]
    public void LinearTicks_WithoutMargin_AreRoundAndCoverTheAxis()
    {
        var scale = new LinearScale([0, 12], margin: 0);

        CollectionAssert.AreEqual(new double[] { 0, 5, 10 }, scale.Ticks().ToArray());
        Assert.AreEqual(0.5, scale.Position(6), 1e-12);
    }

    [TestMethod]
    [DataRow(0.1, 0.2)]
    [DataRow(0.001, 1000.0)]
    [DataRow(-3.0, 50.0)]
    [DataRow(5.0, 5.0)]
    [DataRow(0.0, 0.0)]
    public void Ticks_AnyRange_AreFewAndInside(double low, double high)
    {
        foreach (ChartScale scale in (ChartScale[])[new SymmetricLogScale([low, high, double.NaN]), new LinearScale([low, high, double.NaN], margin: 0.04)])
        {
            IReadOnlyList<double> ticks = scale.Ticks();

            Assert.IsTrue(ticks.Count is >= 1 and <= 6, $"{ticks.Count} ticks.");
            Assert.IsTrue(ticks.All(tick => scale.Position(tick) is >= -1e-6 and <= 1 + 1e-6));
            CollectionAssert.AreEqual(ticks.Order().ToArray(), ticks.ToArray());
        }
    }
}
