using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training.Tests.Supernets;

[TestClass]
public sealed class SupernetTrainerTests
{
    private readonly MLContext _context = new(seed: 1);

    private GanCompressionCatalog Gan => _context.GanCompression();

    [TestMethod]
    [Timeout(120_000)]
    public void Trainer_WithGivenTeacher_PassesTheWorkout()
    {
        SupernetTrainer.Options options = TinyStages.Supernet();
        options.Teacher = TinyStages.Teacher();
        IDataView data = TestImages.Rows(_context, 4);
        EstimatorWorkout.Run(
            _context, Gan.Compression.Supernet(options), data, TestImages.Rows(_context, 2, salt: "test "),
            invalid: [_context.Transforms.DropColumns("Source").Fit(data).Transform(data), _context.Transforms.DropColumns("Target").Fit(data).Transform(data), TestImages.Rows(_context, 4, imageSize: 18)],
            TinyStages.CountTensors);
    }

    [TestMethod]
    [Timeout(120_000)]
    public void Trainer_AfterAnotherStage_PassesTheWorkout()
    {
        IDataView data = TestImages.Rows(_context, 4);
        IDataView generated = Gan.Transforms.ApplyGenerator("Teacher", TinyStages.Teacher(), "Source").Fit(data).Transform(data);
        SupernetTrainer.Options options = TinyStages.Supernet();
        options.TeacherColumnName = "Teacher";
        EstimatorWorkout.Run(
            _context, Gan.Compression.Supernet(options), generated, generated,
            invalid: [data, _context.Transforms.CopyColumns("Teacher", "Target").Fit(data).Transform(data)], TinyStages.CountTensors);
    }

