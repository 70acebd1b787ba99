using GanCompression.Tool.Quickstart;

namespace GanCompression.Tool.Tests.Quickstart;

[TestClass]
public sealed class QuickstartOptionsTests
{
    [TestMethod]
    [DataRow(400, 12, 10)]
    [DataRow(50, 96, 80)]
    [DataRow(100_000, 1, 1)]
    public void Epochs_NotGiven_FollowTheNumberOfPairs(int pairs, int teacher, int student)
    {
        QuickstartOptions options = Options();

        Assert.AreEqual(teacher, options.TeacherEpochsFor(pairs));
        Assert.AreEqual(student, options.StudentEpochsFor(pairs));
        Assert.AreEqual(3, (options with { StudentEpochs = 3 }).StudentEpochsFor(pairs));
    }

    [TestMethod]
    public void Describe_AnyResultDecidingOption_MakesADifference()
    {
        QuickstartOptions options = Options();
        QuickstartOptions[] others =
        [
            options with { Seed = 1 }, options with { ImageSize = 32 }, options with { Width = 8 }, options with { Ratio = 11 }, options with { TeacherEpochs = 1 },
            options with { StudentEpochs = 1 }, options with { BatchSize = 1 }, options with { UseFlip = false }, options with { DataFolder = "d" }, options with { FeaturesFile = "f.npz" },
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
