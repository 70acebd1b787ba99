using TorchSharp;

namespace GanCompression.Training.Tests.Loop;

[TestClass]
public sealed class TrainingLoopTests
{
    [TestMethod]
    public void Train_LossBeyondRange_NamesTheLossTheStepTheRateAndTheCure()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        using var folder = new TempFolder();
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.ReconstructionWeight = 1e300;
        options.ReportEverySteps = 4;
        options.CheckpointFolder = folder.Path;
        options.CheckpointEverySteps = 1;

        TrainingDivergedException e = AssertEx.ThrowsWith<TrainingDivergedException>(() => Pix2PixTeacher.Train(data, options),
            "The loss 'Reconstruction' became Infinity at step 1 of 4, at a learning rate of 0.0002.", "Lower LearningRate");

        Assert.AreEqual("Reconstruction", e.Quantity);
        Assert.AreEqual(1, e.Step);
        Assert.AreEqual(2e-4, e.LearningRate);
        Assert.IsFalse(File.Exists(folder["Pix2Pix", "checkpoint.safetensors"]), "Weights were saved after training diverged.");
    }

    [TestMethod]
    public void Run_WeightBeyondRangeThatNoLossShows_NamesTheWeight()
    {
        using ImagePairCache data = SyntheticPairs.Create(2);
        using var folder = new TempFolder();
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.CheckpointFolder = folder.Path;
        using var task = new BrokenTask();
        TrainingDivergedException e = AssertEx.ThrowsWith<TrainingDivergedException>(() => TrainingLoop.Run(task, data, options, options.Describe()),
            "The weight 'adaptor.bias' of the network became NaN at step 2 of 2");
        Assert.AreEqual("adaptor.bias", e.Quantity);
        Assert.IsFalse(File.Exists(folder["Broken", "checkpoint.safetensors"]), "Weights were saved after training diverged.");
    }

    [TestMethod]
    public void Train_CancelledBefore_MakesNoStep()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        using var folder = new TempFolder();
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.CheckpointFolder = folder.Path;
        options.CancellationToken = new CancellationToken(canceled: true);
        options.ProgressCallback = _ => Assert.Fail("It made a step.");
        Assert.ThrowsExactly<OperationCanceledException>(() => Pix2PixTeacher.Train(data, options));
        Assert.IsFalse(File.Exists(folder["Pix2Pix", "checkpoint.safetensors"]));
    }

    [TestMethod]
    public void Train_Cancelled_EndsBeforeTheNextStep()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        using var cancellation = new CancellationTokenSource();
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.ReportEverySteps = 1;
        options.CancellationToken = cancellation.Token;
        long last = 0;
        options.ProgressCallback = progress =>
        {
            last = progress.Step;
            if (progress.Step == 2)
                cancellation.Cancel();
        };
        Assert.ThrowsExactly<OperationCanceledException>(() => Pix2PixTeacher.Train(data, options));
        Assert.AreEqual(2, last);
    }

    [TestMethod]
    public void Train_FiveHundredSteps_MemoryStaysFlat()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        GeneratorModel teacher = TinyTeacher.Create();
        DistillationOptions options = TinyOptions.Distillation();
        options.MaxEpochs = 250;
        options.ReportEverySteps = 50;
        var live = new List<long>();
        var bytes = new List<long>();
        options.ProgressCallback = progress =>
        {
            if (progress.Step % 50 != 0)
                return;
            live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            bytes.Add(Environment.WorkingSet);
        };
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        _ = Distillation.Train(teacher, data, options);

        Assert.HasCount(10, live);
        Assert.AreEqual(live[0], live[^1], $"Live tensors: {string.Join(", ", live)}.");
        Assert.AreEqual(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount, "Tensors outlive the training.");
        Assert.IsLessThan(16L << 20, bytes[^1] - bytes[3], $"Working set in bytes: {string.Join(", ", bytes)}.");
    }

    [TestMethod]
    public void Run_NetworkWithDropout_ResumesExactly()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        Network Generator()
        {
            LayerGraph graph = GeneratorNetworks.MobileResNet(new() { BaseWidth = 2, Blocks = 1, DropoutRate = 0.5 });
            return new Network(graph, DeterministicFill.Weights(graph));
        }

        Network Discriminator()
        {
            LayerGraph graph = DiscriminatorNetworks.PatchGan(new() { BaseWidth = 2, Layers = 1 });
            return new Network(graph, DeterministicFill.Weights(graph));
        }

        string Run(Pix2PixOptions options)
        {
            using var task = new Pix2PixTask(Generator(), Discriminator(), options);
            return TrainingLoop.Run(task, data, options, options.Describe()).Weights["generator"].Fingerprint();
        }

        string whole = Run(TinyOptions.Pix2Pix());
        using var folder = new TempFolder();
        using var cancellation = new CancellationTokenSource();
        Pix2PixOptions first = TinyOptions.Pix2Pix();
        first.CheckpointFolder = folder.Path;
        first.CancellationToken = cancellation.Token;
        first.ProgressCallback = _ => cancellation.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => Run(first));
        Pix2PixOptions second = TinyOptions.Pix2Pix();
        second.CheckpointFolder = folder.Path;
        Assert.AreEqual(whole, Run(second));
    }

    [TestMethod]
    public void Train_NumberOfThreads_HoldsDuringTheRunOnly()
    {
        using ImagePairCache data = SyntheticPairs.Create(2);
        int before = torch.get_num_threads();
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.NumberOfThreads = before + 1;
        int during = 0;
        options.ProgressCallback = _ => during = torch.get_num_threads();
        _ = Pix2PixTeacher.Train(data, options);
        Assert.AreEqual(before + 1, during);
        Assert.AreEqual(before, torch.get_num_threads());
    }

    private sealed class BrokenTask : TrainingTask
    {
        public BrokenTask()
        {
            LayerGraph graph = FeatureAdaptor.GraphFor(1, 1);
            _ = Learn("network", new Network(graph, new WeightTable([new("adaptor.weight", new[] { 1f }.ToWeights(1, 1, 1, 1)), new("adaptor.bias", new[] { float.NaN }.ToWeights(1))])));
        }

        public override string Stage => "Broken";

        public override IReadOnlyList<string> LossNames => ["Loss"];

        public override torch.Tensor Step(ImageBatch batch, long step) => torch.zeros([1]);
    }
}
