namespace GanCompression.MLNet.Training.Tests.Catalog;

/// <summary>The catalog methods with simple arguments hand every one of them on.</summary>
[TestClass]
public sealed class CompressionCatalogTests
{
    private readonly MLContext _context = new(seed: 1);

    private GanCompressionCatalog Gan => _context.GanCompression();

    [TestMethod]
    public void ColumnNames_AreHandedOn()
    {
        Check(Gan.Compression.Distillation("Out", teacherColumnName: "T", initialStudentColumnName: "S", sourceColumnName: "A", targetColumnName: "B"), "initial student");
        Check(Gan.Compression.Supernet("Out", teacherColumnName: "T", initialStudentColumnName: "S", sourceColumnName: "A", targetColumnName: "B"), "initial student");
        Check(Gan.Compression.FastGanCompression("Out", teacherColumnName: "T", sourceColumnName: "A", targetColumnName: "B"), null);
        Check(Gan.Compression.GanCompression("Out", teacherColumnName: "T", sourceColumnName: "A", targetColumnName: "B"), null);
        Check(Gan.Compression.Search("S", teacherColumnName: "T", sourceColumnName: "A", targetColumnName: "B"), "supernet", output: "S");
    }

    [TestMethod]
    [Timeout(120_000)]
    public void OtherArguments_AreHandedOn()
    {
        Pix2PixTrainer.Options options = TinyStages.Pix2Pix();
        (options.Architecture, options.GeneratorWidth, options.OutputColumnName) = ("mobile_resnet_9blocks", 4, "Teacher");
        IDataView data = TestImages.Rows(_context, 4, imageSize: 20);
        options.ImageSize = 16;
        IDataView heldOut = TestImages.Rows(_context, 2, imageSize: 20, salt: "held out ");
        int trainingReports = 0, searchReports = 0;
        GeneratorModel student = Gan.Trainers.Pix2Pix(options)
            .Append(Gan.Compression.Supernet(
                "Generated", ChannelSet.Uniform(3, 2), teacherColumnName: "Teacher", maxEpochs: 2, imageSize: 16, seed: 7, progressCallback: _ => trainingReports++))
            .Append(Gan.Compression.Search(
                "Generated", ComputeBudget.Ratio(1.4), teacherColumnName: "Teacher", imageSize: 16, validationSet: heldOut, seed: 8, progressCallback: _ => searchReports++))
            .Append(Gan.Compression.Distillation(
                "Generated", teacherColumnName: "Teacher", initialStudentColumnName: "Generated", maxEpochs: 1, imageSize: 16, seed: 9, progressCallback: _ => trainingReports++))
            .Fit(data).LastTransformer.Model;
        CollectionAssert.AreEqual(new long[] { 1, 7, 8, 9 }, student.Provenance.Select(record => record.Seed).ToArray());
        Assert.AreEqual(("2", "16", ChannelSet.Uniform(3, 2).ToString()), (student.Provenance[1].Options["MaxEpochs"], student.Provenance[1].Options["ImageSize"], student.Provenance[1].Options["Channels"]));
        Assert.AreEqual("1.4 times fewer multiply-adds than the teacher", student.Provenance[2].Options["Budget"]);
        Assert.AreEqual(("1", "16"), (student.Provenance[3].Options["MaxEpochs"], student.Provenance[3].Options["ImageSize"]));
        Assert.AreEqual(16, student.ImageSize);
        Assert.AreNotEqual((0, 0), (trainingReports, searchReports));

        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        GeneratorModel teacher = TinyStages.Teacher();
        GeneratorModel supernet = TinyStages.UntrainedSupernet();
        IDataView images = TestImages.Rows(_context, 4);
        Cancelled(Gan.Compression.Supernet(teacher: teacher, cancellationToken: cancellation.Token));
        Cancelled(Gan.Compression.Search(teacher: teacher, supernet: supernet, cancellationToken: cancellation.Token));
        Cancelled(Gan.Compression.GanCompression(teacher: teacher, cancellationToken: cancellation.Token));
        Cancelled(Gan.Compression.FastGanCompression(teacher: teacher, cancellationToken: cancellation.Token));
        Cancelled(Gan.Compression.Distillation(teacher: teacher, cancellationToken: cancellation.Token));

        void Cancelled(IEstimator<GeneratorApplyingTransformer> stage) => Assert.ThrowsExactly<OperationCanceledException>(() => stage.Fit(images));
    }

    [TestMethod]
    public void Arguments_OutOfRange_ThrowAtOnce()
    {
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.GanCompression(maxEpochs: 0), "MaxEpochs must be at least 1, but was 0.");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Search(), "Teacher or TeacherColumnName must be set, but both were null.");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Supernet(imageSize: 10), "ImageSize must be a multiple of 4, but was 10.");
    }

    // Columns are missed in the order: source, target, the generator of another stage, teacher.
    private void Check(IEstimator<GeneratorApplyingTransformer> stage, string? other, string output = "Out")
    {
        IDataView data = TestImages.Rows(_context, 2);
        Misses(stage, data, "source column 'A'");
        data = _context.Transforms.CopyColumns("A", "Source").Fit(data).Transform(data);
        Misses(stage, data, "target column 'B'");
        data = _context.Transforms.CopyColumns("B", "Target").Fit(data).Transform(data);
        IDataView taught = Gan.Transforms.ApplyGenerator("T", TinyStages.Teacher(), "A").Fit(data).Transform(data);
        if (other is not null)
        {
            Misses(stage, taught, $"{other} column 'S'");
            data = Gan.Transforms.ApplyGenerator("S", TinyStages.Teacher(width: 2), "A").Fit(data).Transform(data);
            taught = Gan.Transforms.ApplyGenerator("S", TinyStages.Teacher(width: 2), "A").Fit(taught).Transform(taught);
        }

        Misses(stage, data, "teacher column 'T'");

        // The stage is content, and what follows finds its column; nothing runs, for the last stage finds no source.
        EstimatorChain<GeneratorApplyingTransformer> chain = stage.Append(Gan.Transforms.ApplyGenerator("Again", TinyStages.Teacher(), output));
        Misses(chain.Append(Gan.Compression.Distillation(sourceColumnName: "Nowhere")), taught, "source column 'Nowhere'");
    }

    private static void Misses(IEstimator<ITransformer> stage, IDataView data, string column) =>
        StringAssert.StartsWith(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => stage.Fit(data)).Message, $"Could not find {column}", StringComparison.Ordinal);
}
