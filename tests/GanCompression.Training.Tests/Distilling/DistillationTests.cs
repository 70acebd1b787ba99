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
    public void Train_UnpairedImages_FollowTheTeacherAndGoOnWithItsDiscriminator()
    {
        using UnpairedImageCache data = SyntheticSets.Create(2, 4);
        CycleGanOptions cycleGan = TinyOptions.CycleGan();
        cycleGan.Architecture = "mobile_resnet_2blocks";
        cycleGan.GeneratorWidth = 4;
        GeneratorModel teacher = CycleGanTeacher.Train(data, cycleGan);
        DistillationOptions options = TinyOptions.Distillation();
        options.MaxEpochs = 30;
        options.LearningRate = 0.003;
        options.GanWeight = 0.1;
        options.UseFlip = false;
        var losses = new List<double>();
        options.ProgressCallback = progress => losses.Add(progress.Losses["Reconstruction"]);
        GeneratorModel student = Distillation.Train(teacher, data, options);

        Assert.IsLessThan(0.7 * losses[0], losses[^1], $"from {losses[0]} to {losses[^1]}");
        Assert.AreEqual(3, student.Discriminator!.Graph.Inputs[0].Channels);
        CollectionAssert.AreEqual(new[] { "CycleGan", "Distillation" }, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.AreEqual("TeacherOutput", student.Provenance[^1].Options["ReconstructionTarget"]);
        Assert.AreEqual(teacher.Discriminator!.Weights.Fingerprint(), student.Provenance[^1].Options["Discriminator"]);
    }

    [TestMethod]
    public void Train_UnpairedImages_ReportsWhatDoesNotGoTogether()
    {
        using UnpairedImageCache data = SyntheticSets.Create(2, 2);
        DistillationOptions options = TinyOptions.Distillation();
        options.MaxEpochs = 1;
        AssertEx.ThrowsWith<ArgumentException>(() => Distillation.Train(TinyTeacher.Create(), data, options),
            "judges pairs of source and image (6 channels), but the images are unpaired", "UseTeacherDiscriminator to false");
        options.UseTeacherDiscriminator = false;
        Assert.AreEqual(3, Distillation.Train(TinyTeacher.Create(), data, options).Discriminator!.Graph.Inputs[0].Channels);
        options.ReconstructionTarget = ReconstructionTarget.GroundTruth;
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Distillation.Train(TinyTeacher.Create(), data, options), "ReconstructionTarget cannot be GroundTruth for unpaired images");
    }

    [TestMethod]
    public void Train_SupernetOnUnpairedImages_FollowsTheTeacher()
    {
        using UnpairedImageCache data = SyntheticSets.Create(2, 2);
        var options = new SupernetOptions
        {
            Blocks = 2, Channels = ChannelSet.Uniform(2, 1), DiscriminatorWidth = 2, DiscriminatorLayers = 1, MaxEpochs = 2, BatchSize = 2, NumberOfThreads = 1,
        };
        GeneratorModel widest = Supernet.Train(TinyTeacher.Create(hasDiscriminator: false), data, options);
        Assert.AreEqual("TeacherOutput", widest.Provenance[^1].Options["ReconstructionTarget"]);
        Assert.AreEqual(3, widest.Discriminator!.Graph.Inputs[0].Channels);
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
    public void Train_FromASupernet_StartsWithItsAdaptorsAndDiscriminator()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        GeneratorModel teacher = TinyTeacher.Create();
        GeneratorModel supernet = Supernet.Train(teacher, data, new SupernetOptions
        {
            Channels = ChannelSet.Uniform(4, 2), Blocks = 2, MaxEpochs = 1, BatchSize = 2, NumberOfThreads = 1, DiscriminatorWidth = 4, DiscriminatorLayers = 1,
        });
        GeneratorModel start = Supernet.Export(supernet, ChannelPlan.Uniform(2));
        Assert.HasCount(supernet.Adaptors.Length, start.Adaptors);
        foreach (GeneratorModel from in new[] { supernet, start })
        {
            DistillationOptions options = TinyOptions.Distillation();
            (options.InitialStudent, options.LearningRate) = (from, 1e-12);
            GeneratorModel student = Distillation.Train(teacher, data, options);
            foreach ((FeatureAdaptor expected, FeatureAdaptor got) in supernet.Adaptors.Zip(student.Adaptors))
            {
                Assert.AreEqual((expected.StudentNode, expected.TeacherNode), (got.StudentNode, got.TeacherNode));
                AssertEx.Close(expected.LeadingChannels(got.Network.Graph.Inputs[0].Channels).Network.Weights["adaptor.weight"].Floats.ToArray(), got.Network.Weights["adaptor.weight"].Floats.ToArray(), 1e-6, got.StudentNode);
            }

            Assert.AreNotEqual(0, student.Adaptors.Length);
            AssertEx.Close(supernet.Discriminator!.Weights["model.0.weight"].Floats.ToArray(), student.Discriminator!.Weights["model.0.weight"].Floats.ToArray(), 1e-6, "discriminator");
            Assert.DoesNotContain("Random", student.Provenance[^1].Options["Adaptors"]);
        }

        // Without any, as in files of earlier versions, they start at random.
        DistillationOptions without = TinyOptions.Distillation();
        without.InitialStudent = start.ForDeployment();
        Assert.IsFalse(Distillation.Train(teacher, data, without).Provenance[^1].Options.ContainsKey("Adaptors"));
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
