using System.Reflection;
using System.Xml.Linq;

namespace GanCompression.Quality.Tests.Evaluation;

[TestClass]
public sealed class QualityEvaluatorTests
{
    [TestMethod]
    public void Compute_Pairs_AveragesTheImageMetrics()
    {
        (RgbImage Generated, RgbImage Target)[] pairs = [.. Enumerable.Range(0, 4).Select(i => (TestImages.Photo($"g{i}", 16, 20), TestImages.Photo($"t{i}", 16, 20, noise: 20 + i)))];
        QualityMetrics metrics = Evaluate(pairs);
        Assert.AreEqual(4, metrics.Images);
        AssertEx.Close(pairs.Average(p => ImageMetrics.L1(p.Generated, p.Target)), metrics.L1, 1e-12);
        AssertEx.Close(pairs.Average(p => ImageMetrics.Psnr(p.Generated, p.Target)), metrics.Psnr, 1e-12);
        AssertEx.Close(pairs.Average(p => ImageMetrics.Ssim(p.Generated, p.Target)), metrics.Ssim, 1e-12);

        IFeatureExtractor extractor = FeatureExtractors.RandomNetwork();
        FeatureTable generated = Features(extractor, pairs.Select(p => p.Generated));
        FeatureTable targets = Features(extractor, pairs.Select(p => p.Target));
        AssertEx.Close(FrechetDistance.Compute(generated, targets), metrics.FrechetDistance, 1e-12);
        Assert.AreEqual(KernelDistance.Compute(generated, targets), new KernelDistanceResult(metrics.KernelDistance, metrics.KernelDistanceStandardError));
    }

    [TestMethod]
    public void Compute_UnpairedSetsOfDifferentSize_MeasuresDistancesOnly()
    {
        RgbImage[] generated = [.. Enumerable.Range(0, 4).Select(i => TestImages.Photo($"g{i}", 16, 20))];
        RgbImage[] targets = [.. Enumerable.Range(0, 3).Select(i => TestImages.Photo($"t{i}", 16, 20, noise: 20 + i))];
        var evaluator = new QualityEvaluator(FeatureExtractors.RandomNetwork());
        foreach (RgbImage image in generated)
            evaluator.AddGenerated(image);
        evaluator.AddTarget(targets[0]);
        _ = AssertEx.ThrowsWith<InvalidOperationException>(() => evaluator.Compute(), "at least 2 generated images and 2 targets, but 4 and 1 came");
        foreach (RgbImage image in targets[1..])
            evaluator.AddTarget(image);

        QualityMetrics metrics = evaluator.Compute();
        IFeatureExtractor extractor = FeatureExtractors.RandomNetwork();
        AssertEx.Close(FrechetDistance.Compute(Features(extractor, generated), Features(extractor, targets)), metrics.FrechetDistance, 1e-12);
        AssertEx.Close(KernelDistance.Compute(Features(extractor, generated), Features(extractor, targets)).Value, metrics.KernelDistance, 1e-12);
        Assert.AreEqual(4, metrics.Images);
        Assert.IsTrue(double.IsNaN(metrics.L1) && double.IsNaN(metrics.Psnr) && double.IsNaN(metrics.Ssim));
        Assert.DoesNotContain("SSIM", metrics.ToString());
    }

    [TestMethod]
    public void Compute_PerfectGenerator_IsPerfect()
    {
        QualityMetrics metrics = Evaluate([.. Enumerable.Range(0, 3).Select(i => TestImages.Photo($"{i}", 16, 16)).Select(image => (image, image))]);
        Assert.AreEqual(0.0, metrics.L1);
        Assert.AreEqual(double.PositiveInfinity, metrics.Psnr);
        AssertEx.Close(1, metrics.Ssim, 1e-12);
        AssertEx.Close(0, metrics.FrechetDistance, 1e-9);
    }

