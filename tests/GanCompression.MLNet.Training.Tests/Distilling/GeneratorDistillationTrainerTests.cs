using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training.Tests.Distilling;

[TestClass]
public sealed class GeneratorDistillationTrainerTests
{
    private readonly MLContext _context = new(seed: 1);

    private GanCompressionCatalog Gan => _context.GanCompression();

    [TestMethod]
    [Timeout(120_000)]
    public void Trainer_WithGivenTeacher_PassesTheWorkout()
    {
        GeneratorDistillationTrainer.Options options = TinyStages.Distillation();
        options.Teacher = Teacher();
        IDataView data = TestImages.Rows(_context, 4);
        EstimatorWorkout.Run(
            _context, Gan.Compression.Distillation(options), data, TestImages.Rows(_context, 2, salt: "test "),
            invalid: [Without(data, "Source"), Without(data, "Target"), TestImages.Rows(_context, 4, imageSize: 18)], TinyStages.CountTensors);
    }

    [TestMethod]
    [Timeout(120_000)]
    public void Trainer_AfterAnotherStage_PassesTheWorkout()
    {
        IDataView data = TestImages.Rows(_context, 4);
        IDataView generated = Gan.Transforms.ApplyGenerator("Generated", Teacher(), "Source").Fit(data).Transform(data);
        EstimatorWorkout.Run(
            _context, Gan.Compression.Distillation(TinyStages.Distillation()), generated, generated,
            invalid: [data, _context.Transforms.CopyColumns("Generated", "Target").Fit(data).Transform(data)], TinyStages.CountTensors);
    }

    [TestMethod]
    public void Chain_TrainsTheTeacher_ThenDistillsIt()
    {
        IDataView data = TestImages.Rows(_context, 4);
        EstimatorChain<GeneratorApplyingTransformer> pipeline = Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Append(Gan.Compression.Distillation(TinyStages.Distillation()));
        using TransformerChain<GeneratorApplyingTransformer> model = pipeline.Fit(data);
        GeneratorModel teacher = ((GeneratorApplyingTransformer)model.First()).Model;
        GeneratorModel student = model.LastTransformer.Model;
        CollectionAssert.AreEqual(new[] { "Pix2Pix", "Distillation" }, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.AreEqual(teacher.Generator.Weights.Fingerprint(), student.Provenance[1].Options["Teacher"]);
        Assert.IsLessThan(teacher.Cost().MultiplyAdds, student.Cost().MultiplyAdds);
        Assert.AreSame(student, Gan.Model.GetGenerator(model));

        // The teacher is disposed, so computing its hidden column would fail.
        ((IDisposable)model.First()).Dispose();
        GeneratorMetrics metrics = Gan.Evaluate(model.Transform(TestImages.Rows(_context, 2, salt: "test ")));
        Assert.AreEqual(student.Cost().MultiplyAdds, metrics.MultiplyAdds);
    }

    [TestMethod]
    public void Chain_SavedAndLoaded_GivesTheStudentsImages()
    {
        using var folder = new TempFolder();
        IDataView data = TestImages.Rows(_context, 4);
        TransformerChain<GeneratorApplyingTransformer> model = Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Append(Gan.Compression.Distillation(TinyStages.Distillation())).Fit(data);
        _context.Model.Save(model, data.Schema, folder["model.zip"]);
        RgbImage[] expected = ImageColumns.Read(model.Transform(data), "Generated");
        ImageColumns.AreEqual(expected, ImageColumns.Read(new MLContext().Model.Load(folder["model.zip"], out _).Transform(data), "Generated"), "By ML.NET");
        ITransformer restored = Gan.Model.Load(folder["model.zip"]);
        ImageColumns.AreEqual(expected, ImageColumns.Read(restored.Transform(data), "Generated"), "Restored");

        // A restored chain carries its generator, so that another compressor can follow it.
        GeneratorApplyingTransformer further = Gan.Compression.Distillation(TinyStages.Distillation()).Fit(restored.Transform(data));
        CollectionAssert.AreEqual(new[] { "Pix2Pix", "Distillation", "Distillation" }, further.Model.Provenance.Select(record => record.Stage).ToArray());
    }

    [TestMethod]
    public void TeacherFoundOnTheColumn_EqualsTheTeacherGiven()
    {
        IDataView data = TestImages.Rows(_context, 4);
        GeneratorDistillationTrainer.Options given = TinyStages.Distillation();
        given.Teacher = Teacher();
        string expected = Gan.Compression.Distillation(given).Fit(data).Model.Generator.Weights.Fingerprint();
        IDataView generated = Gan.Transforms.ApplyGenerator("Teacher", Teacher(), "Source").Fit(data).Transform(data);
        GeneratorDistillationTrainer.Options found = TinyStages.Distillation();
        found.TeacherColumnName = "Teacher";
        Assert.AreEqual(expected, Gan.Compression.Distillation(found).Fit(generated).Model.Generator.Weights.Fingerprint());
    }

    [TestMethod]
    public void MissingTeacher_FailsBeforeAnEarlierStageTrains()
    {
        IDataView data = TestImages.Rows(_context, 4);
        Pix2PixTrainer.Options options = TinyStages.Pix2Pix();
        options.OutputColumnName = "Elsewhere";
        bool isTrained = false;
        options.ProgressCallback = _ => isTrained = true;
        var probe = new ProbeDataView(data);
        EstimatorChain<GeneratorApplyingTransformer> pipeline = Gan.Trainers.Pix2Pix(options).Append(Gan.Compression.Distillation(TinyStages.Distillation()));
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => pipeline.Fit(probe));
        Assert.AreEqual("Could not find teacher column 'Generated'. Append this stage to Trainers.Pix2Pix, Trainers.CycleGan or Transforms.ApplyGenerator, or give it a Teacher. (Parameter 'inputSchema')", e.Message);
        Assert.IsFalse(isTrained);
        Assert.AreEqual(0, probe.Cursors);
    }

