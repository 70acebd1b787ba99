namespace GanCompression.Training.Tests.Options;

[TestClass]
public sealed class OptionsTests
{
    private static readonly Dictionary<string, (Action<Pix2PixOptions> Spoil, string Message)> s_common = new()
    {
        ["epochs"] = (o => o.MaxEpochs = 0, "MaxEpochs must be at least 1, but was 0."),
        ["decay"] = (o => o.DecayEpochs = 3, "DecayEpochs must be from 0 to MaxEpochs, which is 2, but was 3."),
        ["negative decay"] = (o => o.DecayEpochs = -1, "DecayEpochs must be from 0 to MaxEpochs, which is 2, but was -1."),
        ["batch"] = (o => o.BatchSize = 0, "BatchSize must be at least 1, but was 0."),
        ["batch above data"] = (o => o.BatchSize = 5, "BatchSize must be at most the number of image pairs, which is 4, but was 5."),
        ["rate"] = (o => o.LearningRate = 0, "LearningRate must be above 0 and at most 1, but was 0."),
        ["rate not a number"] = (o => o.LearningRate = double.NaN, "LearningRate must be above 0 and at most 1, but was NaN."),
        ["beta1"] = (o => o.Beta1 = 1, "Beta1 must be at least 0 and below 1, but was 1."),
        ["beta2"] = (o => o.Beta2 = -0.1, "Beta2 must be at least 0 and below 1, but was -0.1."),
        ["size"] = (o => o.ImageSize = 15, "ImageSize must be a multiple of 4, but was 15."),
        ["size above data"] = (o => o.ImageSize = 20, "ImageSize must be at most the size of the images, which is 16×16 pixels, but was 20."),
        ["size too small"] = (o => o.ImageSize = 4, "Images of 4×4 pixels are too small for 'mobile_resnet_2blocks'"),
        ["gan"] = (o => o.GanLoss = (GanLoss)9, "GanLoss must be one of Hinge, LeastSquares, Vanilla, but was 9."),
        ["gan weight"] = (o => o.GanWeight = -1, "GanWeight must be at least 0, but was -1."),
        ["reconstruction"] = (o => o.ReconstructionLoss = (ReconstructionLoss)9, "ReconstructionLoss must be one of L1, L2, SmoothL1, but was 9."),
        ["reconstruction weight"] = (o => o.ReconstructionWeight = double.PositiveInfinity, "ReconstructionWeight must be at least 0, but was Infinity."),
        ["discriminator width"] = (o => o.DiscriminatorWidth = 0, "DiscriminatorWidth must be from 1 to 4096, but was 0."),
        ["discriminator layers"] = (o => o.DiscriminatorLayers = 11, "DiscriminatorLayers must be from 1 to 10, but was 11."),
        ["discriminator too deep"] = (o => o.DiscriminatorLayers = 4, "Images of 16×16 pixels are too small for 'n_layers'"),
        ["threads"] = (o => o.NumberOfThreads = -1, "NumberOfThreads must be from 0 to 1024, but was -1."),
        ["checkpoint steps"] = (o => o.CheckpointEverySteps = 0, "CheckpointEverySteps must be at least 1, but was 0."),
        ["checkpoint folder"] = (o => o.CheckpointFolder = " ", "CheckpointFolder must be null or the name of a folder, but was ' '."),
        ["report steps"] = (o => o.ReportEverySteps = 0, "ReportEverySteps must be at least 1, but was 0."),
        ["width"] = (o => o.GeneratorWidth = 0, "GeneratorWidth must be from 1 to 4096, but was 0."),
        ["architecture"] = (o => o.Architecture = "unet_256", "Architecture 'unet_256' cannot be trained as a teacher: Unknown generator 'unet_256'"),
        ["architecture with plan"] = (o => o.Architecture = "sub_mobile_resnet_9blocks", "'sub_mobile_resnet_9blocks' needs a channel plan"),
    };

