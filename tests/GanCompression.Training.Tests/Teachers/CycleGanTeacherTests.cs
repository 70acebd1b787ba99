namespace GanCompression.Training.Tests.Teachers;

[TestClass]
public sealed class CycleGanTeacherTests
{
    [TestMethod]
    public void Train_BothDirections_AreModelsWithTheirOwnDiscriminators()
    {
        using UnpairedImageCache data = SyntheticSets.Create();
        CycleGanOptions options = TinyOptions.CycleGan();
        CycleGanModels models = CycleGanTeacher.TrainBoth(data, options);
        GeneratorModel forward = CycleGanTeacher.Train(data, options);

        AssertSame(models.Forward, forward);
        Assert.AreNotEqual(models.Forward.Generator.Weights.Fingerprint(), models.Backward.Generator.Weights.Fingerprint());
        Assert.AreNotEqual(models.Forward.Discriminator!.Weights.Fingerprint(), models.Backward.Discriminator!.Weights.Fingerprint());
        foreach (GeneratorModel model in new[] { models.Forward, models.Backward })
        {
            Assert.AreEqual(16, model.ImageSize);
            Assert.AreEqual(3, model.Discriminator!.Graph.Inputs[0].Channels);
            StageRecord record = model.Provenance.Single();
            Assert.AreEqual("CycleGan", record.Stage);
            Assert.AreEqual("10", record.Options["TargetReconstructionWeight"]);
            Assert.AreEqual("3", record.Options["PoolSize"]);
            Assert.HasCount(10, record.Metrics);
        }
    }

    [TestMethod]
    public void Train_LearnsToBringImagesBack()
    {
        using UnpairedImageCache data = SyntheticSets.Create(4, 4);
        CycleGanOptions options = TinyOptions.CycleGan();
        options.GeneratorWidth = 4;
        options.MaxEpochs = 50;
        options.LearningRate = 0.002;
        options.UseFlip = false;
        var cycles = new List<double>();
        options.ProgressCallback = progress => cycles.Add(progress.Losses["Reconstruction"] + progress.Losses["BackwardReconstruction"]);
        _ = CycleGanTeacher.Train(data, options);
        Assert.IsLessThan(0.6 * cycles[0], cycles[^1], $"from {cycles[0]} to {cycles[^1]}");
    }

    [TestMethod]
    public void Train_EveryCheckpointOfARun_LeadsToTheSameBytes()
    {
        using UnpairedImageCache data = SyntheticSets.Create();
        CycleGanModels whole = CycleGanTeacher.TrainBoth(data, TinyOptions.CycleGan());
        using var folder = new TempFolder();
        using var copies = new TempFolder();
        CycleGanOptions options = TinyOptions.CycleGan();
        options.CheckpointFolder = folder.Path;
        options.CheckpointEverySteps = 1;
        options.ReportEverySteps = 1;
        string checkpoint = folder["CycleGan", "checkpoint.safetensors"];
        options.ProgressCallback = progress =>
        {
            if (File.Exists(checkpoint))
                File.Copy(checkpoint, copies[$"{progress.Step - 1}"]);
        };
        AssertSame(whole, CycleGanTeacher.TrainBoth(data, options));

        Assert.HasCount(5, copies.Names);
        foreach (string copy in copies.Names)
        {
            File.Copy(copies[copy], checkpoint, overwrite: true);
            options = TinyOptions.CycleGan();
            options.CheckpointFolder = folder.Path;
            AssertSame(whole, CycleGanTeacher.TrainBoth(data, options));
        }

        // The pools are part of it: without them the end is another.
        (WeightTable tensors, IReadOnlyDictionary<string, string> metadata) = Safetensors.ReadWithMetadata(copies["2"]);
        Assert.AreEqual(6, tensors.Count(entry => entry.Key.Contains("pool/", StringComparison.Ordinal)));
        var withoutPools = new WeightTable(tensors.Where(entry => !entry.Key.Contains("pool/", StringComparison.Ordinal)));
        using (FileStream file = File.Create(checkpoint))
            Safetensors.Write(file, withoutPools, metadata.ToDictionary(entry => entry.Key, entry => entry.Value));
        CycleGanModels other = CycleGanTeacher.TrainBoth(data, options);
        Assert.AreNotEqual(whole.Forward.Discriminator!.Weights.Fingerprint(), other.Forward.Discriminator!.Weights.Fingerprint());
    }

    [TestMethod]
    public void Train_OptionOutOfRange_NamesOptionRangeAndValue()
    {
        using UnpairedImageCache data = SyntheticSets.Create(4, 2);
        (Action<CycleGanOptions> Spoil, string Message)[] cases =
        [
            (o => o.PoolSize = -1, "PoolSize must be from 0 to 10000, but was -1."),
            (o => o.IdentityWeight = double.NaN, "IdentityWeight must be at least 0, but was NaN."),
            (o => o.TargetReconstructionWeight = -1, "TargetReconstructionWeight must be at least 0, but was -1."),
            (o => o.BatchSize = 5, "BatchSize must be at most the number of images in the larger set, which is 4, but was 5."),
            (o => o.ImageSize = 20, "ImageSize must be at most the size of the images, which is 16×16 pixels, but was 20."),
            (o => o.DiscriminatorLayers = 4, "Images of 16×16 pixels are too small for 'n_layers'"),
            (o => o.Architecture = "unet_256", "Architecture 'unet_256' cannot be trained as a teacher"),
        ];
        foreach ((Action<CycleGanOptions> spoil, string message) in cases)
        {
            CycleGanOptions options = TinyOptions.CycleGan();
            spoil(options);
            ArgumentOutOfRangeException e = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => CycleGanTeacher.Train(data, options), message);
            Assert.AreEqual("options", e.ParamName);
        }
    }

    [TestMethod]
    public void Train_EmptySet_SaysWhichCounts()
    {
        using UnpairedImageCache data = SyntheticSets.Create(2, 0);
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(
            () => CycleGanTeacher.Train(data, TinyOptions.CycleGan()), "Training needs at least one source and one target image, but the data has 2 and 0.");
    }

    [TestMethod]
    public void Options_Defaults_ArePublished()
    {
        var options = new CycleGanOptions();
        Assert.AreEqual((200, 1, GanLoss.LeastSquares, 64), (options.MaxEpochs, options.BatchSize, options.GanLoss, options.DiscriminatorWidth));
        Assert.AreEqual((10.0, 0.5, 50, 2e-4), (options.ReconstructionWeight, options.IdentityWeight, options.PoolSize, options.LearningRate));
        Assert.AreEqual((100, "resnet_9blocks", 64), (options.DecayEpochsOrDefault, options.Architecture, options.GeneratorWidth));
    }

    private static void AssertSame(CycleGanModels expected, CycleGanModels actual)
    {
        AssertSame(expected.Forward, actual.Forward);
        AssertSame(expected.Backward, actual.Backward);
    }

    private static void AssertSame(GeneratorModel expected, GeneratorModel actual)
    {
        Assert.AreEqual(expected.Generator.Weights.Fingerprint(), actual.Generator.Weights.Fingerprint());
        Assert.AreEqual(expected.Discriminator!.Weights.Fingerprint(), actual.Discriminator!.Weights.Fingerprint());
        CollectionAssert.AreEqual(expected.Provenance[^1].Metrics.ToArray(), actual.Provenance[^1].Metrics.ToArray());
    }
}
