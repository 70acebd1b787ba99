using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Tests.Reporting;

[TestClass]
public sealed class ChartScaleTests
{
    [TestMethod]
    public void Position_RisingValues_RisesWithinTheAxis()
    {
        double[] values = [-0.5, 0, 0.01, 0.1, 1, 10, 40];
        var scale = new ChartScale(values);

        double[] positions = [.. values.Select(scale.Position)];

        CollectionAssert.AreEqual(positions.Order().ToArray(), positions);
        Assert.IsTrue(positions[0] > 0 && positions[^1] < 1, "The extremes keep a margin.");
    }

    [TestMethod]
    public void Position_LargeValues_IsLogarithmic()
    {
        var scale = new ChartScale([0, 1000]);

        double first = scale.Position(1000) - scale.Position(100);
        double second = scale.Position(500) - scale.Position(50);

        Assert.AreEqual(first, second, 0.02);
    }

    [TestMethod]
    [DataRow(0.1, 0.2)]
    [DataRow(0.001, 1000.0)]
    [DataRow(-3.0, 50.0)]
    [DataRow(5.0, 5.0)]
    [DataRow(0.0, 0.0)]
    public void Ticks_AnyRange_AreFewAndInside(double low, double high)
    {
        var scale = new ChartScale([low, high, double.NaN]);

        IReadOnlyList<double> ticks = scale.Ticks();

        Assert.IsTrue(ticks.Count <= 6, $"{ticks.Count} ticks.");
        Assert.IsTrue(ticks.All(tick => scale.Position(tick) is >= -1e-9 and <= 1 + 1e-9));
        CollectionAssert.AreEqual(ticks.Order().ToArray(), ticks.ToArray());
    }
}