    private static readonly Dictionary<string, (Action<DistillationOptions> Spoil, string Message)> s_distillation = new()
    {
        ["weight"] = (o => o.DistillationWeight = -1, "DistillationWeight must be at least 0, but was -1."),
        ["target"] = (o => o.ReconstructionTarget = (ReconstructionTarget)5, "ReconstructionTarget must be one of GroundTruth, TeacherOutput, but was 5."),
        ["start"] = (o => o.StudentInitialization = (StudentInitialization)5, "StudentInitialization must be one of Automatic, TeacherWeights, Random, but was 5."),
        ["no nodes"] = (o => o.FeatureNodes = [], "FeatureNodes must be null or name at least one node"),
        ["unknown node"] = (o => o.FeatureNodes = ["model.77"], "FeatureNodes names 'model.77', but 'sub_mobile_resnet_2blocks' has no such node."),
        ["architecture"] = (o => (o.StudentArchitecture, o.StudentPlan) = ("tiny", null), "StudentArchitecture 'tiny' cannot be built"),
        ["width with plan"] = (o => o.StudentWidth = 4, "StudentWidth must be null for 'sub_mobile_resnet_2blocks', which has a channel plan, but was 4."),
        ["plan with width"] = (o => o.StudentArchitecture = "mobile_resnet_2blocks", "StudentPlan must be null for 'mobile_resnet_2blocks', which has a base width, but was 2_2_2_2_2_2_2_2."),
        ["student width"] = (o => (o.StudentArchitecture, o.StudentPlan, o.StudentWidth) = ("mobile_resnet_2blocks", null, 0), "StudentWidth must be from 1 to 4096, but was 0."),
    };

    public static IEnumerable<object[]> CommonCases => s_common.Keys.Select(name => new object[] { name });

    public static IEnumerable<object[]> DistillationCases => s_distillation.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(CommonCases))]
    public void Pix2Pix_OptionOutOfRange_NamesOptionRangeAndValue(string name)
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        s_common[name].Spoil(options);
        ArgumentOutOfRangeException e = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Pix2PixTeacher.Train(data, options), s_common[name].Message);
        Assert.AreEqual("options", e.ParamName);
    }

    [TestMethod]
    [DynamicData(nameof(DistillationCases))]
    public void Distillation_OptionOutOfRange_NamesOptionRangeAndValue(string name)
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        DistillationOptions options = TinyOptions.Distillation();
        s_distillation[name].Spoil(options);
        ArgumentOutOfRangeException e = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Distillation.Train(TinyTeacher.Create(), data, options), s_distillation[name].Message);
        Assert.AreEqual("options", e.ParamName);
    }

    [TestMethod]
    public void Train_NoImages_SaysSo()
    {
        using var data = new ImagePairCache(16, 16);
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Pix2PixTeacher.Train(data, TinyOptions.Pix2Pix()), "Training needs at least one image pair, but the data has none.");
    }

    [TestMethod]
    public void Train_WholeImagesOfOddSize_NamesTheCure()
    {
        using ImagePairCache data = SyntheticPairs.Create(4, 18);
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Pix2PixTeacher.Train(data, TinyOptions.Pix2Pix()), "Images of 18×18 pixels cannot be trained on whole", "Set ImageSize to a multiple of 4");
    }

    [TestMethod]
    public void Defaults_AreValid()
    {
        new Pix2PixOptions().Validate();
        new DistillationOptions().Validate();
        new SupernetOptions().Validate();
    }

    [TestMethod]
    public void Train_OptionsChangedDuringTheRun_HasNoEffect()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        string expected = Pix2PixTeacher.Train(data, TinyOptions.Pix2Pix()).Generator.Weights.Fingerprint();
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.ProgressCallback = _ => options.LearningRate = 1;
        Assert.AreEqual(expected, Pix2PixTeacher.Train(data, options).Generator.Weights.Fingerprint());
    }
}
