namespace GanCompression.MLNet.Training.Tests.Stages;

/// <summary>A recipe is its stages, and a choice whether the last one helped.</summary>
[TestClass]
public sealed class RecipeAsStagesTests
{
    private readonly MLContext _context = new(seed: 1);

    private GanCompressionCatalog Gan => _context.GanCompression();

    [TestMethod]
    [Timeout(120_000)]
    public void FastGanCompression_AndTheChainOfItsStages_MakeTheSameStudent()
    {
        FastGanCompressionTrainer.Options recipe = TinyStages.FastGanCompression();
        (recipe.HeldOutPairs, recipe.Blocks) = (0, 3);
        recipe.FineTuningEpochs = 1;
        recipe.Search.Scorer = new FixedImageScorer(-1e9);
        SupernetTrainer.Options supernet = TinyStages.Supernet();
        (supernet.UseTeacherDiscriminator, supernet.Blocks) = (false, 3);
        supernet.TeacherColumnName = "Teacher";
        PlanSearchEstimator.Options search = TinyStages.Search();
        search.TeacherColumnName = "Teacher";
        GeneratorDistillationTrainer.Options fineTuning = TinyStages.Distillation();
        (fineTuning.StudentPlan, fineTuning.StudentArchitecture) = (null, new DistillationOptions().StudentArchitecture);
        (fineTuning.Seed, fineTuning.MaxEpochs) = (recipe.Seed, 1);
        (fineTuning.TeacherColumnName, fineTuning.InitialStudentColumnName) = ("Teacher", "Generated");
        Pix2PixTrainer.Options teacher = TinyStages.Pix2Pix();
        teacher.Architecture = "mobile_resnet_3blocks";
        IDataView data = TestImages.Rows(_context, 4);
        GeneratorModel expected = Gan.Trainers.Pix2Pix(teacher).Append(Gan.Compression.FastGanCompression(recipe)).Fit(data).LastTransformer.Model;

        teacher.OutputColumnName = "Teacher";
        TransformerChain<GeneratorApplyingTransformer> stages = Gan.Trainers.Pix2Pix(teacher)
            .Append(Gan.Compression.Supernet(supernet))
            .Append(Gan.Compression.Search(search))
            .Append(Gan.Compression.Distillation(fineTuning))
            .Fit(data);
        GeneratorModel actual = stages.LastTransformer.Model;

        CollectionAssert.AreEqual(new[] { "Pix2Pix", "Supernet", "Search", "Distillation" }, actual.Provenance.Select(record => record.Stage).ToArray());
        AreEqual(expected, actual);
    }

    [TestMethod]
    [Timeout(120_000)]
    public void GanCompression_AndTheChainOfItsStages_MakeTheSameStudent()
    {
        GanCompressionTrainer.Options recipe = TinyStages.GanCompression();
        (recipe.HeldOutPairs, recipe.Blocks) = (0, 3);
        (recipe.DistillationEpochs, recipe.FineTuningEpochs) = (1, 1);
        recipe.Search.Scorer = new FixedImageScorer(-1e9);
        GeneratorDistillationTrainer.Options firstStudent = TinyStages.Distillation();
        (firstStudent.StudentPlan, firstStudent.StudentArchitecture, firstStudent.StudentWidth) = (null, "mobile_resnet_3blocks", recipe.StudentWidth);
        (firstStudent.Seed, firstStudent.MaxEpochs, firstStudent.TeacherColumnName) = (recipe.Seed, 1, "Teacher");
        SupernetTrainer.Options supernet = TinyStages.Supernet();
        (supernet.UseTeacherDiscriminator, supernet.Blocks, supernet.Channels) = (false, 3, recipe.Channels);
        (supernet.TeacherColumnName, supernet.InitialStudentColumnName) = ("Teacher", "Generated");
        PlanSearchEstimator.Options search = TinyStages.Search();
        (search.Budget, search.TeacherColumnName) = (recipe.Budget, "Teacher");
        GeneratorDistillationTrainer.Options fineTuning = TinyStages.Distillation();
        (fineTuning.StudentPlan, fineTuning.StudentArchitecture) = (null, new DistillationOptions().StudentArchitecture);
        (fineTuning.Seed, fineTuning.MaxEpochs) = (recipe.Seed, 1);
        (fineTuning.TeacherColumnName, fineTuning.InitialStudentColumnName) = ("Teacher", "Generated");
        Pix2PixTrainer.Options teacher = TinyStages.Pix2Pix();
        teacher.Architecture = "mobile_resnet_3blocks";
        IDataView data = TestImages.Rows(_context, 4);
        GeneratorModel expected = Gan.Trainers.Pix2Pix(teacher).Append(Gan.Compression.GanCompression(recipe)).Fit(data).LastTransformer.Model;

        teacher.OutputColumnName = "Teacher";
        GeneratorModel actual = Gan.Trainers.Pix2Pix(teacher)
            .Append(Gan.Compression.Distillation(firstStudent))
            .Append(Gan.Compression.Supernet(supernet))
            .Append(Gan.Compression.Search(search))
            .Append(Gan.Compression.Distillation(fineTuning))
            .Fit(data).LastTransformer.Model;
        CollectionAssert.AreEqual(new[] { "Pix2Pix", "Distillation", "Supernet", "Search", "Distillation" }, actual.Provenance.Select(record => record.Stage).ToArray());
        AreEqual(expected, actual);
    }

