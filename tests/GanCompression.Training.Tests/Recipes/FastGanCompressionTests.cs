namespace GanCompression.Training.Tests.Recipes;

[TestClass]
public sealed class FastGanCompressionTests
{
    [TestMethod]
    public void Train_Budget_GivesATrainedStudentWithinIt()
    {
        using ImagePairCache data = SyntheticPairs.Create(6);
        GeneratorModel teacher = TinyTeacher.Create(isSeparable: false);
        FastGanCompressionOptions options = Options();
        options.Budget = ComputeBudget.Ratio(3);
        CompressionFrontier? frontier = null;
        options.FrontierCallback = found => frontier = found;
        var stages = new List<string>();
        options.ProgressCallback = progress => stages.Add(progress.Stage);

        GeneratorModel student = FastGanCompression.Train(teacher, data, options);

        Assert.IsLessThanOrEqualTo(teacher.Cost().MultiplyAdds / 3, student.Cost().MultiplyAdds);
        CollectionAssert.AreEqual(new[] { "Supernet", "Search", "Distillation", "Selection" }, student.Provenance.Select(record => record.Stage).ToArray());
        CollectionAssert.AreEqual(new[] { "Supernet", "Distillation" }, stages.Distinct().ToArray());
        Assert.AreEqual(frontier!.Best.Plan.ToString(), student.Provenance[1].Options["Plan"]);
        Assert.AreEqual(frontier.Best.Plan.ToString(), student.Provenance[2].Options["StudentPlan"]);
        Assert.AreEqual(frontier.Best.MultiplyAdds, student.Provenance[1].MultiplyAddsAfter);
        Assert.AreEqual("1", student.Provenance[2].Options["MaxEpochs"]);
        Assert.IsGreaterThan(3, frontier.Points.Length);
    }

    [TestMethod]
    public void Train_CancelledAndStartedAgain_EndsWithTheSameBytes()
    {
        using ImagePairCache data = SyntheticPairs.Create(6);
        GeneratorModel teacher = TinyTeacher.Create();
        string expected = FastGanCompression.Train(teacher, data, Options()).Generator.Weights.Fingerprint();
        using var folder = new TempFolder();
        using var cancellation = new CancellationTokenSource();
        FastGanCompressionOptions options = Options();
        options.CheckpointFolder = folder.Path;
        options.CancellationToken = cancellation.Token;
        int evaluations = 0;
        options.Search.ProgressCallback = _ =>
        {
            if (++evaluations == 4)
                cancellation.Cancel();
        };
        Assert.ThrowsExactly<OperationCanceledException>(() => FastGanCompression.Train(teacher, data, options));
        options = Options();
        options.CheckpointFolder = folder.Path;
        options.ProgressCallback = progress => Assert.AreNotEqual("Supernet", progress.Stage);
        Assert.AreEqual(expected, FastGanCompression.Train(teacher, data, options).Generator.Weights.Fingerprint());
    }

    [TestMethod]
    public void Train_NoFineTuning_GivesTheSupernetsSubNetwork()
    {
        using ImagePairCache data = SyntheticPairs.Create(6);
        GeneratorModel teacher = TinyTeacher.Create();
        FastGanCompressionOptions options = Options();
        options.FineTuningEpochs = 0;
        options.HeldOutPairs = 0;
        GeneratorModel student = FastGanCompression.Train(teacher, data, options);
        GeneratorModel supernet = Supernet.Train(teacher, data, options);
        ChannelPlan plan = ChannelPlan.Parse(student.Provenance[^1].Options["Plan"]);
        Assert.AreEqual(Supernet.Export(supernet, plan).Generator.Weights.Fingerprint(), student.Generator.Weights.Fingerprint());
    }