    [TestMethod]
    public void Fit_EqualsTheTrainerOnTheSameImages_AndYieldsTheWidestPlan()
    {
        IDataView data = TestImages.Rows(_context, 4);
        RgbImage[] sources = ImageColumns.Read(data, "Source");
        RgbImage[] targets = ImageColumns.Read(data, "Target");
        using var cache = new ImagePairCache(16, 16);
        for (int i = 0; i < sources.Length; i++)
            cache.Add(sources[i], targets[i]);
        SupernetTrainer.Options options = TinyStages.Supernet();
        options.Teacher = TinyStages.Teacher();
        var lines = new List<string>();
        _context.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Info && e.Source.StartsWith("SupernetTrainer; Train", StringComparison.Ordinal))
                lines.Add(e.RawMessage);
        };
        GeneratorModel actual = Gan.Compression.Supernet(options).Fit(data).Model;
        Assert.AreEqual(Supernet.Train(options.Teacher, cache, options).Generator.Weights.Fingerprint(), actual.Generator.Weights.Fingerprint());
        Assert.AreEqual(ChannelPlan.Uniform(4), GeneratorNetworks.PlanOf(actual.Generator.Graph));
        Assert.AreEqual("Supernet", actual.Provenance.Single().Stage);
        Assert.AreEqual("Seed 3, as given in the options.", lines[0]);
        Assert.AreEqual("Teacher 'mobile_resnet_2blocks', as given in the options.", lines[1]);
        StringAssert.StartsWith(lines[^1], "Supernet made 'sub_mobile_resnet_2blocks' in ", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Fit_WithoutSeed_DrawsOneFromTheContext_AndKeepsIt()
    {
        SupernetTrainer.Options options = TinyStages.Supernet();
        options.Teacher = TinyStages.Teacher();
        options.Seed = null;
        options.MaxEpochs = 1;
        IDataView data = TestImages.Rows(_context, 4);
        SupernetTrainer trainer = new MLContext(seed: 5).GanCompression().Compression.Supernet(options);
        string first = trainer.Fit(data).Model.Generator.Weights.Fingerprint();
        Assert.AreEqual(first, trainer.Fit(data).Model.Generator.Weights.Fingerprint());
        Assert.AreEqual(first, new MLContext(seed: 5).GanCompression().Compression.Supernet(options).Fit(data).Model.Generator.Weights.Fingerprint());
        Assert.AreNotEqual(first, new MLContext(seed: 6).GanCompression().Compression.Supernet(options).Fit(data).Model.Generator.Weights.Fingerprint());
    }

    [TestMethod]
    public void Fit_TeacherSmallerThanTheWidestPlan_IsRefusedBeforeImagesAreRead()
    {
        var probe = new ProbeDataView(TestImages.Rows(_context, 4));
        SupernetTrainer.Options options = TinyStages.Supernet();
        options.Teacher = TinyStages.Teacher(width: 2);
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => Gan.Compression.Supernet(options).Fit(probe));
        StringAssert.Matches(e.Message, new(@"^The teacher 'mobile_resnet_2blocks' needs [0-9,]+ multiply-adds at 16×16 pixels, less than the supernet's widest plan 4_4_4_4_4_4_4_4, which needs [0-9,]+; expected a teacher that is larger\. Offer narrower Channels, or lower Blocks\. \(Parameter 'options'\)$"));
        Assert.AreEqual(0, probe.Cursors);
    }

    [TestMethod]
    public void Fit_FromAStudentOfAnEarlierStage_TrainsForPlansOfItsWidth()
    {
        IDataView data = TestImages.Rows(_context, 4);
        IDataView student = Gan.Transforms.ApplyGenerator("Generated", TinyStages.Teacher(width: 3), "Source").Fit(data).Transform(data);
        SupernetTrainer.Options options = TinyStages.Supernet();
        (options.Teacher, options.Channels, options.InitialStudentColumnName) = (TinyStages.Teacher(width: 8), null, "Generated");
        GeneratorModel supernet = Gan.Compression.Supernet(options).Fit(student).Model;
        Assert.AreEqual(SupernetOptions.DefaultChannels(3).ToString(), supernet.Provenance[^1].Options["Channels"]);
        Assert.AreEqual(ChannelPlan.Uniform(3), GeneratorNetworks.PlanOf(supernet.Generator.Graph));
        Assert.AreEqual(TinyStages.Teacher(width: 3).Generator.Weights.Fingerprint(), supernet.Provenance[^1].Options["StudentInitialization"]);

        options.Channels = ChannelSet.Uniform(4, 2);
        _ = AssertEx.ThrowsWith<ArgumentException>(
            () => Gan.Compression.Supernet(options).Fit(student), "A 'sub_mobile_resnet_2blocks' with the channels 4_4_4_4_4_4_4_4 cannot start from 'mobile_resnet_2blocks': ", "at least as wide as the widest plan of Channels");
        options.TeacherColumnName = "Generated";
        options.Teacher = null;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Supernet(options), "TeacherColumnName and InitialStudentColumnName must differ, but both name 'Generated'");
        (options.TeacherColumnName, options.StudentInitialization) = ("Teacher", StudentInitialization.TeacherWeights);
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Supernet(options), "StudentInitialization must be Automatic where InitialStudentColumnName is set, but was TeacherWeights.");
    }

    [TestMethod]
    public void Fit_UnpairedImagesWithADiscriminatorOfPairs_SaysWhatToDo()
    {
        IDataView data = TestImages.Rows(_context, 4);
        SupernetTrainer.Options options = TinyStages.Supernet();
        options.Teacher = Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Fit(data).Model;
        options.IsUnpaired = true;
        _ = AssertEx.ThrowsWith<ArgumentException>(
            () => Gan.Compression.Supernet(options).Fit(data), "judges pairs of source and image (6 channels), but the images are unpaired.", "set UseTeacherDiscriminator to false");
        options.UseTeacherDiscriminator = false;
        Assert.AreEqual("TeacherOutput", Gan.Compression.Supernet(options).Fit(data).Model.Provenance[^1].Options["ReconstructionTarget"]);
    }

    [TestMethod]
    public void Options_ContradictoryOrOutOfRange_ThrowInTheConstructor()
    {
        SupernetTrainer.Options options = TinyStages.Supernet();
        options.Blocks = 0;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Supernet(options), "Blocks must be from 1 to 100, but was 0.");
        options = TinyStages.Supernet();
        options.Teacher = TinyStages.Teacher();
        options.TeacherColumnName = "Teacher";
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Supernet(options), "TeacherColumnName must be null where Teacher is set, but was 'Teacher'. Choose one of them.");
        options = TinyStages.Supernet();
        options.IsUnpaired = true;
        options.ReconstructionTarget = ReconstructionTarget.GroundTruth;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Supernet(options), "ReconstructionTarget cannot be GroundTruth where IsUnpaired is true.");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Supernet(maxEpochs: 0), "MaxEpochs must be at least 1, but was 0.");
    }
}
