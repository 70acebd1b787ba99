using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training.Tests.Teachers;

[TestClass]
public sealed class Pix2PixTrainerTests
{
    private readonly MLContext _context = new(seed: 1);

    private GanCompressionCatalog Gan => _context.GanCompression();

    [TestMethod]
    [Timeout(120_000)]
    public void Trainer_PassesTheWorkout()
    {
        IDataView data = TestImages.Rows(_context, 4);
        EstimatorWorkout.Run(
            _context, Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()), data, TestImages.Rows(_context, 2, salt: "test "),
            invalid:
            [
                Without(data, "Source"), Without(data, "Target"),
                With(data, "Source", "Name"), With(data, "Target", "Name"),
                TestImages.Rows(_context, 4, imageSize: 18),
            ],
            TinyStages.CountTensors);
    }

    [TestMethod]
    public void Fit_TrainsTheGeneratorOfTheOptions()
    {
        GeneratorApplyingTransformer fitted = Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Fit(TestImages.Rows(_context, 4));
        Assert.AreEqual("mobile_resnet_2blocks", fitted.Model.Generator.Graph.Architecture);
        Assert.AreEqual(16, fitted.Model.ImageSize);
        StageRecord record = fitted.Model.Provenance.Single();
        Assert.AreEqual(("Pix2Pix", 1L), (record.Stage, record.Seed));
        Assert.AreEqual(("Generated", "Source"), (fitted.OutputColumnName, fitted.InputColumnName));
    }

    [TestMethod]
    public void Fit_EqualsTheTrainerOnTheSameImages()
    {
        IDataView data = TestImages.Rows(_context, 4);
        RgbImage[] sources = ImageColumns.Read(data, "Source");
        RgbImage[] targets = ImageColumns.Read(data, "Target");
        using var cache = new ImagePairCache(16, 16);
        for (int i = 0; i < sources.Length; i++)
            cache.Add(sources[i], targets[i]);
        GeneratorModel expected = Pix2PixTeacher.Train(cache, TinyStages.Pix2Pix());
        GeneratorModel actual = Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Fit(data).Model;
        Assert.AreEqual(expected.Generator.Weights.Fingerprint(), actual.Generator.Weights.Fingerprint());
    }

    [TestMethod]
    public void Fit_LargerImages_TrainsOnCrops_AndAppliesToImagesOfTheCropSize()
    {
        Pix2PixTrainer.Options options = TinyStages.Pix2Pix();
        options.ImageSize = 16;
        IDataView data = TestImages.Rows(_context, 4, imageSize: 18);
        GeneratorApplyingTransformer fitted = Gan.Trainers.Pix2Pix(options).Fit(data);
        Assert.AreEqual(16, fitted.Model.ImageSize);
        _ = fitted.Transform(data);
        Assert.HasCount(2, ImageColumns.Read(fitted.Transform(TestImages.Rows(_context, 2)), "Generated"));
    }

    [TestMethod]
    public void Fit_ReadsEveryImageOnce()
    {
        var probe = new ProbeDataView(TestImages.Rows(_context, 4));
        _ = Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Fit(probe);
        Assert.AreEqual((1, 4, 4, 4), (probe.Cursors, probe.Rows, probe.ValuesOf("Source"), probe.ValuesOf("Target")));
        CollectionAssert.AreEqual(new[] { "Source", "Target" }, probe.ActiveColumns.ToArray());
    }

    [TestMethod]
    public void Fit_WithoutSeed_DrawsOneFromTheContext_AndKeepsIt()
    {
        Pix2PixTrainer.Options options = TinyStages.Pix2Pix();
        options.Seed = null;
        options.MaxEpochs = 1;
        IDataView data = TestImages.Rows(_context, 4);
        Pix2PixTrainer trainer = new MLContext(seed: 5).GanCompression().Trainers.Pix2Pix(options);
        GeneratorModel first = trainer.Fit(data).Model;
        GeneratorModel again = trainer.Fit(data).Model;
        GeneratorModel same = new MLContext(seed: 5).GanCompression().Trainers.Pix2Pix(options).Fit(data).Model;
        GeneratorModel other = new MLContext(seed: 6).GanCompression().Trainers.Pix2Pix(options).Fit(data).Model;
        Assert.AreEqual(first.Generator.Weights.Fingerprint(), again.Generator.Weights.Fingerprint());
        Assert.AreEqual(first.Generator.Weights.Fingerprint(), same.Generator.Weights.Fingerprint());
        Assert.AreNotEqual(first.Generator.Weights.Fingerprint(), other.Generator.Weights.Fingerprint());
        Assert.IsNull(options.Seed, "The caller's options are written to.");
    }

    [TestMethod]
    public void Options_ChangedLater_DoNotMatter()
    {
        Pix2PixTrainer.Options options = TinyStages.Pix2Pix();
        Pix2PixTrainer trainer = Gan.Trainers.Pix2Pix(options);
        options.OutputColumnName = "Other";
        options.MaxEpochs = 1000;
        GeneratorApplyingTransformer fitted = trainer.Fit(TestImages.Rows(_context, 4));
        Assert.AreEqual("Generated", fitted.OutputColumnName);
        Assert.AreEqual("2", fitted.Model.Provenance[0].Options["MaxEpochs"]);
    }

    [TestMethod]
    public void Options_OutOfRange_ThrowInTheConstructor()
    {
        Pix2PixTrainer.Options options = TinyStages.Pix2Pix();
        options.MaxEpochs = 0;
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Trainers.Pix2Pix(options));
        StringAssert.StartsWith(e.Message, "MaxEpochs must be at least 1, but was 0. (Parameter 'options')", StringComparison.Ordinal);
        options = TinyStages.Pix2Pix();
        options.SourceColumnName = "";
        e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Trainers.Pix2Pix(options));
        StringAssert.StartsWith(e.Message, "SourceColumnName must name a column, but was empty. (Parameter 'options')", StringComparison.Ordinal);
        options = TinyStages.Pix2Pix();
        options.MemoryBudgetBytes = -1;
        e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Trainers.Pix2Pix(options));
        StringAssert.StartsWith(e.Message, "MemoryBudgetBytes must be at least 0, but was -1. (Parameter 'options')", StringComparison.Ordinal);
        e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Trainers.Pix2Pix(architecture: "unet_256"));
        StringAssert.Contains(e.Message, "unet_256", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Schema_Errors_HaveTheWordsOfMLNet()
    {
        IDataView data = TestImages.Rows(_context, 4);
        Pix2PixTrainer trainer = Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix());
        Assert.AreEqual("Could not find source column 'Source' (Parameter 'inputSchema')", Refused(trainer, Without(data, "Source")));
        Assert.AreEqual("Could not find target column 'Target' (Parameter 'inputSchema')", Refused(trainer, Without(data, "Target")));
        Assert.AreEqual(
            "Schema mismatch for target column 'Target': expected Image, got String. Append mlContext.Transforms.LoadImages(...) before this stage. (Parameter 'inputSchema')",
            Refused(trainer, With(data, "Target", "Name")));
        Assert.AreEqual(
            "Schema mismatch for source column 'Source': expected Image with height and width that are multiples of 4, got Image<18, 18>. Append mlContext.Transforms.ResizeImages(...) before this stage. (Parameter 'inputSchema')",
            Refused(trainer, TestImages.Rows(_context, 4, imageSize: 18)));
        IDataView resized = _context.Transforms.ResizeImages("Target", 8, 8, "Target").Fit(data).Transform(data);
        Assert.AreEqual(
            "Schema mismatch for target column 'Target': expected Image<16, 16>, got Image<8, 8>. Load or resize both columns at one size. (Parameter 'inputSchema')",
            Refused(trainer, resized));
        Assert.AreEqual(
            "Schema mismatch for source column 'Source': expected Image of at least 32 by 32 pixels, got Image<16, 16>. Load larger images, or lower ImageSize. (Parameter 'inputSchema')",
            Refused(Gan.Trainers.Pix2Pix(imageSize: 32), data));
    }

    [TestMethod]
    public void Fit_NoRows_SaysWhatIsNeeded()
    {
        IDataView data = _context.Data.SkipRows(TestImages.Rows(_context, 2), 2);
        InvalidOperationException e = Assert.ThrowsExactly<InvalidOperationException>(() => Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Fit(data));
        Assert.AreEqual("Training needs at least one image pair, but the data has no rows in 'Source' and 'Target'.", e.Message);
    }

    [TestMethod]
    public void Fit_ImagesOfDifferentSizes_NamesThePair()
    {
        _ = Gan;
        ImageRow[] rows = [.. TestImages.Objects(2), .. TestImages.Objects(1, imageSize: 8)];
        _ = AssertEx.ThrowsWith<ArgumentException>(
            () => Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Fit(_context.Data.LoadFromEnumerable(rows)), "pair 2", "8×8 pixels; expected 16×16");
    }

    [TestMethod]
    public void Fit_BatchLargerThanTheData_NamesTheOption()
    {
        Pix2PixTrainer.Options options = TinyStages.Pix2Pix();
        options.BatchSize = 5;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Trainers.Pix2Pix(options).Fit(TestImages.Rows(_context, 4)), "BatchSize must be at most the number of image pairs, which is 4, but was 5.");
    }

    [TestMethod]
    public void Fit_Cancelled_StopsAtTheNextStep()
    {
        using var cancellation = new CancellationTokenSource();
        Pix2PixTrainer.Options options = TinyStages.Pix2Pix();
        options.MaxEpochs = 1000;
        options.ReportEverySteps = 1;
        options.CancellationToken = cancellation.Token;
        long last = 0;
        options.ProgressCallback = progress =>
        {
            last = progress.Step;
            if (last == 3)
                cancellation.Cancel();
        };
        long before = TinyStages.CountTensors();
        _ = Assert.ThrowsExactly<OperationCanceledException>(() => Gan.Trainers.Pix2Pix(options).Fit(TestImages.Rows(_context, 4)));
        Assert.AreEqual(3, last);
        Assert.AreEqual(before, TinyStages.CountTensors());
    }

    [TestMethod]
    public void Fit_Logs_SeedDataEpochsAndResult()
    {
        var lines = new List<(ChannelMessageKind Kind, string Source, string Text)>();
        _context.Log += (_, e) => lines.Add((e.Kind, e.Source, e.RawMessage));
        IDataView data = TestImages.Rows(_context, 4);
        Pix2PixTrainer.Options options = TinyStages.Pix2Pix();
        options.ReportEverySteps = 1;
        var reports = new List<TrainingProgress>();
        options.ProgressCallback = reports.Add;
        Pix2PixTrainer trainer = Gan.Trainers.Pix2Pix(options);
        lines.Clear();
        _ = trainer.Fit(data);

        (ChannelMessageKind Kind, string Source, string Text)[] ours = [.. lines.Where(line => line.Source.StartsWith("Pix2PixTrainer; Train", StringComparison.Ordinal) && !line.Text.StartsWith("Channel ", StringComparison.Ordinal))];
        string[] information = [.. ours.Where(line => line.Kind == ChannelMessageKind.Info).Select(line => line.Text)];
        Assert.HasCount(5, information, string.Join('\n', information));
        Assert.AreEqual("Seed 1, as given in the options.", information[0]);
        StringAssert.StartsWith(information[1], "Read 4 image pairs of 16×16 pixels in ", StringComparison.Ordinal);
        StringAssert.Matches(information[2], new(@"^Epoch 1/2: DiscriminatorFake [0-9.]+, DiscriminatorReal [0-9.]+, Gan -?[0-9.]+, Reconstruction [0-9.]+, [0-9.]+ images/s, [0-9.]+ s\.$"));
        StringAssert.StartsWith(information[3], "Epoch 2/2: ", StringComparison.Ordinal);
        double mean = (reports[2].Losses["Reconstruction"] + reports[3].Losses["Reconstruction"]) / 2;
        StringAssert.Contains(information[3], FormattableString.Invariant($"Reconstruction {mean:0.####}, "), StringComparison.Ordinal);
        StringAssert.Matches(information[4], new(@"^Pix2Pix made 'mobile_resnet_2blocks' in [0-9.]+ s: multiply-adds [0-9.]+ M, parameters [0-9.]+ M at 16×16 pixels\.$"));
        CollectionAssert.AreEqual(
            reports.Select(report => report.ToString()).ToArray(), ours.Where(line => line.Kind == ChannelMessageKind.Trace).Select(line => line.Text).ToArray(), "One trace for each report.");
        Assert.HasCount(4, reports);
    }

    private IDataView Without(IDataView data, string column) => _context.Transforms.DropColumns(column).Fit(data).Transform(data);

    private IDataView With(IDataView data, string column, string from) => _context.Transforms.CopyColumns(column, from).Fit(data).Transform(data);

    private static string Refused(Pix2PixTrainer trainer, IDataView data) => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Fit(data)).Message;
}
