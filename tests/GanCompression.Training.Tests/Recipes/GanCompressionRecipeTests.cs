namespace GanCompression.Training.Tests.Recipes;

[TestClass]
public sealed class GanCompressionRecipeTests
{
    private static readonly string[] s_stages = ["Distillation", "Supernet", "Search", "Distillation", "Selection"];

    [TestMethod]
    public void Train_SeparableTeacher_GoesThroughEveryStageWithinTheBudget()
    {
        using ImagePairCache data = SyntheticPairs.Create(6);
        GeneratorModel teacher = TinyTeacher.Create();
        GeneratorModel student = GanCompressionRecipe.Train(teacher, data, Options());
        CollectionAssert.AreEqual(s_stages, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.IsLessThanOrEqualTo(teacher.Cost().MultiplyAdds / 1.5, student.Cost().MultiplyAdds);
        Assert.AreEqual("TeacherWeights", student.Provenance[0].Options["StudentInitialization"]);
        Assert.AreEqual("mobile_resnet_2blocks", student.Provenance[0].Options["StudentArchitecture"]);
        Assert.AreEqual("3", student.Provenance[0].Options["StudentWidth"]);
        Assert.AreEqual("1", student.Provenance[0].Options["MaxEpochs"]);
    }

    [TestMethod]
    public void Train_StepByStep_GivesTheSameStudent()
    {
        using ImagePairCache data = SyntheticPairs.Create(6);
        GeneratorModel teacher = TinyTeacher.Create();
        GanCompressionOptions options = Options();
        options.HeldOutPairs = 0;
        options.Search.Scorer = new FixedImageScorer(-1e9);
        GeneratorModel expected = GanCompressionRecipe.Train(teacher, data, options);

        GeneratorModel first = Distillation.Train(teacher, data, new DistillationOptions
        {
            StudentArchitecture = "mobile_resnet_2blocks", StudentWidth = 3, MaxEpochs = 1, BatchSize = 2, NumberOfThreads = 1, DiscriminatorWidth = 4, DiscriminatorLayers = 1,
        });
        GeneratorModel supernet = Supernet.Train(teacher, data, new SupernetOptions
        {
            InitialStudent = first, Channels = ChannelSet.Uniform(3, 2), Blocks = 2, MaxEpochs = 2, BatchSize = 2, NumberOfThreads = 1, DiscriminatorWidth = 4, DiscriminatorLayers = 1,
        });
        ChannelPlan plan = PlanSearch.Run(teacher, supernet, data, options.Budget, new SearchOptions { Strategy = options.Search.Strategy, Channels = ChannelSet.Uniform(3, 2) }).Best.Plan;
        GeneratorModel student = Distillation.Train(teacher, data, new DistillationOptions
        {
            InitialStudent = Supernet.Export(supernet, plan), StudentPlan = plan, StudentArchitecture = "sub_mobile_resnet_2blocks", MaxEpochs = 1, BatchSize = 2, NumberOfThreads = 1,
        });
        Assert.AreEqual(expected.Generator.Weights.Fingerprint(), student.Generator.Weights.Fingerprint());
    }

    [TestMethod]
    public void Train_CancelledInTheSupernet_EndsWithTheSameBytes()
    {
        using ImagePairCache data = SyntheticPairs.Create(6);
        GeneratorModel teacher = TinyTeacher.Create();
        string expected = GanCompressionRecipe.Train(teacher, data, Options()).Generator.Weights.Fingerprint();
        using var folder = new TempFolder();
        using var cancellation = new CancellationTokenSource();
        GanCompressionOptions options = Options();
        options.CheckpointFolder = folder.Path;
        options.CancellationToken = cancellation.Token;
        options.ReportEverySteps = 1;
        options.ProgressCallback = progress =>
        {
            if (progress.Stage == "Supernet")
                cancellation.Cancel();
        };
        Assert.ThrowsExactly<OperationCanceledException>(() => GanCompressionRecipe.Train(teacher, data, options));
        options = Options();
        options.CheckpointFolder = folder.Path;
        Assert.AreEqual(expected, GanCompressionRecipe.Train(teacher, data, options).Generator.Weights.Fingerprint());
    }

    [TestMethod]
    public void Train_UnpairedImagesAndDenseTeacher_GivesAStudentWithinTheBudget()
    {
        using UnpairedImageCache data = SyntheticSets.Create(6, 4);
        GeneratorModel teacher = TinyTeacher.Create(isSeparable: false, hasDiscriminator: false);
        GeneratorModel student = GanCompressionRecipe.Train(teacher, data, Options());
        CollectionAssert.AreEqual(s_stages, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.AreEqual("Random", student.Provenance[0].Options["StudentInitialization"]);
        Assert.AreEqual("TeacherOutput", student.Provenance[3].Options["ReconstructionTarget"]);
    }

    [TestMethod]
    public void Supernet_FromAStudent_StartsWithItsChannelsInOrderOfImportance()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        GeneratorModel teacher = TinyTeacher.Create();
        var options = new SupernetOptions
        {
            InitialStudent = teacher, Channels = ChannelSet.Uniform(4, 2), Blocks = 2, MaxEpochs = 1, BatchSize = 2, NumberOfThreads = 1, DiscriminatorWidth = 4, DiscriminatorLayers = 1,
            LearningRate = 1e-12,
        };
        GeneratorModel supernet = Supernet.Train(teacher, data, options);
        WeightTable expected = ChannelPruning.ByImportance(teacher.Generator, supernet.Generator.Graph);
        foreach ((string name, WeightTensor tensor) in supernet.Generator.Weights)
            AssertEx.Close(expected[name].Floats.ToArray(), tensor.Floats.ToArray(), 1e-6, name);
    }

    [TestMethod]
    public void Options_OutOfRange_NameTheOption()
    {
        Throws("DistillationEpochs must be at least 1, but was 0.", options => options.DistillationEpochs = 0);
        Throws("StudentWidth must be at least the widest entry of Channels, which is 3, but was 2.", options => options.StudentWidth = 2);

        using ImagePairCache data = SyntheticPairs.Create(6);
        GanCompressionOptions given = Options();
        given.InitialStudent = TinyTeacher.Create();
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => GanCompressionRecipe.Train(TinyTeacher.Create(), data, given), "InitialStudent must be null, for the recipe makes the first student itself.");

        var fast = new FastGanCompressionOptions { InitialStudent = TinyTeacher.Create(), StudentInitialization = StudentInitialization.Random };
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(fast.Validate, "StudentInitialization must be Automatic where InitialStudent is set, but was Random.");

        static void Throws(string message, Action<GanCompressionOptions> change)
        {
            GanCompressionOptions options = Options();
            change(options);
            _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(options.Validate, message);
        }
    }

    [TestMethod]
    public void Train_ImpossibleBudget_FailsBeforeTraining()
    {
        using ImagePairCache data = SyntheticPairs.Create(6);
        GanCompressionOptions options = Options();
        options.Budget = ComputeBudget.Parameters(3);
        options.ProgressCallback = _ => Assert.Fail("Nothing should be trained.");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => GanCompressionRecipe.Train(TinyTeacher.Create(), data, options), "No plan fits a budget of at most 3 parameters");
    }

    private static GanCompressionOptions Options() => new()
    {
        Channels = ChannelSet.Uniform(3, 2),
        Budget = ComputeBudget.Ratio(1.5),
        Search = new SearchOptions { Strategy = new BudgetedSearch { Candidates = 12, FirstImages = 1, Finalists = 3 } },
        HeldOutPairs = 2,
        Blocks = 2,
        DiscriminatorWidth = 4,
        DiscriminatorLayers = 1,
        MaxEpochs = 2,
        BatchSize = 2,
        NumberOfThreads = 1,
    };
}
