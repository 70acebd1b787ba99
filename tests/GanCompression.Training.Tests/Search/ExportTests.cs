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
    public void Export_Frontier_TakesTheWinner_AndRecordsHowItWasFound()
    {
        using ImagePairCache data = TinySupernet.Data();
        GeneratorModel supernet = TinySupernet.Create();
        var budget = ComputeBudget.Ratio(1.1);
        var options = new SearchOptions { Channels = TinySupernet.Channels, Strategy = new BudgetedSearch { Candidates = 6, Finalists = 2 }, NumberOfThreads = 1, Seed = 7 };
        CompressionFrontier frontier = PlanSearch.Run(TinySupernet.Teacher(), supernet, data, budget, options);
        GeneratorModel winner = Supernet.Export(supernet, frontier);
        Assert.AreEqual(Supernet.Export(supernet, frontier.Best.Plan).Generator.Weights.Fingerprint(), winner.Generator.Weights.Fingerprint());
        StageRecord record = winner.Provenance.Single();
        Assert.AreEqual(("Search", 7L), (record.Stage, record.Seed));
        Assert.AreEqual((budget.ToString(), TinySupernet.Channels.ToString(), frontier.Best.Plan.ToString()), (record.Options["Budget"], record.Options["Channels"], record.Options["Plan"]));
        Assert.AreEqual((frontier.Best.Score!.Value, (double)frontier.GeneratorRuns, (double)frontier.Points.Length), (record.Metrics["Score"], record.Metrics["GeneratorRuns"], record.Metrics["PlansJudged"]));
        Assert.AreEqual((supernet.Cost().MultiplyAdds, winner.Cost().MultiplyAdds), (record.MultiplyAddsBefore, record.MultiplyAddsAfter));
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
