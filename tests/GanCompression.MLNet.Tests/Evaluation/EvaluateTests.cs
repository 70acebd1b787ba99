using GanCompression.Quality;

namespace GanCompression.MLNet.Tests.Evaluation;

[TestClass]
public sealed class EvaluateTests
{
    private readonly MLContext _context = new(seed: 1);

    private GanCompressionCatalog Gan => _context.GanCompression();

    [TestMethod]
    public void Evaluate_EqualsTheQualityEvaluator()
    {
        IDataView data = TestImages.Rows(_context, 4, imageSize: 32);
        GeneratorModel model = TinyGenerators.Dense();
        IDataView generated = Gan.Transforms.ApplyGenerator("Generated", model, "Source").Fit(data).Transform(data);
        GeneratorMetrics metrics = Gan.Evaluate(generated);

        var evaluator = new QualityEvaluator(FeatureExtractors.RandomNetwork());
        RgbImage[] made = ImageColumns.Read(generated, "Generated");
        RgbImage[] targets = ImageColumns.Read(generated, "Target");
        for (int i = 0; i < made.Length; i++)
            evaluator.Add(made[i], targets[i]);
        QualityMetrics expected = evaluator.Compute();
        Assert.AreEqual(expected.ToString(), metrics.Quality.ToString());
        Assert.AreEqual((4, expected.L1, expected.Psnr, expected.Ssim), (metrics.Images, metrics.L1, metrics.Psnr, metrics.Ssim));
        Assert.AreEqual((expected.FrechetDistance, expected.KernelDistance), (metrics.FrechetDistance, metrics.KernelDistance));

        ComputeCost cost = ComputeCost.Of(model.Generator.Graph, 32, 32);
        Assert.AreEqual(cost.MultiplyAdds, metrics.MultiplyAdds);
        Assert.AreEqual(cost.Parameters, metrics.Parameters);
        StringAssert.Contains(metrics.ToHtml(), "Multiply-adds", StringComparison.Ordinal);
        StringAssert.StartsWith(metrics.ToString(), expected.ToString(), StringComparison.Ordinal);
    }

    [TestMethod]
    public void Evaluate_UnpairedImages_CountsEachImageOnce()
    {
        using var folder = new TempFolder();
        RgbImage[] sources = Save(folder["testA"], 5);
        RgbImage[] targets = Save(folder["testB"], 3);
        GeneratorModel model = TinyGenerators.Dense();
        IDataView data = Gan.Data.LoadUnpairedImages(folder.Path, 32, split: "test");
        GeneratorMetrics metrics = Gan.Evaluate(Gan.Transforms.ApplyGenerator("Generated", model, "Source").Fit(data).Transform(data));

        var evaluator = new QualityEvaluator(FeatureExtractors.RandomNetwork());
        using var session = new Runtime.GeneratorSession(model);
        foreach (RgbImage source in sources)
            evaluator.AddGenerated(session.Translate(source));
        foreach (RgbImage target in targets)
            evaluator.AddTarget(target);
        QualityMetrics expected = evaluator.Compute();
        Assert.AreEqual((5, expected.FrechetDistance, expected.KernelDistance), (metrics.Images, metrics.FrechetDistance, metrics.KernelDistance));
        Assert.IsTrue(double.IsNaN(metrics.L1));
    }

    private static RgbImage[] Save(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        RgbImage[] images = [.. Enumerable.Range(0, count).Select(i => TestImages.Noise($"{folder[^5..]} {i}", 32, 32))];
        for (int i = 0; i < count; i++)
            TestImages.Save(images[i], Path.Combine(folder, $"{i}.png"));
        return images;
    }

    [TestMethod]
    public void Evaluate_ColumnThatIsNotGenerated_HasNoCost()
    {
        GeneratorMetrics metrics = Gan.Evaluate(TestImages.Rows(_context, 3, imageSize: 32), "Source");
        Assert.IsNull(metrics.MultiplyAdds);
        Assert.IsNull(metrics.Parameters);
        Assert.AreEqual(metrics.Quality.ToHtml(), metrics.ToHtml());
    }

    [TestMethod]
    public void Evaluate_SameImages_ArePerfect()
    {
        GeneratorMetrics metrics = Gan.Evaluate(TestImages.Rows(_context, 3, imageSize: 32), "Target");
        Assert.AreEqual(0, metrics.L1);
        Assert.AreEqual(double.PositiveInfinity, metrics.Psnr);
        AssertEx.Close(1, metrics.Ssim, 1e-9);
    }

    [TestMethod]
    public void Evaluate_MissingColumns_HaveTheWordsOfMLNet()
    {
        IDataView data = TestImages.Rows(_context, 2);
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Evaluate(data));
        Assert.AreEqual("Could not find generated column 'Generated' (Parameter 'inputSchema')", e.Message);
        e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Evaluate(data, "Source", "Photo"));
        Assert.AreEqual("Could not find target column 'Photo' (Parameter 'inputSchema')", e.Message);
        e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Evaluate(data, "Source", "Name"));
        StringAssert.StartsWith(e.Message, "Schema mismatch for target column 'Name': expected Image, got String.", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Evaluate_OneRow_SaysWhatIsNeeded() =>
        AssertEx.ThrowsWith<InvalidOperationException>(() => Gan.Evaluate(TestImages.Rows(_context, 1, imageSize: 32), "Source"), "at least 2 pairs");

    [TestMethod]
    public void Evaluate_Cancelled_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        _ = Assert.ThrowsExactly<OperationCanceledException>(() => Gan.Evaluate(TestImages.Rows(_context, 2), "Source", cancellationToken: cancellation.Token));
    }

    [TestMethod]
    public void Metrics_InANotebook_AreATable()
    {
        GeneratorMetrics metrics = Gan.Evaluate(TestImages.Rows(_context, 2, imageSize: 32), "Source");

        // Notebooks find the attribute and call its formatters by name.
        object attribute = typeof(GeneratorMetrics).GetCustomAttributes(inherit: false).Single(found => found.GetType().Name == "TypeFormatterSourceAttribute");
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        object formatter = ((IEnumerable<object>)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), null)!).Single();
        using var writer = new StringWriter();
        Assert.AreEqual("text/html", formatter.GetType().GetProperty("MimeType")!.GetValue(formatter));
        Assert.AreEqual(true, formatter.GetType().GetMethod("Format")!.Invoke(formatter, [metrics, writer]));
        Assert.AreEqual(metrics.ToHtml(), writer.ToString());
    }

    [TestMethod]
    public void Evaluate_LogsOneLine()
    {
        var lines = new List<string>();
        _context.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Info && e.Source.Contains("Evaluate", StringComparison.Ordinal))
                lines.Add(e.RawMessage);
        };
        GeneratorMetrics metrics = Gan.Evaluate(TestImages.Rows(_context, 2, imageSize: 32), "Source");
        StringAssert.StartsWith(lines.Single(), "Evaluated 2 images in ", StringComparison.Ordinal);
        StringAssert.EndsWith(lines.Single(), $" s: {metrics}.", StringComparison.Ordinal);
    }
}