    [TestMethod]
    public void Compute_BetterGenerator_ScoresBetter()
    {
        RgbImage[] targets = [.. Enumerable.Range(0, 12).Select(i => TestImages.Photo($"t{i}", 24, 24, noise: 20))];
        QualityMetrics good = Evaluate([.. targets.Select(t => (TestImages.Shifted(t, 4), t))]);
        QualityMetrics bad = Evaluate([.. targets.Select((t, i) => (TestImages.Photo($"noise {i}", 24, 24, noise: 120), t))]);
        Assert.IsLessThan(bad.L1, good.L1);
        Assert.IsGreaterThan(bad.Psnr, good.Psnr);
        Assert.IsGreaterThan(bad.Ssim, good.Ssim);
        Assert.IsLessThan(bad.FrechetDistance, good.FrechetDistance);
        Assert.IsLessThan(bad.KernelDistance, good.KernelDistance);
    }

    [TestMethod]
    public void Compute_OtherExtractor_IsNotCalledFid()
    {
        QualityMetrics metrics = Evaluate([(TestImages.Photo("a", 12, 12), TestImages.Photo("b", 12, 12)), (TestImages.Photo("c", 12, 12), TestImages.Photo("d", 12, 12))]);
        Assert.AreEqual("random network (seed 0)", metrics.FeatureExtractor);
        Assert.AreEqual("Fréchet distance (random network (seed 0))", metrics.FrechetDistanceName);
        Assert.AreEqual("kernel distance (random network (seed 0))", metrics.KernelDistanceName);
        Assert.DoesNotContain("FID", metrics.ToHtml(), StringComparison.Ordinal);

        // Nor can an extractor claim the name.
        var evaluator = new QualityEvaluator(new NamedExtractor("Inception v3"));
        evaluator.Add(TestImages.Flat(12, 12, 0, 0, 0), TestImages.Flat(12, 12, 9, 9, 9));
        evaluator.Add(TestImages.Flat(12, 12, 5, 0, 0), TestImages.Flat(12, 12, 9, 0, 9));
        Assert.AreEqual("Fréchet distance (Inception v3)", evaluator.Compute().FrechetDistanceName);
    }

    [TestMethod]
    public void Compute_MorePairsLater_CountsAll()
    {
        var evaluator = new QualityEvaluator(FeatureExtractors.RandomNetwork());
        for (int i = 0; i < 2; i++)
            evaluator.Add(TestImages.Photo($"g{i}", 12, 12), TestImages.Photo($"t{i}", 12, 12));
        Assert.AreEqual(2, evaluator.Compute().Images);
        evaluator.Add(TestImages.Photo("g2", 12, 12), TestImages.Photo("t2", 12, 12));
        Assert.AreEqual(3, evaluator.Compute().Images);
    }

