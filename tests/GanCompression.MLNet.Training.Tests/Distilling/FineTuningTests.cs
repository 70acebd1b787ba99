using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training.Tests.Distilling;

/// <summary>Distillation whose student starts from a generator of an earlier stage.</summary>
[TestClass]
public sealed class FineTuningTests
{
    private readonly MLContext _context = new(seed: 1);

    private GanCompressionCatalog Gan => _context.GanCompression();

    [TestMethod]
    [Timeout(120_000)]
    public void Trainer_AfterOtherStages_PassesTheWorkout()
    {
        IDataView data = TestImages.Rows(_context, 4);
        IDataView student = Gan.Transforms.ApplyGenerator("Generated", Start("3_2_4_2_2_2_2_3"), "Source").Fit(data).Transform(data);
        IDataView both = Gan.Transforms.ApplyGenerator("Teacher", TinyStages.Teacher(), "Source").Fit(student).Transform(student);
        EstimatorWorkout.Run(
            _context, Gan.Compression.Distillation(FromColumns()), both, both,
            invalid: [data, student, _context.Transforms.CopyColumns("Generated", "Target").Fit(both).Transform(both)], TinyStages.CountTensors);
    }

    [TestMethod]
    public void StudentFromAColumn_EqualsTheStudentGiven_AndHasItsChannels()
    {
        IDataView data = TestImages.Rows(_context, 4);
        GeneratorModel start = Start("3_2_4_2_2_2_2_3");
        IDataView student = Gan.Transforms.ApplyGenerator("Generated", start, "Source").Fit(data).Transform(data);
        IDataView both = Gan.Transforms.ApplyGenerator("Teacher", TinyStages.Teacher(), "Source").Fit(student).Transform(student);
        var lines = new List<string>();
        _context.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Info && e.Source.StartsWith("GeneratorDistillationTrainer; Distill", StringComparison.Ordinal))
                lines.Add(e.RawMessage);
        };
        GeneratorModel found = Gan.Compression.Distillation(FromColumns()).Fit(both).Model;
        Assert.AreEqual("Initial student 'sub_mobile_resnet_2blocks', found on column 'Generated'.", lines[2]);
        Assert.AreEqual("3_2_4_2_2_2_2_3", GeneratorNetworks.PlanOf(found.Generator.Graph)!.ToString());
        Assert.AreEqual(start.Generator.Weights.Fingerprint(), found.Provenance[^1].Options["StudentInitialization"]);

        GeneratorDistillationTrainer.Options given = FromColumns();
        (given.TeacherColumnName, given.InitialStudentColumnName) = (null, null);
        (given.Teacher, given.InitialStudent) = (TinyStages.Teacher(), start);
        Assert.AreEqual(found.Generator.Weights.Fingerprint(), Gan.Compression.Distillation(given).Fit(data).Model.Generator.Weights.Fingerprint());

        given.StudentArchitecture = "sub_mobile_resnet_2blocks";
        given.StudentPlan = ChannelPlan.Uniform(2);
        Assert.AreEqual("2_2_2_2_2_2_2_2", GeneratorNetworks.PlanOf(Gan.Compression.Distillation(given).Fit(data).Model.Generator.Graph)!.ToString(), "A plan that is given is kept.");
    }

    [TestMethod]
    public void SeparableGenerator_IsFineTunedWithItsOwnWidth()
    {
        GeneratorDistillationTrainer.Options options = FromColumns();
        (options.TeacherColumnName, options.InitialStudentColumnName) = (null, null);
        (options.Teacher, options.InitialStudent) = (TinyStages.Teacher(), TinyStages.Teacher(width: 3));
        GeneratorModel student = Gan.Compression.Distillation(options).Fit(TestImages.Rows(_context, 4)).Model;
        Assert.AreEqual(("sub_mobile_resnet_2blocks", ChannelPlan.Uniform(3)), (student.Generator.Graph.Architecture, GeneratorNetworks.PlanOf(student.Generator.Graph)));
    }

    [TestMethod]
    public void MixUps_AreExplainedBeforeImagesAreRead()
    {
        GeneratorModel teacher = TinyStages.Teacher();
        Refused<ArgumentException>(teacher, teacher, options => { }, "The teacher and the initial student are the same generator, 'mobile_resnet_2blocks'.");
        Refused<ArgumentException>(Start("2_2_2_2_2_2_2_2"), teacher, options => { }, "less than the initial student 'mobile_resnet_2blocks', which needs ", "Were the teacher and the initial student mixed up?");
        Refused<ArgumentException>(teacher, Start("2_2_2_2_2_2_2_2"), options => options.StudentPlan = ChannelPlan.Uniform(3),
            "A 'sub_mobile_resnet_2blocks' with the channels 3_3_3_3_3_3_3_3 cannot start from 'sub_mobile_resnet_2blocks': ", "Leave StudentPlan null to take the channels of the initial student.");
        Refused<ArgumentOutOfRangeException>(teacher, Start("2_2_2_2_2_2_2_2"), options => options.StudentArchitecture = "sub_mobile_resnet_3blocks",
            "StudentArchitecture 'sub_mobile_resnet_3blocks' is not that of the initial student 'sub_mobile_resnet_2blocks'");

        void Refused<T>(GeneratorModel teacherGiven, GeneratorModel start, Action<GeneratorDistillationTrainer.Options> set, params string[] parts)
            where T : Exception
        {
            var probe = new ProbeDataView(TestImages.Rows(_context, 4));
            GeneratorDistillationTrainer.Options options = TinyStages.Distillation();
            (options.StudentPlan, options.Teacher, options.InitialStudent) = (null, teacherGiven, start);
            set(options);
            _ = AssertEx.ThrowsWith<T>(() => Gan.Compression.Distillation(options).Fit(probe), parts);
            Assert.AreEqual(0, probe.Cursors);
        }
    }

    [TestMethod]
    public void UnpairedImages_WithAStudentWhoseDiscriminatorJudgesPairs_NameTheCure()
    {
        IDataView data = TestImages.Rows(_context, 4);
        GeneratorDistillationTrainer.Options options = FromColumns();
        (options.TeacherColumnName, options.InitialStudentColumnName) = (null, null);
        options.Teacher = Gan.Trainers.CycleGan(TinyStages.CycleGan()).Fit(data).Model;
        GeneratorModel start = Start("2_2_2_2_2_2_2_2");
        GeneratorModel paired = Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Fit(data).Model;
        options.InitialStudent = new GeneratorModel(start.Generator, 16, paired.Discriminator);
        _ = AssertEx.ThrowsWith<ArgumentException>(
            () => Gan.Compression.Distillation(options).Fit(data), "The initial student's discriminator 'n_layers' judges pairs of source and image (6 channels), but the images are unpaired.",
            "take the discriminator off the initial student (GeneratorModel.ForDeployment)");
        options.InitialStudent = options.InitialStudent.ForDeployment();
        Assert.AreEqual(3, Gan.Compression.Distillation(options).Fit(data).Model.Discriminator!.Graph.Inputs[0].Channels);
    }

    [TestMethod]
    public void Options_Contradictory_ThrowInTheConstructor()
    {
        Refused(options => options.TeacherColumnName = null,
            "TeacherColumnName and InitialStudentColumnName must differ, but both name 'Generated', and only one generator made that column. Give the stage of the teacher an output column of its own and name it in TeacherColumnName, or set Teacher.");
        Refused(options => options.InitialStudent = Start("2_2_2_2_2_2_2_2"), "InitialStudentColumnName must be null where InitialStudent is set, but was 'Generated'. Choose one of them.");
        Refused(options => options.InitialStudentColumnName = "", "InitialStudentColumnName must name a column, but was empty.");
        Refused(options => options.StudentInitialization = StudentInitialization.Random, "StudentInitialization must be Automatic where InitialStudentColumnName is set, but was Random.");

        void Refused(Action<GeneratorDistillationTrainer.Options> set, string message)
        {
            GeneratorDistillationTrainer.Options options = FromColumns();
            set(options);
            _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Distillation(options), message);
        }
    }

    [TestMethod]
    public void MissingColumn_FailsBeforeAnEarlierStageTrains()
    {
        var probe = new ProbeDataView(TestImages.Rows(_context, 4));
        GeneratorDistillationTrainer.Options options = FromColumns();
        (options.TeacherColumnName, options.InitialStudentColumnName) = ("Generated", "Small");
        Assert.AreEqual(
            "Could not find initial student column 'Small'. Append this stage to Compression.Search or another compressor, or give it an InitialStudent. (Parameter 'inputSchema')",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Append(Gan.Compression.Distillation(options)).Fit(probe)).Message);
        Assert.AreEqual(0, probe.Cursors);
    }

    private static GeneratorDistillationTrainer.Options FromColumns()
    {
        GeneratorDistillationTrainer.Options options = TinyStages.Distillation();
        options.StudentArchitecture = new DistillationOptions().StudentArchitecture;
        options.StudentPlan = null;
        options.TeacherColumnName = "Teacher";
        options.InitialStudentColumnName = "Generated";
        return options;
    }

    private static GeneratorModel Start(string plan)
    {
        LayerGraph graph = GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse(plan), new ResNetGeneratorOptions { Blocks = 2 });
        return new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph, "start:")), 16);
    }
}
