using GanCompression.Tool.Quickstart;

namespace GanCompression.Tool.Tests.Quickstart;

[TestClass]
public sealed class QuickstartOptionsTests
{
    [TestMethod]
    [DataRow(400, 12, 20, 8)]
    [DataRow(50, 96, 160, 64)]
    [DataRow(100_000, 1, 1, 1)]
    public void Epochs_NotGiven_FollowTheNumberOfPairs(int pairs, int teacher, int supernet, int fineTuning)
    {
        QuickstartOptions options = Options();

        Assert.AreEqual(teacher, options.TeacherEpochsFor(pairs));
        Assert.AreEqual(supernet, options.SupernetEpochsFor(pairs));
        Assert.AreEqual(fineTuning, options.FineTuningEpochsFor(pairs));
        Assert.AreEqual(3, (options with { SupernetEpochs = 3 }).SupernetEpochsFor(pairs));
        Assert.AreEqual(3, (options with { FineTuningEpochs = 3 }).FineTuningEpochsFor(pairs));
        Assert.IsTrue((options with { DataFolder = "d" }).SupernetEpochsFor(pairs) >= supernet, "Photographs are shown more often.");
        Assert.AreEqual(0, (options with { DataFolder = "d" }).FineTuningEpochsFor(pairs), "Photographs are not fine-tuned on.");
    }

    [TestMethod]
    [DataRow(32, "24,20,16,12,8")]
    [DataRow(4, "3,2,1")]
    [DataRow(1, "1")]
    public void ChannelSet_NotGiven_LiesAroundHalfOfTheTeachersWidth(int width, string expected) =>
        Assert.AreEqual(expected, (Options() with { Width = width }).ChannelSet.ToString().Split('_').Distinct().Single());

    [TestMethod]
    [DataRow(19, 0)]
    [DataRow(400, 40)]
    [DataRow(100_000, 200)]
    public void HeldOutPairs_FollowTheNumberOfPairs(int pairs, int expected) => Assert.AreEqual(expected, QuickstartOptions.HeldOutPairsFor(pairs));

    [TestMethod]
    public void Describe_AnyResultDecidingOption_MakesADifference()
    {
        QuickstartOptions options = Options();
        QuickstartOptions[] others =
        [
            options with { Seed = 1 }, options with { ImageSize = 32 }, options with { Width = 8 }, options with { Ratio = 11 }, options with { TeacherEpochs = 1 },
            options with { SupernetEpochs = 1 }, options with { FineTuningEpochs = 1 }, options with { Channels = ChannelSet.Uniform(3, 2) }, options with { BatchSize = 1 }, options with { UseFlip = false }, options with { DataFolder = "d" }, options with { Features = "f.npz" },
            options with { TrainingImages = 1 }, options with { TestImages = 3 }, options with { Blocks = 1 }, options with { DiscriminatorWidth = 1 }, options with { DiscriminatorLayers = 1 },
            options with { TeacherLearningRate = 1 }, options with { StudentLearningRate = 1 },
        ];

        string Text(QuickstartOptions o) => string.Join("; ", o.Describe());

        Assert.HasCount(others.Length + 1, others.Append(options).Select(Text).Distinct());
        Assert.AreEqual(Text(options), Text(options with { OutputFolder = "elsewhere", CheckpointEvery = 1 }), "Where results go does not decide them.");
    }

    private static QuickstartOptions Options() => new()
    {
        ImageSize = 64,
        TrainingImages = 400,
        TestImages = 50,
        Blocks = 9,
        Width = 32,
        DiscriminatorWidth = 32,
        DiscriminatorLayers = 2,
        Ratio = 10,
        BatchSize = 4,
        TeacherLearningRate = 0.0005,
        StudentLearningRate = 0.001,
        Seed = 0,
        CheckpointEvery = 200,
        OutputFolder = "out",
    };
}
