namespace GanCompression.Training.Tests.Teachers;

[TestClass]
public sealed class Pix2PixTeacherTests
{
    [TestMethod]
    public void Train_LearnablePairs_ReconstructionFalls()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.MaxEpochs = 40;
        options.LearningRate = 0.002;
        options.UseFlip = false;
        var losses = new List<double>();
        options.ProgressCallback = progress => losses.Add(progress.Losses["Reconstruction"]);

        GeneratorModel model = Pix2PixTeacher.Train(data, options);

        Assert.IsLessThan(0.6 * losses[0], losses[^1], $"from {losses[0]} to {losses[^1]}");
        Assert.AreEqual(16, model.ImageSize);
        Assert.AreEqual(6, model.Discriminator!.Graph.Inputs[0].Channels);
        StageRecord record = model.Provenance.Single();
        Assert.AreEqual("Pix2Pix", record.Stage);
        Assert.AreEqual("40", record.Options["MaxEpochs"]);
        Assert.IsNull(record.MultiplyAddsBefore);
        Assert.AreEqual(model.Cost().MultiplyAdds, record.MultiplyAddsAfter);
        AssertEx.Close(losses[^1], record.Metrics["Reconstruction"], 1e-9);
    }

    [TestMethod]
    public void Train_SameSeedTwice_GivesTheSameBytes_AndOtherSeedOthers()
    {
        using ImagePairCache data = SyntheticPairs.Create(5, 20);
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.ImageSize = 16;
        options.Seed = 3;
        string first = Pix2PixTeacher.Train(data, options).Generator.Weights.Fingerprint();
        string second = Pix2PixTeacher.Train(data, options).Generator.Weights.Fingerprint();
        options.Seed = 4;
        string third = Pix2PixTeacher.Train(data, options).Generator.Weights.Fingerprint();
        Assert.AreEqual(first, second);
        Assert.AreNotEqual(first, third);
    }

    [TestMethod]
    public void Train_Progress_CountsEverything()
    {
        using ImagePairCache data = SyntheticPairs.Create(5);
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        var reports = new List<TrainingProgress>();
        options.ProgressCallback = reports.Add;

        _ = Pix2PixTeacher.Train(data, options);

        CollectionAssert.AreEqual(new long[] { 2, 3, 4, 6 }, reports.Select(report => report.Step).ToArray());
        CollectionAssert.AreEqual(new[] { 1, 1, 2, 2 }, reports.Select(report => report.Epoch).ToArray());
        TrainingProgress last = reports[^1];
        Assert.AreEqual(6, last.Steps);
        Assert.AreEqual(2, last.Epochs);
        Assert.AreEqual(TimeSpan.Zero, last.Remaining);
        Assert.IsGreaterThan(0, last.ImagesPerSecond);
        CollectionAssert.AreEqual(new[] { "DiscriminatorFake", "DiscriminatorReal", "Gan", "Reconstruction" }, last.Losses.Keys.ToArray());
        StringAssert.StartsWith(last.ToString(), "Pix2Pix, epoch 2/2, step 6/6: DiscriminatorFake ", StringComparison.Ordinal);
    }
}
