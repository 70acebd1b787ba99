using GanCompression.Tool.Progress;
using GanCompression.Training;

namespace GanCompression.Tool.Tests.Progress;

[TestClass]
public sealed class LineTrackerTests
{
    [TestMethod]
    public void Report_StepsOfThreeEpochs_GivesALinePerEpoch()
    {
        using var error = new StringWriter();
        using var output = new StringWriter();
        var tracker = new LineTracker(new ToolConsole(output, error, json: false, verbose: false), TimeProvider.System);

        for (int step = 1; step <= 12; step++)
        {
            tracker.Report(new TrainingProgress("Pix2Pix", ((step - 1) / 4) + 1, 3, step, 12,
                new Dictionary<string, double> { ["L1"] = 0.25, ["Discriminator"] = 1.5 }, 12.34, TimeSpan.FromSeconds(step), TimeSpan.FromSeconds(12 - step)));
        }

        string[] lines = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.AreEqual("", output.ToString(), "Progress stays off standard output.");
        CollectionAssert.AreEqual(
            new[]
            {
                "Pix2Pix: epoch 1/3, step 4/12: 8.0 s left, 12.3 images/s, L1 0.250, Discriminator 1.500",
                "Pix2Pix: epoch 2/3, step 8/12: 4.0 s left, 12.3 images/s, L1 0.250, Discriminator 1.500",
                "Pix2Pix: epoch 3/3, step 12/12: took 12.0 s, 12.3 images/s, L1 0.250, Discriminator 1.500",
            },
            lines);
    }
}
