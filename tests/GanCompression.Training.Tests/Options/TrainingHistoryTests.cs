using System.Globalization;
using System.Xml.Linq;

namespace GanCompression.Training.Tests.Options;

[TestClass]
public sealed class TrainingHistoryTests
{
    [TestMethod]
    public void ToHtml_OneChartPerStageWithALinePerLoss()
    {
        var history = new TrainingHistory();
        for (int step = 10; step <= 100; step += 10)
            history.Report(Progress("Supernet", step, ("GAN", 1.0), ("L1", 100.0 / step)));
        history.Report(Progress("Distillation", 50, ("L1", 2.0)));
        XElement html = XElement.Parse(history.ToHtml());
        XElement[] charts = [.. html.Descendants("svg")];
        Assert.HasCount(2, charts);
        Assert.HasCount(2, charts[0].Descendants("path").ToArray());
        Assert.HasCount(1, charts[1].Descendants("path").ToArray());
        StringAssert.Contains(html.Value, "Supernet: epoch 10 of 10, 8 images per second", StringComparison.Ordinal);
        StringAssert.Contains(html.Value, "L1 1", StringComparison.Ordinal);

        // On a logarithmic scale a loss that falls as 1/step falls steeply at first.
        double[][] points = Points(charts[0].Descendants("path").Last());
        Assert.HasCount(10, points);
        CollectionAssert.AreEqual(points.Select(point => point[0]).Order().ToArray(), points.Select(point => point[0]).ToArray());
        var scale = new SymmetricLogScale([1, 10]);
        double height = (points[^1][1] - points[0][1]) / (scale.Position(10) - scale.Position(1));
        AssertEx.Close(points[0][1] + (height * (scale.Position(10) - scale.Position(2))), points[4][1], 0.02, "The loss after half of the steps, a fifth of what it was.");
    }

    [TestMethod]
    public void ToHtml_ManyReportsAndLossesThatAreNoNumbers_StaysAPicture()
    {
        var history = new TrainingHistory();
        for (int step = 1; step <= 5000; step++)
            history.Report(Progress("Pix2Pix", step, 5000, ("GAN", step == 7 ? double.NaN : -1.0), ("L1", 0.5)));
        XElement chart = XElement.Parse(history.ToHtml()).Descendants("svg").Single();
        foreach (XElement line in chart.Descendants("path"))
        {
            Assert.IsLessThanOrEqualTo(402, Points(line).Length);
            Assert.DoesNotContain("NaN", line.Attribute("d")!.Value, StringComparison.Ordinal);
        }
    }

    [TestMethod]
    public void ToHtml_NothingReported_SaysSo()
    {
        var history = new TrainingHistory();
        Assert.AreEqual("No training was reported.", XElement.Parse(history.ToHtml()).Value.Trim());
        Assert.AreEqual("No training was reported.", history.ToString());
        history.Report(Progress("Pix2Pix", 1));
        Assert.IsEmpty(XElement.Parse(history.ToHtml()).Descendants("svg"));
    }

    [TestMethod]
    public void Callback_OfARealTraining_GetsEveryReport()
    {
        var history = new TrainingHistory();
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.ProgressCallback = history.Report;
        using ImagePairCache pairs = SyntheticPairs.Create();
        _ = Pix2PixTeacher.Train(pairs, options);
        Assert.AreEqual(options.MaxEpochs, history.Reports[^1].Epoch);
        Assert.AreEqual(history.Reports[^1].Steps, history.Reports[^1].Step);
        Assert.AreEqual(history.Reports[^1].ToString(), history.ToString());
    }

    private static TrainingProgress Progress(string stage, int step, params (string Name, double Value)[] losses) => Progress(stage, step, 100, losses);

    private static double[][] Points(XElement line) =>
        [.. line.Attribute("d")!.Value.Split('M', 'L').Skip(1).Select(point => point.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];

    private static TrainingProgress Progress(string stage, int step, int steps, params (string Name, double Value)[] losses) => new(
        stage, Math.Max(1, step * 10 / steps), 10, step, steps, losses.ToDictionary(loss => loss.Name, loss => loss.Value), 8, TimeSpan.FromSeconds(step), TimeSpan.Zero);
}
