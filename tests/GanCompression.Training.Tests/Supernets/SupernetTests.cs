namespace GanCompression.Training.Tests.Supernets;

[TestClass]
public sealed class SupernetTests
{
    [TestMethod]
    public void Train_RandomPlans_EverySubNetworkLearns()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        GeneratorModel teacher = TinyTeacher.Create();
        SupernetOptions options = Options();
        options.MaxEpochs = 40;
        options.LearningRate = 0.002;
        GeneratorModel before = Supernet.Train(teacher, data, Options());

        GeneratorModel after = Supernet.Train(teacher, data, options);

        foreach (ChannelPlan plan in new[] { options.Channels!.Largest, options.Channels.Smallest, ChannelPlan.Parse("4_2_4_2_4_2_4_2") })
            Assert.IsLessThan(0.9 * Error(before, plan, data), Error(after, plan, data), plan.ToString());
        Assert.AreEqual("Supernet", after.Provenance[^1].Stage);
    }

    [TestMethod]
    public void Train_CancelledAndStartedAgain_EndsWithTheSameBytes()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        GeneratorModel teacher = TinyTeacher.Create(isSeparable: false);
        GeneratorModel whole = Supernet.Train(teacher, data, Options());
        using var folder = new TempFolder();
        using var cancellation = new CancellationTokenSource();
        SupernetOptions options = Options();
        options.CheckpointFolder = folder.Path;
        options.CancellationToken = cancellation.Token;
        options.ReportEverySteps = 1;
        options.ProgressCallback = progress =>
        {
            if (progress.Step == 3)
                cancellation.Cancel();
        };
        Assert.ThrowsExactly<OperationCanceledException>(() => Supernet.Train(teacher, data, options));
        options = Options();
        options.CheckpointFolder = folder.Path;
        Assert.AreEqual(whole.Generator.Weights.Fingerprint(), Supernet.Train(teacher, data, options).Generator.Weights.Fingerprint());
    }

    [TestMethod]
    public void Sample_ManyPlans_CoversTheSetEvenly()
    {
        ChannelSet set = ChannelSet.Uniform(64, 48, 32, 24, 16);
        Assert.AreEqual(390_625, set.Count);
        Assert.AreEqual("64_64_64_64_64_64_64_64", set.Largest.ToString());
        Assert.AreEqual("16_16_16_16_16_16_16_16", set.Smallest.ToString());
        var random = new SeededRandom(1);
        var counts = new Dictionary<int, int>();
        for (int i = 0; i < 1000; i++)
        {
            foreach (int channels in set.Sample(ref random).Channels)
                counts[channels] = counts.GetValueOrDefault(channels) + 1;
        }

        foreach ((int channels, int count) in counts)
            Assert.IsLessThan(200, Math.Abs(count - 1600), $"{channels} was drawn {count} times.");
        Assert.HasCount(5, counts);
    }

    [TestMethod]
    public void ChannelSet_BadChoices_NamesTheList()
    {
        AssertEx.ThrowsWith<FormatException>(() => _ = new ChannelSet([1], [2]), "2 lists of choices; expected 8");
        AssertEx.ThrowsWith<FormatException>(() => _ = new ChannelSet([1], [2], [], [1], [1], [1]), "List 3 of the channel set has 0 choices");
        AssertEx.ThrowsWith<FormatException>(() => _ = new ChannelSet([1], [2], [0], [1], [1], [1]), "List 3 of the channel set offers 0 channels; expected 1 to 4096");
        AssertEx.ThrowsWith<FormatException>(() => _ = new ChannelSet([1], [2, 2], [1], [1], [1], [1]), "List 2 of the channel set, 2, 2, offers a value twice");
    }

    private static SupernetOptions Options() => new()
    {
        Channels = ChannelSet.Uniform(4, 3, 2),
        Blocks = 2,
        DiscriminatorWidth = 4,
        DiscriminatorLayers = 1,
        MaxEpochs = 2,
        BatchSize = 2,
        UseFlip = false,
        NumberOfThreads = 1,
    };

    private static double Error(GeneratorModel supernet, ChannelPlan plan, ImagePairCache data)
    {
        using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();
        using IDisposable noGradient = TorchSharp.torch.no_grad();
        LayerGraph graph = GeneratorNetworks.SubMobileResNet(plan, new() { Blocks = 2 });
        using var network = new TrainableNetwork(new Network(graph, ChannelPruning.LeadingSlices(supernet.Generator, graph)), isTrainable: false);
        ImageBatch batch = new BatchSampler(data, null, false, data.Count, 0).Read(0, 0);
        return ReconstructionLosses.Compute(ReconstructionLoss.L1, network.Forward(batch.Source), batch.Target).ToWeightTensor().Floats[0];
    }
}
