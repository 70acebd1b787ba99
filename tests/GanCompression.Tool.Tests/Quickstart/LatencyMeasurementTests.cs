using GanCompression.Tool.Quickstart;
using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Tests.Quickstart;

[TestClass]
public sealed class LatencyMeasurementTests
{
    [TestMethod]
    public void Measure_TinyModel_GivesOrderedPercentiles()
    {
        LatencyReport latency = LatencyMeasurement.Measure(TestModels.Create(), CancellationToken.None);

        Assert.IsTrue(latency.LowMilliseconds > 0 && latency.LowMilliseconds <= latency.MedianMilliseconds && latency.MedianMilliseconds <= latency.HighMilliseconds, latency.ToString());
        Assert.IsTrue(latency.ProcessorMilliseconds > 0);
        Assert.IsTrue(latency.Runs is >= 10 and <= 100);
    }

    [TestMethod]
    [DataRow(0.5, 2.5)]
    [DataRow(0.0, 1.0)]
    [DataRow(1.0, 4.0)]
    [DataRow(0.1, 1.3)]
    public void Percentile_FourValues_IsInterpolated(double fraction, double expected) =>
        Assert.AreEqual(expected, LatencyMeasurement.Percentile([1, 2, 3, 4], fraction), 1e-12);
}