    [TestMethod]
    public void Compute_ImagesSmallerThanSsimWindow_GivesTheOtherMetrics()
    {
        QualityMetrics metrics = Evaluate([(TestImages.Photo("a", 8, 8), TestImages.Photo("b", 8, 8)), (TestImages.Photo("c", 8, 8), TestImages.Photo("d", 8, 8))]);
        Assert.IsTrue(double.IsNaN(metrics.Ssim));
        Assert.IsTrue(double.IsFinite(metrics.Psnr) && double.IsFinite(metrics.FrechetDistance));
        StringAssert.Contains(metrics.ToHtml(), "not available", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Compute_FewerThanTwoPairs_Throws(int count)
    {
        var evaluator = new QualityEvaluator(FeatureExtractors.RandomNetwork());
        for (int i = 0; i < count; i++)
            evaluator.Add(TestImages.Photo("a", 12, 12), TestImages.Photo("b", 12, 12));
        AssertEx.ThrowsWith<InvalidOperationException>(() => evaluator.Compute(), "at least 2 pairs", FormattableString.Invariant($"but {count} came"));
    }

    [TestMethod]
    public void Add_PairOfDifferentSizes_ThrowsAndIsNotCounted()
    {
        var evaluator = new QualityEvaluator(FeatureExtractors.RandomNetwork());
        AssertEx.ThrowsWith<ArgumentException>(
            () => evaluator.Add(TestImages.Flat(12, 16, 0, 0, 0), TestImages.Flat(16, 12, 0, 0, 0)), "Pair 0", "generated image has 12×16", "target has 16×12");
        Assert.AreEqual(0, evaluator.Count);
    }

    [TestMethod]
    public void Add_FeaturesThatAreNotFinite_ThrowsAndIsNotCounted()
    {
        var evaluator = new QualityEvaluator(new NamedExtractor("broken", brokenBelow: 50));
        evaluator.Add(TestImages.Flat(12, 12, 60, 0, 0), TestImages.Flat(12, 12, 70, 0, 0));
        AssertEx.ThrowsWith<ArgumentException>(() => evaluator.Add(TestImages.Flat(12, 12, 60, 0, 0), TestImages.Flat(12, 12, 7, 0, 0)), "must be finite");
        evaluator.Add(TestImages.Flat(12, 12, 90, 0, 0), TestImages.Flat(12, 12, 99, 0, 0));
        Assert.AreEqual(2, evaluator.Compute().Images);
    }

    [TestMethod]
    public void ToHtml_Metrics_IsAWellFormedTable()
    {
        QualityMetrics metrics = Evaluate([.. Enumerable.Range(0, 3).Select(i => (TestImages.Photo($"g{i}", 12, 12), TestImages.Photo($"t{i}", 12, 12)))]);
        XElement table = XElement.Parse(metrics.ToHtml());
        Assert.AreEqual("table", table.Name.LocalName);
        string[] names = [.. table.Element("tbody")!.Elements("tr").Select(row => row.Elements("td").First().Value)];
        CollectionAssert.AreEqual(new[] { "Images", "L1", "PSNR", "SSIM", "Fréchet distance (random network (seed 0))", "kernel distance (random network (seed 0))" }, names);
        StringAssert.Contains(metrics.ToString(), "Images 3, L1 0.", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Notebook_Metrics_AreShownAsTheirTable()
    {
        // As notebooks do: everything is found by name.
        QualityMetrics metrics = Evaluate([(TestImages.Photo("a", 12, 12), TestImages.Photo("b", 12, 12)), (TestImages.Photo("c", 12, 12), TestImages.Photo("d", 12, 12))]);
        Attribute attribute = typeof(QualityMetrics).GetCustomAttributes().Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var sourceType = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        CollectionAssert.AreEqual(new[] { "text/html" }, (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!);
        object source = Activator.CreateInstance(sourceType)!;
        var formatters = (IEnumerable<object>)sourceType.GetMethod("CreateTypeFormatters")!.Invoke(source, null)!;
        object formatter = formatters.Single();
        Assert.AreEqual("text/html", formatter.GetType().GetProperty("MimeType")!.GetValue(formatter));
        using var writer = new StringWriter();
        Assert.AreEqual(true, formatter.GetType().GetMethod("Format")!.Invoke(formatter, [metrics, writer]));
        Assert.AreEqual(metrics.ToHtml(), writer.ToString());
    }

    private static QualityMetrics Evaluate(IReadOnlyList<(RgbImage Generated, RgbImage Target)> pairs)
    {
        var evaluator = new QualityEvaluator(FeatureExtractors.RandomNetwork());
        foreach ((RgbImage generated, RgbImage target) in pairs)
            evaluator.Add(generated, target);
        return evaluator.Compute();
    }

    private static FeatureTable Features(IFeatureExtractor extractor, IEnumerable<RgbImage> images)
    {
        var table = new FeatureTable(extractor.Dimension);
        var row = new float[extractor.Dimension];
        foreach (RgbImage image in images)
        {
            extractor.Extract(image, row);
            table.Add(row);
        }

        return table;
    }

    private sealed class NamedExtractor(string name, int brokenBelow = 0) : IFeatureExtractor
    {
        public string Name => name;

        public int Dimension => 2;

        public void Extract(RgbImage image, Span<float> features)
        {
            features[0] = image.Pixels[0] < brokenBelow ? float.NaN : image.Pixels[0];
            features[1] = image.Pixels[2];
        }
    }
}
