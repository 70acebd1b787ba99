namespace GanCompression.Training.Tests.Search;

[TestClass]
public sealed class ExportTests
{
    [TestMethod]
    public void Export_Plan_GivesTheSupernetsImagesBitForBit()
    {
        GeneratorModel supernet = TinySupernet.Create();
        GeneratorModel exported = Supernet.Export(supernet, TinySupernet.TeacherPlan);
        using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();
        using IDisposable noGradient = TorchSharp.torch.no_grad();
        using var wide = new TrainableNetwork(supernet.Generator, isTrainable: false);
        using var narrow = new TrainableNetwork(exported.Generator, isTrainable: false);
        using ImagePairCache data = SyntheticPairs.Create(2);
        TorchSharp.torch.Tensor source = new BatchSampler(data, null, false, 2, 0).Read(0, 0).Source;
        ReadOnlySpan<byte> expected = wide.Forward(source, exported.Generator.Graph).ToWeightTensor().Bytes;
        Assert.IsTrue(expected.SequenceEqual(narrow.Forward(source).ToWeightTensor().Bytes));

        StageRecord record = exported.Provenance[^1];
        Assert.AreEqual("Export", record.Stage);
        Assert.AreEqual(TinySupernet.TeacherPlan.ToString(), record.Options["Plan"]);
        Assert.AreEqual(supernet.Cost().MultiplyAdds, record.MultiplyAddsBefore);
        Assert.AreEqual(exported.Cost().MultiplyAdds, record.MultiplyAddsAfter);
    }

    [TestMethod]
    public void Export_WiderPlanOrOtherModel_IsRefused()
    {
        _ = Assert.ThrowsExactly<GraphException>(() => Supernet.Export(TinySupernet.Create(), ChannelPlan.Uniform(5)));
        _ = Assert.ThrowsExactly<GraphException>(() => Supernet.Export(TinyTeacher.Create(isSeparable: false), ChannelPlan.Uniform(2)));
    }

    [TestMethod]
    public void Distillation_InitialStudent_StartsFromItsLeadingChannelsAndDiscriminator()
    {
        using ImagePairCache data = SyntheticPairs.Create(2);
        GeneratorModel supernet = TinyTeacher.Create();
        DistillationOptions options = TinyOptions.Distillation();
        options.InitialStudent = supernet;
        options.UseTeacherDiscriminator = false;
        options.MaxEpochs = 1;
        options.LearningRate = 1e-12;
        GeneratorModel student = Distillation.Train(TinyTeacher.Create(isSeparable: false, hasDiscriminator: false), data, options);
        WeightTable expected = ChannelPruning.LeadingSlices(supernet.Generator, student.Generator.Graph);
        foreach ((string name, WeightTensor tensor) in student.Generator.Weights)
            AssertEx.Close(expected[name].Floats, tensor.Floats, 1e-9, name);
        foreach ((string name, WeightTensor tensor) in student.Discriminator!.Weights)
            AssertEx.Close(supernet.Discriminator!.Weights[name].Floats, tensor.Floats, 1e-9, name);
        Assert.AreEqual(supernet.Generator.Weights.Fingerprint(), student.Provenance[^1].Options["StudentInitialization"]);

        options.StudentInitialization = StudentInitialization.Random;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(options.Validate, "StudentInitialization must be Automatic where InitialStudent is set, but was Random.");
    }
}
