using GanCompression.Tool.Quickstart;
using GanCompression.Tool.Reporting;
using GanCompression.Training;

namespace GanCompression.Tool.Tests.Quickstart;

[TestClass]
public sealed class LossHistoryTests
{
    [TestMethod]
    public void Add_ContinuedRun_ReplacesWhatItRepeats()
    {
        using var folder = new TempFolder();
        var interrupted = new LossHistory(folder["losses.json"]);
        foreach (int step in (int[])[10, 20, 30, 40])
            interrupted.Add(Progress(step, 100, loss: step));
        interrupted.Save();

        var continued = new LossHistory(folder["losses.json"]);
        continued.Add(Progress(30, 100, loss: -1));

        CollectionAssert.AreEqual(new double[] { 10, 20, -1 }, continued.Points().Select(point => point.Losses["L1"]).ToArray());
        CollectionAssert.AreEqual(new long[] { 10, 20, 30 }, continued.Points().Select(point => point.Step).ToArray());
    }

    [TestMethod]
    public void Points_ManyReports_AreAveraged()
    {
        using var folder = new TempFolder();
        var history = new LossHistory(folder["losses.json"]);
        for (int step = 1; step <= 1000; step++)
            history.Add(Progress(step, 1000, loss: step % 2 == 0 ? 1 : 3));

        IReadOnlyList<LossPoint> points = history.Points();

        Assert.IsTrue(points.Count is > 100 and <= 160, $"{points.Count} points.");
        Assert.AreEqual(1000, points[^1].Step);
        Assert.AreEqual(10, points[^1].Epoch, 1e-9);
        Assert.AreEqual(2, points[0].Losses["L1"], 0.2);
    }

    private static TrainingProgress Progress(long step, long steps, double loss) =>
        new("Pix2Pix", (int)((step - 1) * 10 / steps) + 1, 10, step, steps, new Dictionary<string, double> { ["L1"] = loss }, 1, TimeSpan.Zero, TimeSpan.Zero);
}
