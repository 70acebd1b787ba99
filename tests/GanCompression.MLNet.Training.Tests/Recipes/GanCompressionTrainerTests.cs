using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training.Tests.Recipes;

[TestClass]
public sealed class GanCompressionTrainerTests
{
    private readonly MLContext _context = new(seed: 1);

    private GanCompressionCatalog Gan => _context.GanCompression();

    [TestMethod]
    [Timeout(120_000)]
    public void Trainer_WithGivenTeacher_PassesTheWorkout()
    {
        GanCompressionTrainer.Options options = TinyStages.GanCompression();
        options.Teacher = TinyStages.Teacher();
        IDataView data = TestImages.Rows(_context, 4);
        EstimatorWorkout.Run(
            _context, Gan.Compression.GanCompression(options), data, TestImages.Rows(_context, 2, salt: "test "),
            invalid: [_context.Transforms.DropColumns("Source").Fit(data).Transform(data), TestImages.Rows(_context, 4, imageSize: 18)], TinyStages.CountTensors);
    }

    [TestMethod]
    [Timeout(120_000)]
    public void Trainer_AfterAnotherStage_PassesTheWorkout()
    {
        IDataView data = TestImages.Rows(_context, 4);
        IDataView generated = Gan.Transforms.ApplyGenerator("Generated", TinyStages.Teacher(), "Source").Fit(data).Transform(data);
        EstimatorWorkout.Run(
            _context, Gan.Compression.GanCompression(TinyStages.GanCompression()), generated, generated,
            invalid: [data, _context.Transforms.CopyColumns("Generated", "Target").Fit(data).Transform(data)], TinyStages.CountTensors);
    }

    [TestMethod]
    public void Chain_TrainsTheTeacher_ThenCompressesItToTheBudget()
    {
        GanCompressionTrainer.Options options = TinyStages.GanCompression();
        CompressionFrontier? frontier = null;
        options.FrontierCallback = found => frontier = found;
        var lines = new List<string>();
        _context.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Info && e.Source.StartsWith("GanCompressionTrainer; Compress", StringComparison.Ordinal))
                lines.Add(e.RawMessage);
        };
        using TransformerChain<GeneratorApplyingTransformer> model =
            Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Append(Gan.Compression.GanCompression(options)).Fit(TestImages.Rows(_context, 4));
        GeneratorModel teacher = ((GeneratorApplyingTransformer)model.First()).Model;
        GeneratorModel student = model.LastTransformer.Model;
        CollectionAssert.AreEqual(new[] { "Pix2Pix", "Distillation", "Supernet", "Search", "Distillation", "Selection" }, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.IsLessThanOrEqualTo(teacher.Cost().MultiplyAdds / 1.5, student.Cost().MultiplyAdds);
        Assert.AreEqual(frontier!.Best.MultiplyAdds, student.Cost().MultiplyAdds);
        Assert.ContainsSingle(line => line.StartsWith("Distillation made 'mobile_resnet_2blocks' in ", StringComparison.Ordinal), lines);
        Assert.HasCount(3, lines.Where(line => line.Contains(" made 'sub_mobile_resnet_2blocks' in ", StringComparison.Ordinal)).ToArray());
        Assert.ContainsSingle(line => line.StartsWith($"Search judged {frontier.Points.Length} plans for at most ", StringComparison.Ordinal), lines);
    }

    [TestMethod]
    public void Fit_UnpairedImages_LearnsFromTheTeachersImages()
    {
        GanCompressionTrainer.Options options = TinyStages.GanCompression();
        (options.Teacher, options.IsUnpaired) = (TinyStages.Teacher(), true);
        GeneratorModel student = Gan.Compression.GanCompression(options).Fit(TestImages.Rows(_context, 4)).Model;
        Assert.IsTrue(student.Provenance.Where(record => record.Stage is not ("Search" or "Selection")).All(record => record.Options["ReconstructionTarget"] == "TeacherOutput"));
        Assert.AreEqual(3, student.Discriminator!.Graph.Inputs[0].Channels);
    }

    [TestMethod]
    public void Options_ContradictoryOrOutOfRange_ThrowInTheConstructor()
    {
        Refused(options => options.InitialStudent = TinyStages.Teacher(width: 3),
            "InitialStudent must be null, for the recipe makes the first student itself. To start from a given one, use Compression.FastGanCompression.");
        Refused(options => options.StudentWidth = 2, "StudentWidth must be at least the widest entry of Channels, which is 3, but was 2.");
        Refused(options => options.DistillationEpochs = 0, "DistillationEpochs must be at least 1, but was 0.");
        Refused(options => (options.Teacher, options.TeacherColumnName) = (TinyStages.Teacher(), "Teacher"), "TeacherColumnName must be null where Teacher is set, but was 'Teacher'.");
        _ = Assert.ThrowsExactly<ArgumentNullException>(() => Gan.Compression.GanCompression((GanCompressionTrainer.Options)null!));

        void Refused(Action<GanCompressionTrainer.Options> set, string message)
        {
            GanCompressionTrainer.Options options = TinyStages.GanCompression();
            set(options);
            _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.GanCompression(options), message);
        }
    }

    [TestMethod]
    public void Fit_ImpossibleBudget_NamesTheSmallestCost()
    {
        GanCompressionTrainer.Options options = TinyStages.GanCompression();
        (options.Teacher, options.Budget) = (TinyStages.Teacher(), ComputeBudget.Parameters(10));
        options.ProgressCallback = _ => Assert.Fail("Nothing should be trained.");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(
            () => Gan.Compression.GanCompression(options).Fit(TestImages.Rows(_context, 4)), "No plan fits a budget of at most 10 parameters: the narrowest plan of the set, 2_2_2_2_2_2_2_2, needs ");
    }
}
