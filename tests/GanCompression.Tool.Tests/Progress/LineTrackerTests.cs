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

    [TestMethod]
    public void Report_RoundsOfASearchAndStages_GiveALineEach()
    {
        using var error = new StringWriter();
        using var output = new StringWriter();
        var console = new ToolConsole(output, error, json: false, verbose: false);
        var run = new RunTracker(() => new LineTracker(console, TimeProvider.System));
        ChannelPlan plan = ChannelPlan.Parse("1_1_2_1_2_2_1_1");

        run.Report(new TrainingProgress("Supernet", 1, 1, 4, 4, new Dictionary<string, double>(), 2, TimeSpan.FromSeconds(2), TimeSpan.Zero));
        for (int done = 1; done <= 3; done++)
            run.Report(new SearchProgress("distance to the teacher on 2 images", done, 3, 0.5 / done, plan, TimeSpan.FromSeconds(done)));
        run.Report(new SearchProgress("kernel distance", 1, 1, -0.25, plan, TimeSpan.FromSeconds(4)));
        run.Report(new TrainingProgress("Distillation", 1, 1, 4, 4, new Dictionary<string, double>(), 4, TimeSpan.FromSeconds(1), TimeSpan.Zero));

        CollectionAssert.AreEqual(
            new[]
            {
                "Supernet: epoch 1/1, step 4/4: took 2.0 s, 2.0 images/s",
                "Search: 3/3 plans: distance to the teacher on 2 images, best 0.1667 by 1_1_2_1_2_2_1_1",
                "Search: 1/1 plans: kernel distance, best -0.25 by 1_1_2_1_2_2_1_1",
                "Distillation: epoch 1/1, step 4/4: took 1.0 s, 4.0 images/s",
            },
            error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