    [TestMethod]
    [Timeout(120_000)]
    public void UnpairedImages_AreRecognisedByEveryStage_AndMakeTheSameStudent()
    {
        FastGanCompressionTrainer.Options recipe = TinyStages.FastGanCompression();
        (recipe.HeldOutPairs, recipe.Blocks, recipe.FineTuningEpochs) = (0, 3, 1);
        recipe.Search.Scorer = new FixedImageScorer(-1e9);
        SupernetTrainer.Options supernet = TinyStages.Supernet();
        (supernet.UseTeacherDiscriminator, supernet.Blocks, supernet.TeacherColumnName) = (false, 3, "Teacher");
        PlanSearchEstimator.Options search = TinyStages.Search();
        search.TeacherColumnName = "Teacher";
        GeneratorDistillationTrainer.Options fineTuning = TinyStages.Distillation();
        (fineTuning.StudentPlan, fineTuning.StudentArchitecture) = (null, new DistillationOptions().StudentArchitecture);
        (fineTuning.Seed, fineTuning.MaxEpochs) = (recipe.Seed, 1);
        (fineTuning.TeacherColumnName, fineTuning.InitialStudentColumnName) = ("Teacher", "Generated");
        CycleGanTrainer.Options teacher = TinyStages.CycleGan();
        (teacher.Architecture, teacher.OutputColumnName) = ("mobile_resnet_3blocks", "Teacher");
        IDataView data = TestImages.Rows(_context, 4);
        GeneratorApplyingTransformer trained = Gan.Trainers.CycleGan(teacher).Fit(data);
        IDataView taught = trained.Transform(data);
        recipe.Teacher = trained.Model;
        GeneratorModel expected = Gan.Compression.FastGanCompression(recipe).Fit(data).Model;

        var lines = new List<string>();
        _context.Log += (_, e) => lines.Add(e.RawMessage);
        GeneratorModel actual = Gan.Compression.Supernet(supernet).Append(Gan.Compression.Search(search)).Append(Gan.Compression.Distillation(fineTuning)).Fit(taught).LastTransformer.Model;
        Assert.AreEqual("TeacherOutput", actual.Provenance[^1].Options["ReconstructionTarget"]);
        Assert.HasCount(2, lines.Where(line => line == "The images are unpaired: the student is compared with what the teacher makes, as the teacher was trained.").ToArray());
        Assert.ContainsSingle(line => line == "The images are unpaired, as the supernet was trained.", lines);
        AreEqual(expected, actual);
    }

    [TestMethod]
    [Timeout(120_000)]
    public void ChainOfStages_SavedAndLoaded_GivesTheStudentsImages()
    {
        using var folder = new TempFolder();
        IDataView data = TestImages.Rows(_context, 4);
        Pix2PixTrainer.Options teacher = TinyStages.Pix2Pix();
        teacher.OutputColumnName = "Teacher";
        SupernetTrainer.Options supernet = TinyStages.Supernet();
        supernet.TeacherColumnName = "Teacher";
        PlanSearchEstimator.Options search = TinyStages.Search();
        search.TeacherColumnName = "Teacher";
        TransformerChain<GeneratorApplyingTransformer> model = Gan.Trainers.Pix2Pix(teacher).Append(Gan.Compression.Supernet(supernet)).Append(Gan.Compression.Search(search)).Fit(data);
        _context.Model.Save(model, data.Schema, folder["model.zip"]);
        RgbImage[] expected = ImageColumns.Read(model.Transform(data), "Generated");
        ImageColumns.AreEqual(expected, ImageColumns.Read(new MLContext().Model.Load(folder["model.zip"], out _).Transform(data), "Generated"), "By ML.NET");

        // What is restored carries its generators, so that fine-tuning can follow another day.
        IDataView restored = Gan.Model.Load(folder["model.zip"]).Transform(data);
        GeneratorDistillationTrainer.Options fineTuning = TinyStages.Distillation();
        fineTuning.StudentPlan = null;
        (fineTuning.TeacherColumnName, fineTuning.InitialStudentColumnName) = ("Teacher", "Generated");
        CollectionAssert.AreEqual(
            new[] { "Pix2Pix", "Supernet", "Search", "Distillation" }, Gan.Compression.Distillation(fineTuning).Fit(restored).Model.Provenance.Select(record => record.Stage).ToArray());
    }

    /// <summary>The recipe says beside what the stages say that it kept the fine-tuned student, which it was told is better.</summary>
    private static void AreEqual(GeneratorModel expected, GeneratorModel actual)
    {
        Assert.AreEqual("FineTuned", expected.Provenance[actual.Provenance.Length].Options["Kept"]);
        for (int i = 0; i < actual.Provenance.Length; i++)
        {
            StageRecord ours = actual.Provenance[i];
            StageRecord theirs = expected.Provenance[i];
            CollectionAssert.AreEqual(theirs.Options.ToArray(), ours.Options.ToArray(), ours.Stage);
            CollectionAssert.AreEqual(theirs.Metrics.ToArray(), ours.Metrics.ToArray(), ours.Stage);
            Assert.AreEqual((theirs.Seed, theirs.MultiplyAddsBefore, theirs.MultiplyAddsAfter), (ours.Seed, ours.MultiplyAddsBefore, ours.MultiplyAddsAfter), ours.Stage);
        }

        Assert.AreEqual(expected.Generator.Weights.Fingerprint(), actual.Generator.Weights.Fingerprint());
        Assert.AreEqual(expected.Discriminator!.Weights.Fingerprint(), actual.Discriminator!.Weights.Fingerprint());
    }
}
