namespace GanCompression.Runtime.Tests;

[TestClass]
public sealed class LatencyMeasurementTests
{
    [TestMethod]
    public void Measure_CompiledNetwork_GivesOrderedTimesAndNoAllocation()
    {
        CompiledNetwork network = CompiledNetwork.Compile(CompiledNetworkTests.SmallGenerator(), 32, 32);

        LatencyMeasurement latency = LatencyMeasurement.Measure(network, new LatencyOptions { MostRuns = 40 });

        TimeSpan[] ordered = [TimeSpan.Zero, latency.Minimum, latency.Percentile10, latency.Median, latency.Percentile90, latency.Percentile99];
        CollectionAssert.AreEqual(ordered.Order().ToArray(), ordered, latency.ToString());
        Assert.IsGreaterThan(TimeSpan.Zero, latency.Undisturbed);
        Assert.IsLessThanOrEqualTo(latency.Median, latency.Undisturbed);
        Assert.IsTrue(latency.ProcessorTime > TimeSpan.Zero, latency.ToString());
        Assert.AreEqual(0, latency.AllocatedBytes);
        Assert.IsTrue(latency.Runs is >= 10 and <= 40, latency.ToString());
        Assert.AreEqual(1 / latency.Median.TotalSeconds, latency.ImagesPerSecond, 1e-9);
    }

    [TestMethod]
    public void Measure_Model_RunsItAtItsOwnSize()
    {
        LatencyMeasurement latency = LatencyMeasurement.Measure(new GeneratorModel(CompiledNetworkTests.SmallGenerator(), 16), LatencyOptions.Quick with { MostRuns = 5 });

        Assert.AreEqual(5, latency.Runs);
    }

    [TestMethod]
    public void Measure_SlowAction_StopsAtTheLongestTime()
    {
        int runs = 0;
        var options = new LatencyOptions { WarmUpRuns = 2, FewestRuns = 3, ShortestTime = TimeSpan.Zero, LongestTime = TimeSpan.FromMilliseconds(1) };

        LatencyMeasurement latency = LatencyMeasurement.Measure(
            () =>
            {
                runs++;
                Thread.Sleep(2);
            },
            options);

        Assert.AreEqual(3, latency.Runs);
        Assert.AreEqual(5, runs);
        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(1), latency.Minimum);
    }

    [TestMethod]
    public void Measure_Cancelled_StopsAtOnce()
    {
        int runs = 0;
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsExactly<OperationCanceledException>(() => LatencyMeasurement.Measure(() => runs++, options: null, source.Token));
        Assert.AreEqual(0, runs);
    }

    [TestMethod]
    public void Measure_OptionsOutOfRange_NameTheOption()
    {
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => new LatencyOptions { WarmUpRuns = -1 }.Validate(), "WarmUpRuns must be at least 0, but was -1");
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => new LatencyOptions { FewestRuns = 0 }.Validate(), "FewestRuns must be at least 1, but was 0");
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => new LatencyOptions { MostRuns = 9 }.Validate(), "MostRuns must be at least FewestRuns (10), but was 9");
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => new LatencyOptions { LongestTime = TimeSpan.Zero }.Validate(), "LongestTime must be at least ShortestTime");
    }

    [TestMethod]
    [DataRow(0.5, 2.5)]
    [DataRow(0.0, 1.0)]
    [DataRow(1.0, 4.0)]
    [DataRow(0.1, 1.3)]
    public void Percentile_FourValues_IsInterpolated(double fraction, double expected)
    {
        TimeSpan[] sorted = [.. new[] { 1, 2, 3, 4 }.Select(value => TimeSpan.FromMilliseconds(value))];

        Assert.AreEqual(expected, LatencyRecorder.Percentile(sorted, fraction).TotalMilliseconds, 1e-9);
    }

    [TestMethod]
    public void Recorder_DisturbedRuns_UndisturbedIsTheFastestEighthOrTheProcessorTime()
    {
        var byClock = new LatencyRecorder();
        var byProcessor = new LatencyRecorder();
        for (int i = 0; i < 16; i++)
        {
            byClock.Add(TimeSpan.FromMilliseconds(1000 + i));
            byProcessor.Add(TimeSpan.FromMilliseconds(1000 + i), TimeSpan.FromMilliseconds(700));
        }

        Assert.AreEqual(1002, byClock.ToMeasurement().Undisturbed.TotalMilliseconds);
        Assert.IsNull(byClock.ToMeasurement().ProcessorTime);
        Assert.AreEqual(700, byProcessor.ToMeasurement().Undisturbed.TotalMilliseconds);
        Assert.IsTrue(byClock.IsSettled);
    }

    [TestMethod]
    public void Recorder_Empty_SaysSo() =>
        AssertEx.ThrowsWith<InvalidOperationException>(() => new LatencyRecorder().ToMeasurement(), "no run");
}
