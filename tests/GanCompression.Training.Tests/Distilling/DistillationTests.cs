namespace GanCompression.Training.Tests.Distilling;

[TestClass]
public sealed class DistillationTests
{
    [TestMethod]
    public void Train_TrainedTeacher_StudentLearnsAndContinuesProvenance()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        GeneratorModel teacher = Pix2PixTeacher.Train(data, TinyOptions.Pix2Pix());
        DistillationOptions options = TinyOptions.Distillation();
        options.MaxEpochs = 30;
        options.LearningRate = 0.002;
        options.UseFlip = false;
        var losses = new List<IReadOnlyDictionary<string, double>>();
        options.ProgressCallback = progress => losses.Add(progress.Losses);

        GeneratorModel student = Distillation.Train(teacher, data, options);

        Assert.IsLessThan(0.75 * losses[0]["Reconstruction"], losses[^1]["Reconstruction"]);
        Assert.IsLessThan(0.9 * losses[0]["Distillation"], losses[^1]["Distillation"]);
        CollectionAssert.AreEqual(new[] { "Pix2Pix", "Distillation" }, student.Provenance.Select(record => record.Stage).ToArray());
        StageRecord record = student.Provenance[^1];
        Assert.AreEqual(teacher.Cost().MultiplyAdds, record.MultiplyAddsBefore);
        Assert.AreEqual(student.Cost().MultiplyAdds, record.MultiplyAddsAfter);
        Assert.IsLessThan(record.ParametersBefore!.Value, record.ParametersAfter);
        Assert.AreEqual("TeacherWeights", record.Options["StudentInitialization"]);
        Assert.AreEqual(teacher.Generator.Weights.Fingerprint(), record.Options["Teacher"]);
    }

    [TestMethod]
    public void Train_TeacherOfTheSameFamily_StudentStartsFromItsWeights()
    {
        using ImagePairCache data = SyntheticPairs.Create(2);
        GeneratorModel teacher = TinyTeacher.Create();
        DistillationOptions options = TinyOptions.Distillation();
        options.MaxEpochs = 1;
        options.LearningRate = 1e-12;
        GeneratorModel student = Distillation.Train(teacher, data, options);
        WeightTable expected = ChannelPruning.ByImportance(teacher.Generator, student.Generator.Graph);
        foreach ((string name, WeightTensor tensor) in student.Generator.Weights)
            AssertEx.Close(expected[name].Floats, tensor.Floats, 1e-9, name);
        foreach ((string name, WeightTensor tensor) in student.Discriminator!.Weights)
            AssertEx.Close(teacher.Discriminator!.Weights[name].Floats, tensor.Floats, 1e-9, name);
    }

    [TestMethod]
    public void Train_DenseTeacher_StudentStartsAtRandomOrRefusesTheWeights()
    {
        using ImagePairCache data = SyntheticPairs.Create(2);
        GeneratorModel teacher = TinyTeacher.Create(isSeparable: false);
        DistillationOptions options = TinyOptions.Distillation();
        Assert.AreEqual("Random", Distillation.Train(teacher, data, options).Provenance[^1].Options["StudentInitialization"]);
        options.StudentInitialization = StudentInitialization.TeacherWeights;
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Distillation.Train(teacher, data, options),
            "StudentInitialization cannot be TeacherWeights", "'sub_mobile_resnet_2blocks' is not a narrower 'resnet_2blocks'");
    }

    [TestMethod]
    public void Train_NoGroundTruth_JudgesTheImageAloneAndComparesWithTheTeacher()
    {
        using ImagePairCache data = SyntheticPairs.Create(2);
        DistillationOptions options = TinyOptions.Distillation();
        options.ReconstructionTarget = ReconstructionTarget.TeacherOutput;
        options.MaxEpochs = 60;
        options.LearningRate = 0.003;
        options.GanWeight = 0;
        var losses = new List<double>();
        options.ProgressCallback = progress => losses.Add(progress.Losses["Reconstruction"]);
        GeneratorModel student = Distillation.Train(TinyTeacher.Create(hasDiscriminator: false), data, options);
        Assert.AreEqual(3, student.Discriminator!.Graph.Inputs[0].Channels);
        Assert.IsLessThan(0.7 * losses[0], losses[^1]);
    }

    [TestMethod]
    public void Train_OtherNumberOfBlocks_ComparesTheThirds()
    {
        using ImagePairCache data = SyntheticPairs.Create(2);
        GeneratorModel teacher = TinyTeacher.Create(blocks: 3);
        GeneratorModel student = Distillation.Train(teacher, data, TinyOptions.Distillation());
        Assert.IsGreaterThan(0, student.Provenance[^1].Metrics["Distillation"]);
    }

    [TestMethod]
    public void Choose_NineBlocks_TakesThePublishedNodes()
    {
        LayerGraph graph = GeneratorNetworks.MobileResNet(new() { BaseWidth = 2 });
        CollectionAssert.AreEqual(
            new[] { "model.9", "model.12", "model.15", "model.18" },
            FeaturePair.Choose(new DistillationOptions(), graph, graph, 16, 16).Select(pair => pair.Student).ToArray());
    }

    [TestMethod]
    public void Choose_NodesOfDifferentSize_NamesBoth()
    {
        LayerGraph graph = GeneratorNetworks.MobileResNet(new() { BaseWidth = 2 });
        LayerGraph deeper = GeneratorNetworks.MobileResNet(new() { BaseWidth = 2, Blocks = 12 });
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(
            () => FeaturePair.Choose(new DistillationOptions { FeatureNodes = ["model.19"] }, graph, deeper, 16, 16), "'model.19' of the student is 4×8×8", "of the teacher is 8×4×4");
    }

    [TestMethod]
    public void Train_WithoutFeatures_NeedsNoAdaptors()
    {
        using ImagePairCache data = SyntheticPairs.Create(2);
        DistillationOptions options = TinyOptions.Distillation();
        options.DistillationWeight = 0;
        Assert.AreEqual(0.0, Distillation.Train(TinyTeacher.Create(), data, options).Provenance[^1].Metrics["Distillation"]);
    }

    [TestMethod]
    public void Train_DefaultPlan_IsThePublishedOneScaledToTheTeacher()
    {
        using ImagePairCache data = SyntheticPairs.Create(2);
        DistillationOptions options = TinyOptions.Distillation();
        options.StudentPlan = null;
        GeneratorModel student = Distillation.Train(TinyTeacher.Create(), data, options);
        LayerGraph expected = GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("1_1_2_1_2_2_1_1"), new() { Blocks = 2 });
        Assert.AreEqual(expected.ToJson(), student.Generator.Graph.ToJson());
    }
}