    [TestMethod]
    [DataRow(-1e9, true)]
    [DataRow(1e9, false)]
    public void Train_FineTuning_IsKeptOnlyWhereItHelps(double scoreOfFineTuned, bool isKept)
    {
        using ImagePairCache data = SyntheticPairs.Create(6);
        GeneratorModel teacher = TinyTeacher.Create();
        FastGanCompressionOptions options = Options();
        options.Search.Scorer = new FixedImageScorer(scoreOfFineTuned);
        CompressionFrontier? frontier = null;
        FineTuningOutcome? outcome = null;
        options.FrontierCallback = found => frontier = found;
        options.FineTuningCallback = made => outcome = made;

        GeneratorModel student = FastGanCompression.Train(teacher, data, options);

        Assert.AreEqual(new FineTuningOutcome(options.Search.Scorer.Name, frontier!.Best.Score!.Value, scoreOfFineTuned), outcome);
        Assert.AreEqual(isKept, outcome!.IsFineTunedKept);
        StageRecord choice = student.Provenance[^1];
        Assert.AreEqual(("Selection", isKept ? "FineTuned" : "SubNetwork", scoreOfFineTuned), (choice.Stage, choice.Options["Kept"], choice.Metrics["FineTunedScore"]));
        StringAssert.EndsWith(outcome.ToString(), isKept ? "kept the fine-tuned student." : "kept the sub-network as it was.", StringComparison.Ordinal);

        (IImageSource training, _) = HeldOutImages.Split(data, options.HeldOutPairsFor);
        GeneratorModel subNetwork = Supernet.Export(Supernet.Run(teacher, training, options), frontier.Best.Plan);
        GeneratorModel expected = isKept ? Distillation.Run(teacher, training, options.FineTuningFor(subNetwork, frontier.Best.Plan)) : subNetwork;
        Assert.AreEqual(expected.Generator.Weights.Fingerprint(), student.Generator.Weights.Fingerprint());
        Assert.AreEqual(expected.Discriminator!.Weights.Fingerprint(), student.Discriminator!.Weights.Fingerprint());
        Assert.AreEqual(expected.Adaptors[0].Network.Weights.Fingerprint(), student.Adaptors[0].Network.Weights.Fingerprint());
    }

    [TestMethod]
    public void ScoreOf_TheSubNetwork_IsItsScoreInTheSearch()
    {
        using ImagePairCache data = SyntheticPairs.Create(6, size: 20);
        GeneratorModel teacher = TinyTeacher.Create();
        FastGanCompressionOptions options = Options();
        options.ImageSize = 16;
        SearchOptions search = options.SearchOptionsFor(teacherWidth: 4);
        GeneratorModel supernet = Supernet.Train(teacher, data, options);
        CompressionFrontier frontier = PlanSearch.Run(teacher, supernet, data, options.Budget, search);
        Assert.AreEqual(frontier.Best.Score!.Value, PlanSearch.ScoreOf(Supernet.Export(supernet, frontier), teacher, data, search), 1e-9);
    }

