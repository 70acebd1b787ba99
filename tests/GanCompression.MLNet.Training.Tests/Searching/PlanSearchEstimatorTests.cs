using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training.Tests.Searching;

[TestClass]
public sealed class PlanSearchEstimatorTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly List<(ChannelMessageKind Kind, string Text)> _lines = [];

    public PlanSearchEstimatorTests()
    {
        _context.Log += (_, e) =>
        {
            if (e.Source.StartsWith("PlanSearchEstimator; Search", StringComparison.Ordinal))
                _lines.Add((e.Kind, e.RawMessage));
        };
    }

    private GanCompressionCatalog Gan => _context.GanCompression();

    [TestMethod]
    [Timeout(120_000)]
    public void Estimator_WithGivenModels_PassesTheWorkout()
    {
        PlanSearchEstimator.Options options = Given();
        IDataView data = TestImages.Rows(_context, 4);
        EstimatorWorkout.Run(
            _context, Gan.Compression.Search(options), data, TestImages.Rows(_context, 2, salt: "test "),
            invalid: [_context.Transforms.DropColumns("Source").Fit(data).Transform(data), _context.Transforms.DropColumns("Target").Fit(data).Transform(data), TestImages.Rows(_context, 4, imageSize: 18)],
            TinyStages.CountTensors);
    }

    [TestMethod]
    [Timeout(120_000)]
    public void Estimator_AfterOtherStages_PassesTheWorkout()
    {
        IDataView data = TestImages.Rows(_context, 4);
        IDataView supernet = Gan.Transforms.ApplyGenerator("Generated", TinyStages.UntrainedSupernet(), "Source").Fit(data).Transform(data);
        IDataView both = Gan.Transforms.ApplyGenerator("Teacher", TinyStages.Teacher(), "Source").Fit(supernet).Transform(supernet);
        PlanSearchEstimator.Options options = TinyStages.Search();
        options.TeacherColumnName = "Teacher";
        EstimatorWorkout.Run(
            _context, Gan.Compression.Search(options), both, both,
            invalid: [data, supernet, _context.Transforms.CopyColumns("Generated", "Target").Fit(both).Transform(both)], TinyStages.CountTensors);
    }

    [TestMethod]
    public void Fit_TakesTheWinnerOutOfTheSupernet_AndTellsWhatItJudged()
    {
        PlanSearchEstimator.Options options = Given();
        CompressionFrontier? frontier = null;
        var reports = new List<SearchProgress>();
        options.FrontierCallback = found => frontier = found;
        options.ProgressCallback = reports.Add;
        GeneratorModel chosen = Gan.Compression.Search(options).Fit(TestImages.Rows(_context, 4)).Model;

        FrontierPoint best = frontier!.Best;
        Assert.AreEqual(Supernet.Export(options.Supernet!, best.Plan).Generator.Weights.Fingerprint(), chosen.Generator.Weights.Fingerprint());
        Assert.IsLessThanOrEqualTo(options.Teacher!.Cost().MultiplyAdds / 1.2, chosen.Cost().MultiplyAdds);
        StageRecord record = chosen.Provenance.Single();
        Assert.AreEqual(("Search", 3L, best.Plan.ToString(), "1.2 times fewer multiply-adds than the teacher"), (record.Stage, record.Seed, record.Options["Plan"], record.Options["Budget"]));
        Assert.AreEqual((options.Supernet!.Cost().MultiplyAdds, chosen.Cost().MultiplyAdds), (record.MultiplyAddsBefore, record.MultiplyAddsAfter));
        Assert.AreEqual(best.Score, record.Metrics["Score"]);

        string[] information = [.. _lines.Where(line => line.Kind == ChannelMessageKind.Info).Select(line => line.Text)];
        Assert.AreEqual("Seed 3, as given in the options.", information[0]);
        Assert.AreEqual("Supernet 'sub_mobile_resnet_2blocks', as given in the options.", information[1]);
        Assert.AreEqual("Teacher 'mobile_resnet_2blocks', as given in the options.", information[2]);
        Assert.AreEqual("The images are paired, as the supernet was trained.", information[3]);
        StringAssert.StartsWith(information[^2], $"Search judged {frontier.Points.Length} plans for at most ", StringComparison.Ordinal);
        StringAssert.StartsWith(information[^1], "Search made 'sub_mobile_resnet_2blocks' in ", StringComparison.Ordinal);
        Assert.IsNotEmpty(reports);
        foreach (SearchProgress report in reports)
            Assert.Contains(report.ToString(), _lines.Select(line => line.Text));
        Assert.ContainsSingle(line => line.Kind == ChannelMessageKind.Warning
            && line.Text == "The provenance of 'sub_mobile_resnet_2blocks' does not say that it was trained as a supernet. The sub-networks of another generator are untrained.", _lines);
    }

    [TestMethod]
    public void Fit_TrainedSupernet_SearchesThePlansItWasTrainedFor()
    {
        IDataView data = TestImages.Rows(_context, 4);
        PlanSearchEstimator.Options options = Trained(data);
        options.Channels = null;
        options.Strategy = new BruteForceSearch();
        options.Budget = ComputeBudget.MultiplyAdds(1.02 * Supernet.Export(options.Supernet!, ChannelPlan.Uniform(2)).Cost().MultiplyAdds);
        CompressionFrontier? frontier = null;
        options.FrontierCallback = found => frontier = found;
        GeneratorModel chosen = Gan.Compression.Search(options).Fit(data).Model;
        CollectionAssert.AreEqual(new[] { "Supernet", "Search" }, chosen.Provenance.Select(record => record.Stage).ToArray());
        Assert.AreEqual(ChannelSet.Uniform(4, 3, 2).ToString(), chosen.Provenance[^1].Options["Channels"]);
        Assert.IsTrue(frontier!.Points.All(point => point.Plan.Channels.All(channels => channels >= 2)));
        Assert.IsFalse(_lines.Any(line => line.Kind == ChannelMessageKind.Warning));

        options.Channels = ChannelSet.Uniform(4, 2, 1);
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(
            () => Gan.Compression.Search(options).Fit(data), "Channels offers 1 for entry 1 of the plan, but the supernet was trained for 4, 3, 2 there. Leave Channels null for all plans that it was trained for.");
    }

    [TestMethod]
    public void Fit_SearchedSupernet_CanBeSearchedFurther()
    {
        IDataView data = TestImages.Rows(_context, 4);
        PlanSearchEstimator.Options options = Trained(data);
        options.Budget = ComputeBudget.Ratio(1.1);
        options.Supernet = Gan.Compression.Search(options).Fit(data).Model;
        options.Channels = ChannelSet.Uniform(2);
        options.Budget = ComputeBudget.Ratio(1.4);
        Assert.AreEqual(ChannelPlan.Uniform(2), GeneratorNetworks.PlanOf(Gan.Compression.Search(options).Fit(data).Model.Generator.Graph));
    }

    [TestMethod]
    public void Fit_ValidationSet_IsWhatIsJudged_AndCheckedWhenTheStageIsMade()
    {
        PlanSearchEstimator.Options options = Given();
        var training = new ProbeDataView(TestImages.Rows(_context, 4));
        var validation = new ProbeDataView(TestImages.Rows(_context, 3, salt: "validation "));
        options.ValidationSet = validation;
        GeneratorModel chosen = Gan.Compression.Search(options).Fit(training).Model;
        Assert.AreEqual((0, 3), (training.Values, validation.ValuesOf("Source")));
        options.ValidationSet = null;
        Assert.AreEqual(
            Gan.Compression.Search(options).Fit(TestImages.Rows(_context, 3, salt: "validation ")).Model.Generator.Weights.Fingerprint(), chosen.Generator.Weights.Fingerprint());

        options.ValidationSet = _context.Transforms.DropColumns("Target").Fit(validation).Transform(validation);
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Search(options), "Could not find target column 'Target'");
    }

    [TestMethod]
    public void Fit_Cancelled_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        PlanSearchEstimator.Options options = Given();
        options.CancellationToken = cancellation.Token;
        options.ProgressCallback = _ => cancellation.Cancel();
        _ = Assert.ThrowsExactly<OperationCanceledException>(() => Gan.Compression.Search(options).Fit(TestImages.Rows(_context, 4)));
    }

    [TestMethod]
    public void Fit_ImpossibleBudget_NamesTheSmallestCost()
    {
        PlanSearchEstimator.Options options = Given();
        options.Channels = ChannelSet.Uniform(4, 2);
        options.Budget = ComputeBudget.Parameters(10);
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(
            () => Gan.Compression.Search(options).Fit(TestImages.Rows(_context, 4)), "No plan fits a budget of at most 10 parameters: the narrowest plan of the set, 2_2_2_2_2_2_2_2, needs ");
    }

    [TestMethod]
    public void MixUps_AreExplainedBeforeImagesAreRead()
    {
        GeneratorModel teacher = TinyStages.Teacher();
        GeneratorModel supernet = TinyStages.UntrainedSupernet();
        Refused(teacher, teacher, "The teacher and the supernet are the same generator, 'mobile_resnet_2blocks'. Give the large generator as the teacher, and what was made from it as the supernet.");
        Refused(TinyStages.UntrainedSupernet(width: 2), supernet, "The teacher 'sub_mobile_resnet_2blocks' needs ", "less than the supernet 'sub_mobile_resnet_2blocks', which needs ", "Were the teacher and the supernet mixed up?");

        // Teachers given as supernets: dense, separable, and of no known family.
        Refused(TinyGenerators.Dense(width: 8), TinyGenerators.Dense(width: 4), "'resnet_1blocks' is no supernet, whose residual blocks are separable: ", "Give the generator that Compression.Supernet trained.");
        IDataView data = TestImages.Rows(_context, 4);
        Refused(
            TinyStages.Teacher(width: 8), Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Fit(data).Model,
            "'mobile_resnet_2blocks' is no supernet: Pix2Pix trained it for one plan, so that its narrower sub-networks were never trained.");
        var builder = new LayerGraphBuilder("custom");
        LayerGraph custom = builder.Build(builder.Add("model.1", Conv2d.Square(3, 3, 1), builder.Input("source", 3)));
        Refused(teacher, new GeneratorModel(new Network(custom, DeterministicFill.Weights(custom)), 16), "'custom' is no supernet: it is not of the ResNet family.");

        void Refused(GeneratorModel teacherGiven, GeneratorModel supernetGiven, params string[] parts)
        {
            var probe = new ProbeDataView(TestImages.Rows(_context, 4));
            PlanSearchEstimator.Options options = TinyStages.Search();
            options.Teacher = teacherGiven;
            options.Supernet = supernetGiven;
            _ = AssertEx.ThrowsWith<ArgumentException>(() => Gan.Compression.Search(options).Fit(probe), parts);
            Assert.AreEqual(0, probe.Cursors);
        }
    }

    [TestMethod]
    public void MissingColumns_FailBeforeAnEarlierStageTrains()
    {
        var probe = new ProbeDataView(TestImages.Rows(_context, 4));
        PlanSearchEstimator.Options options = TinyStages.Search();
        options.TeacherColumnName = "Teacher";
        Assert.AreEqual(
            "Could not find teacher column 'Teacher'. Append this stage to Trainers.Pix2Pix, Trainers.CycleGan or Transforms.ApplyGenerator, or give it a Teacher. (Parameter 'inputSchema')",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Append(Gan.Compression.Search(options)).Fit(probe)).Message);
        options.SupernetColumnName = "Supernet";
        options.TeacherColumnName = "Generated";
        Assert.AreEqual(
            "Could not find supernet column 'Supernet'. Append this stage to Compression.Supernet, or give it a Supernet. (Parameter 'inputSchema')",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Append(Gan.Compression.Search(options)).Fit(probe)).Message);
        Assert.AreEqual(0, probe.Cursors);
    }

    [TestMethod]
    public void Options_ContradictoryOrOutOfRange_ThrowInTheConstructor()
    {
        Refused(options => { }, "Teacher or TeacherColumnName must be set, but both were null. Name the column that the teacher made.");
        Refused(options => options.TeacherColumnName = "Generated",
            "TeacherColumnName and SupernetColumnName must differ, but both name 'Generated', and only one generator made that column. Give the stage of the teacher an output column of its own and name it in TeacherColumnName, or set Teacher.");
        Refused(options => (options.TeacherColumnName, options.SupernetColumnName, options.Supernet) = ("Teacher", "Supernet", TinyStages.UntrainedSupernet()),
            "SupernetColumnName must be null where Supernet is set, but was 'Supernet'. Choose one of them.");
        Refused(options => (options.TeacherColumnName, options.Budget) = ("Teacher", null!), "Budget must be set, for example to ComputeBudget.Ratio(12), but was null.");
        Refused(options => (options.TeacherColumnName, options.MaxImages) = ("Teacher", 1), "MaxImages must be at least 2, but was 1.");
        Refused(options => (options.TeacherColumnName, options.OutputColumnName) = ("Teacher", ""), "OutputColumnName must name a column, but was empty.");

        void Refused(Action<PlanSearchEstimator.Options> set, string message)
        {
            PlanSearchEstimator.Options options = TinyStages.Search();
            set(options);
            _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Search(options), message);
        }
    }

    [TestMethod]
    public void Options_ChangedLater_DoNotMatter_AndWithoutSeedOneIsDrawn()
    {
        PlanSearchEstimator.Options options = Given();
        options.Seed = null;
        PlanSearchEstimator estimator = Gan.Compression.Search(options);
        options.Budget = null!;
        options.OutputColumnName = "Other";
        GeneratorApplyingTransformer fitted = estimator.Fit(TestImages.Rows(_context, 4));
        Assert.AreEqual("Generated", fitted.OutputColumnName);
        Assert.IsNull(options.Seed);
        Assert.IsTrue(_lines.Any(line => line.Text.EndsWith(", drawn from the context.", StringComparison.Ordinal)));
    }

    private static PlanSearchEstimator.Options Given()
    {
        PlanSearchEstimator.Options options = TinyStages.Search();
        options.Teacher = TinyStages.Teacher();
        options.Supernet = TinyStages.UntrainedSupernet();
        return options;
    }

    private PlanSearchEstimator.Options Trained(IDataView data)
    {
        PlanSearchEstimator.Options options = TinyStages.Search();
        options.Teacher = TinyStages.Teacher();
        SupernetTrainer.Options supernet = TinyStages.Supernet();
        supernet.Teacher = options.Teacher;
        options.Supernet = Gan.Compression.Supernet(supernet).Fit(data).Model;
        return options;
    }
}