    [TestMethod]
    public void OverwrittenTeacherColumn_FailsBeforeAnEarlierStageTrains()
    {
        IDataView data = TestImages.Rows(_context, 4);
        var probe = new ProbeDataView(data);
        EstimatorChain<GeneratorApplyingTransformer> pipeline = Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix())
            .Append(_context.Transforms.CopyColumns("Generated", "Target"))
            .Append(Gan.Compression.Distillation(TinyStages.Distillation()));
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => pipeline.Fit(probe));
        Assert.AreEqual(
            "Schema mismatch for teacher column 'Generated': expected Image annotated with its generator, got Image<16, 16>. Append this stage to Trainers.Pix2Pix, Trainers.CycleGan or Transforms.ApplyGenerator, or give it a Teacher. (Parameter 'inputSchema')",
            e.Message);
        Assert.AreEqual(0, probe.Cursors);
    }

    [TestMethod]
    public void Options_OutOfRange_ThrowInTheConstructor()
    {
        GeneratorDistillationTrainer.Options options = TinyStages.Distillation();
        options.DistillationWeight = -1;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Distillation(options), "DistillationWeight must be at least 0, but was -1.");
        options = TinyStages.Distillation();
        options.TeacherColumnName = "";
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Distillation(options), "TeacherColumnName must name a column, but was empty.");
    }

    [TestMethod]
    public void Fit_Logs_WhereTheTeacherIsFromAndWhatWasSaved()
    {
        var lines = new List<string>();
        _context.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Info && e.Source.StartsWith("GeneratorDistillationTrainer; Distill", StringComparison.Ordinal))
                lines.Add(e.RawMessage);
        };
        IDataView data = TestImages.Rows(_context, 4);
        IDataView generated = Gan.Transforms.ApplyGenerator("Generated", Teacher(), "Source").Fit(data).Transform(data);
        _ = Gan.Compression.Distillation(TinyStages.Distillation()).Fit(generated);
        Assert.AreEqual("Seed 2, as given in the options.", lines[0]);
        Assert.AreEqual("Teacher 'mobile_resnet_2blocks', found on column 'Generated'.", lines[1]);
        StringAssert.Matches(lines[^1], new(@"^Distillation made 'sub_mobile_resnet_2blocks' in [0-9.]+ s: multiply-adds [0-9.]+ M to [0-9.]+ M \([0-9.]+ times fewer\), parameters [0-9.]+ M to [0-9.]+ M at 16×16 pixels\.$"));
    }

    private static GeneratorModel Teacher()
    {
        LayerGraph graph = GeneratorNetworks.Create("mobile_resnet_2blocks", null, new ResNetGeneratorOptions { BaseWidth = 4 });
        return new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph)), 16);
    }

    private IDataView Without(IDataView data, string column) => _context.Transforms.DropColumns(column).Fit(data).Transform(data);
}
