using Microsoft.Data.Analysis;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training.Tests.Recipes;

[TestClass]
public sealed class FastGanCompressionTrainerTests
{
    private readonly MLContext _context = new(seed: 1);

    private GanCompressionCatalog Gan => _context.GanCompression();

    [TestMethod]
    [Timeout(120_000)]
    public void Trainer_WithGivenTeacher_PassesTheWorkout()
    {
        FastGanCompressionTrainer.Options options = TinyStages.FastGanCompression();
        options.Teacher = Teacher();
        IDataView data = TestImages.Rows(_context, 4);
        EstimatorWorkout.Run(
            _context, Gan.Compression.FastGanCompression(options), data, TestImages.Rows(_context, 2, salt: "test "),
            invalid: [_context.Transforms.DropColumns("Source").Fit(data).Transform(data), TestImages.Rows(_context, 4, imageSize: 18)], TinyStages.CountTensors);
    }

    [TestMethod]
    [Timeout(120_000)]
    public void Trainer_AfterAnotherStage_PassesTheWorkout()
    {
        IDataView data = TestImages.Rows(_context, 4);
        IDataView generated = Gan.Transforms.ApplyGenerator("Generated", Teacher(), "Source").Fit(data).Transform(data);
        EstimatorWorkout.Run(
            _context, Gan.Compression.FastGanCompression(TinyStages.FastGanCompression()), generated, generated,
            invalid: [data, _context.Transforms.CopyColumns("Generated", "Target").Fit(data).Transform(data)], TinyStages.CountTensors);
    }

    [TestMethod]
    public void Chain_TrainsTheTeacher_ThenCompressesItToTheBudget()
    {
        IDataView data = TestImages.Rows(_context, 4);
        FastGanCompressionTrainer.Options options = TinyStages.FastGanCompression();
        CompressionFrontier? frontier = null;
        options.FrontierCallback = found => frontier = found;
        var lines = new List<string>();
        _context.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Info && e.Source.StartsWith("FastGanCompressionTrainer; Compress", StringComparison.Ordinal))
                lines.Add(e.RawMessage);
        };
        using TransformerChain<GeneratorApplyingTransformer> model = Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Append(Gan.Compression.FastGanCompression(options)).Fit(data);
        GeneratorModel teacher = ((GeneratorApplyingTransformer)model.First()).Model;
        GeneratorModel student = model.LastTransformer.Model;
        CollectionAssert.AreEqual(new[] { "Pix2Pix", "Supernet", "Search", "Distillation", "Selection" }, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.IsLessThanOrEqualTo(teacher.Cost().MultiplyAdds / 1.2, student.Cost().MultiplyAdds);
        Assert.AreEqual(frontier!.Best.MultiplyAdds, student.Cost().MultiplyAdds);

        DataFrame table = frontier.ToDataFrame();
        Assert.AreEqual(frontier.Points.Length, (int)table.Rows.Count);
        CollectionAssert.AreEqual(frontier.Points.Select(point => (object?)point.Score).ToArray(), table.Rows.Select(row => row["Score"]).ToArray());
        Assert.HasCount(frontier.ParetoSet.Length, table.Rows.Where(row => (bool)row["IsPareto"]).ToArray());

        Assert.AreEqual("Seed 3, as given in the options.", lines[0]);
        Assert.AreEqual("Teacher 'mobile_resnet_2blocks', found on column 'Generated'.", lines[1]);
        Assert.HasCount(3, lines.Where(line => line.Contains(" made 'sub_mobile_resnet_2blocks' in ", StringComparison.Ordinal)).ToArray());
        Assert.HasCount(3, lines.Where(line => line.StartsWith("Epoch ", StringComparison.Ordinal)).ToArray());
        Assert.ContainsSingle(line => line.StartsWith("Fine-tuning took the sub-network from ", StringComparison.Ordinal), lines);
        Assert.ContainsSingle(line => line.StartsWith($"Search judged {frontier.Points.Length} plans for at most ", StringComparison.Ordinal), lines);
        Assert.ContainsSingle(line => line.StartsWith("Search, kernel distance (random network (seed 0)): 2/2 plans, best ", StringComparison.Ordinal), lines);
    }

    [TestMethod]
    public void Fit_UnpairedImages_LearnsFromTheTeachersImages()
    {
        FastGanCompressionTrainer.Options options = TinyStages.FastGanCompression();
        options.Teacher = Teacher();
        options.IsUnpaired = true;
        GeneratorModel student = Gan.Compression.FastGanCompression(options).Fit(TestImages.Rows(_context, 4)).Model;
        Assert.AreEqual("TeacherOutput", student.Provenance[^2].Options["ReconstructionTarget"]);
        Assert.AreEqual(3, student.Discriminator!.Graph.Inputs[0].Channels);
        options.ReconstructionTarget = ReconstructionTarget.GroundTruth;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.FastGanCompression(options), "ReconstructionTarget cannot be GroundTruth where IsUnpaired is true.");
    }

    [TestMethod]
    public void Fit_ImpossibleBudget_NamesTheSmallestCost()
    {
        FastGanCompressionTrainer.Options options = TinyStages.FastGanCompression();
        options.Teacher = Teacher();
        options.Budget = ComputeBudget.Parameters(10);
        options.ProgressCallback = _ => Assert.Fail("Nothing should be trained.");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(
            () => Gan.Compression.FastGanCompression(options).Fit(TestImages.Rows(_context, 4)), "No plan fits a budget of at most 10 parameters: the narrowest plan of the set, 2_2_2_2_2_2_2_2, needs ");
    }

    [TestMethod]
    public void Options_AreCheckedAndCopiedWhenTheTrainerIsMade()
    {
        FastGanCompressionTrainer.Options options = TinyStages.FastGanCompression();
        options.Search.MaxImages = 1;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.FastGanCompression(options), "MaxImages must be at least 2, but was 1.");
        options.Search.MaxImages = 2;
        options.Teacher = Teacher();
        FastGanCompressionTrainer trainer = Gan.Compression.FastGanCompression(options);
        options.Search.MaxImages = 1;
        options.Budget = null!;
        Assert.IsNotNull(trainer.Fit(TestImages.Rows(_context, 4)).Model);
    }

    private static GeneratorModel Teacher()
    {
        LayerGraph graph = GeneratorNetworks.Create("mobile_resnet_2blocks", null, new ResNetGeneratorOptions { BaseWidth = 4 });
        return new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph)), 16);
    }
}