    [TestMethod]
    public void Train_ImpossibleBudget_FailsBeforeTraining()
    {
        using ImagePairCache data = SyntheticPairs.Create(6);
        FastGanCompressionOptions options = Options();
        options.Budget = ComputeBudget.Ratio(10_000);
        options.ProgressCallback = _ => Assert.Fail("Nothing should be trained.");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => FastGanCompression.Train(TinyTeacher.Create(), data, options), "No plan fits a budget of at most ", "the narrowest plan of the set, 2_2_2_2_2_2_2_2, needs ");
    }

    [TestMethod]
    public void Train_LatencyBudget_IsCheckedBeforeTrainingAndKept()
    {
        using ImagePairCache data = SyntheticPairs.Create(6);
        FastGanCompressionOptions options = Options();
        options.FineTuningEpochs = 0;
        options.Search.LatencyMeter = new Search.LawMeter(plan => plan.Channels.Sum());
        options.Budget = ComputeBudget.Latency(TimeSpan.FromMilliseconds(15));
        options.ProgressCallback = _ => Assert.Fail("Nothing should be trained.");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(
            () => FastGanCompression.Train(TinyTeacher.Create(), data, options), "No plan fits a budget of at most 15 ms per image: the narrowest plan of the set, 2_2_2_2_2_2_2_2, takes 16 ms");

        options.Budget = ComputeBudget.Latency(TimeSpan.FromMilliseconds(20));
        options.ProgressCallback = null;
        ChannelPlan plan = ChannelPlan.Parse(FastGanCompression.Train(TinyTeacher.Create(), data, options).Provenance[^1].Options["Plan"]);
        Assert.IsLessThanOrEqualTo(20, plan.Channels.Sum());
    }

    [TestMethod]
    public void Options_OutOfRange_NameTheOption()
    {
        Throws("FineTuningEpochs must be at least 0, but was -1.", options => options.FineTuningEpochs = -1);
        Throws("HeldOutPairs must be 0 or at least 2, but was 1.", options => options.HeldOutPairs = 1);
        Throws("Budget must be set", options => options.Budget = null!);
        Throws("Search must be set", options => options.Search = null!);
        Throws("MaxImages must be at least 2, but was 0.", options => options.Search.MaxImages = 0);
        Assert.AreEqual(0, new FastGanCompressionOptions().HeldOutPairsFor(19));
        Assert.AreEqual(40, new FastGanCompressionOptions().HeldOutPairsFor(400));
        Assert.AreEqual(200, new FastGanCompressionOptions().HeldOutPairsFor(4000));
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => new FastGanCompressionOptions { HeldOutPairs = 7 }.HeldOutPairsFor(7), "HeldOutPairs must be less than the number of pairs or images of a set, which is 7, but was 7.");

        static void Throws(string message, Action<FastGanCompressionOptions> change)
        {
            FastGanCompressionOptions options = Options();
            change(options);
            _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(options.Validate, message);
        }
    }

    [TestMethod]
    public void FineTuningFor_HasEveryOptionOfTheRecipe()
    {
        FastGanCompressionOptions options = Options();
        options.LearningRate = 0.003;
        options.ReconstructionWeight = 7;
        options.DistillationWeight = 0.5;
        DistillationOptions fine = options.FineTuningFor(TinyTeacher.Create(), ChannelPlan.Uniform(2));
        string[] ownWay = ["MaxEpochs", "DecayEpochs", "Blocks", "Channels"];
        SortedDictionary<string, string> described = fine.Describe();
        foreach ((string name, string value) in options.Describe().Where(option => !ownWay.Contains(option.Key)))
            Assert.AreEqual(value, described[name], name);
    }

    [TestMethod]
    public void Split_HoldsBackEvenlySpacedPairs()
    {
        using ImagePairCache data = SyntheticPairs.Create(10);
        (IImageSource trainingPart, IImageSource heldOutPart) = HeldOutImages.Split(data, count => count / 5);
        (var training, var heldOut) = ((IImagePairSource)trainingPart, (IImagePairSource)heldOutPart);
        Assert.AreEqual(8, training.Count);
        Assert.AreEqual(2, heldOut.Count);
        Assert.AreNotEqual(training.Fingerprint, heldOut.Fingerprint);
        var source = new byte[3 * 16 * 16];
        heldOut.Read(1, source, new byte[source.Length]);
        CollectionAssert.AreEqual(SyntheticPairs.Source(7, 16).Pixels.ToArray(), source);
        training.Read(2, source, new byte[source.Length]);
        CollectionAssert.AreEqual(SyntheticPairs.Source(3, 16).Pixels.ToArray(), source);
    }

    [TestMethod]
    public void Split_UnpairedImages_HoldsBackOfEachSet()
    {
        using UnpairedImageCache data = SyntheticSets.Create(10, 4);
        (IImageSource trainingPart, IImageSource heldOutPart) = HeldOutImages.Split(data, count => count < 5 ? 0 : 3);
        (var training, var heldOut) = ((IUnpairedImageSource)trainingPart, (IUnpairedImageSource)heldOutPart);
        Assert.AreEqual((7, 4, 7), (training.SourceCount, training.TargetCount, training.Count));
        Assert.AreEqual((3, 4, 4), (heldOut.SourceCount, heldOut.TargetCount, heldOut.Count));
        Assert.AreNotEqual(training.Fingerprint, heldOut.Fingerprint);
        var image = new byte[3 * 16 * 16];
        heldOut.ReadSource(2, image);
        CollectionAssert.AreEqual(SyntheticPairs.Source(8, 16).Pixels.ToArray(), image);
        heldOut.ReadTarget(3, image);
        CollectionAssert.AreEqual(SyntheticPairs.Target(43, 16).Pixels.ToArray(), image);
    }

    [TestMethod]
    public void Train_UnpairedImages_GivesAStudentWithinTheBudget()
    {
        using UnpairedImageCache data = SyntheticSets.Create(6, 4);
        GeneratorModel teacher = TinyTeacher.Create(isSeparable: false);
        FastGanCompressionOptions options = Options();
        GeneratorModel student = FastGanCompression.Train(teacher, data, options);
        Assert.IsLessThanOrEqualTo(teacher.Cost().MultiplyAdds / 1.2, student.Cost().MultiplyAdds);
        CollectionAssert.AreEqual(new[] { "Supernet", "Search", "Distillation", "Selection" }, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.AreEqual("TeacherOutput", student.Provenance[2].Options["ReconstructionTarget"]);
        Assert.AreEqual(3, student.Discriminator!.Graph.Inputs[0].Channels);
        Assert.AreEqual(student.Generator.Weights.Fingerprint(), FastGanCompression.Train(teacher, data, options).Generator.Weights.Fingerprint());
        using UnpairedImageCache few = SyntheticSets.Create(3, 1);
        options.HeldOutPairs = 0;
        options.BatchSize = 1;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(
            () => PlanSearch.Run(teacher, Supernet.Train(teacher, few, options), few, ComputeBudget.Ratio(1)), "A search needs at least 2 source and 2 target images, but the data has 3 and 1.");
    }

    private static FastGanCompressionOptions Options() => new()
    {
        Channels = ChannelSet.Uniform(4, 3, 2),
        Budget = ComputeBudget.Ratio(1.2),
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
