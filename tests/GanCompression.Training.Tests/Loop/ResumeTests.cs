using TorchSharp;

namespace GanCompression.Training.Tests.Loop;

[TestClass]
public sealed class ResumeTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(5)]
    public void Train_CancelledAndStartedAgain_EndsWithTheSameBytes(int cancelAfter)
    {
        using ImagePairCache data = SyntheticPairs.Create(5);
        GeneratorModel whole = Pix2PixTeacher.Train(data, TinyOptions.Pix2Pix());
        using var folder = new TempFolder();
        using var cancellation = new CancellationTokenSource();

        Pix2PixOptions first = TinyOptions.Pix2Pix();
        first.CheckpointFolder = folder.Path;
        first.CheckpointEverySteps = 2;
        first.ReportEverySteps = 1;
        first.CancellationToken = cancellation.Token;
        first.ProgressCallback = progress =>
        {
            if (progress.Step == cancelAfter)
                cancellation.Cancel();
        };
        Assert.ThrowsExactly<OperationCanceledException>(() => Pix2PixTeacher.Train(data, first));

        var steps = new List<long>();
        Pix2PixOptions second = TinyOptions.Pix2Pix();
        second.CheckpointFolder = folder.Path;
        second.CheckpointEverySteps = 3;
        second.ReportEverySteps = 1;
        second.ProgressCallback = progress => steps.Add(progress.Step);
        GeneratorModel resumed = Pix2PixTeacher.Train(data, second);

        Assert.AreEqual(cancelAfter + 1, steps[0]);
        AssertSame(whole, resumed);
    }

    [TestMethod]
    public void Train_EveryCheckpointOfARun_LeadsToTheSameBytes()
    {
        // What a killed process leaves behind is one of its checkpoints, and perhaps a half-written temporary file.
        using ImagePairCache data = SyntheticPairs.Create(5);
        GeneratorModel teacher = Pix2PixTeacher.Train(data, TinyOptions.Pix2Pix());
        GeneratorModel whole = Distillation.Train(teacher, data, TinyOptions.Distillation());
        using var folder = new TempFolder();
        using var copies = new TempFolder();
        DistillationOptions options = TinyOptions.Distillation();
        options.CheckpointFolder = folder.Path;
        options.CheckpointEverySteps = 1;
        options.ReportEverySteps = 1;
        string checkpoint = folder["Distillation", "checkpoint.safetensors"];
        options.ProgressCallback = progress =>
        {
            if (File.Exists(checkpoint))
                File.Copy(checkpoint, copies[$"{progress.Step - 1}"]);
        };
        AssertSame(whole, Distillation.Train(teacher, data, options));

        Assert.HasCount(5, copies.Names);
        foreach (string copy in copies.Names)
        {
            File.Copy(copies[copy], checkpoint, overwrite: true);
            File.WriteAllText(folder["Distillation", ".half-written.tmp"], "half");
            options = TinyOptions.Distillation();
            options.CheckpointFolder = folder.Path;
            AssertSame(whole, Distillation.Train(teacher, data, options));
            CollectionAssert.AreEqual(new[] { "checkpoint.safetensors", "lock" }, Directory.EnumerateFiles(folder["Distillation"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray());
        }
    }

    [TestMethod]
    public void Train_FinishedRun_ReturnsItsResultWithoutTraining()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        using var folder = new TempFolder();
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.CheckpointFolder = folder.Path;
        GeneratorModel first = Pix2PixTeacher.Train(data, options);
        options.ProgressCallback = _ => Assert.Fail("It trained again.");
        GeneratorModel second = Pix2PixTeacher.Train(data, options);
        AssertSame(first, second);
        CollectionAssert.AreEqual(first.Provenance[0].Metrics.ToArray(), second.Provenance[0].Metrics.ToArray());
    }

    [TestMethod]
    public void Train_CheckpointOfOtherOptions_NamesEveryDifference()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        using var folder = new TempFolder();
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.CheckpointFolder = folder.Path;
        _ = Pix2PixTeacher.Train(data, options);
        options.LearningRate = 0.001;
        options.MaxEpochs = 4;
        AssertEx.ThrowsWith<InvalidOperationException>(() => Pix2PixTeacher.Train(data, options),
            "made with other options", "LearningRate was 0.0002 and is 0.001", "MaxEpochs was 2 and is 4", "another CheckpointFolder");
    }

    [TestMethod]
    public void Train_CheckpointOfOtherImages_Refuses()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        using ImagePairCache other = SyntheticPairs.Create(5);
        using var folder = new TempFolder();
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.CheckpointFolder = folder.Path;
        _ = Pix2PixTeacher.Train(data, options);
        AssertEx.ThrowsWith<InvalidOperationException>(() => Pix2PixTeacher.Train(other, options), "made with other images", data.Fingerprint, other.Fingerprint);
    }

    [TestMethod]
    public void Train_CheckpointOfOtherTeacher_Refuses()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        using var folder = new TempFolder();
        Pix2PixOptions pix2Pix = TinyOptions.Pix2Pix();
        GeneratorModel teacher = Pix2PixTeacher.Train(data, pix2Pix);
        pix2Pix.Seed = 7;
        GeneratorModel other = Pix2PixTeacher.Train(data, pix2Pix);
        DistillationOptions options = TinyOptions.Distillation();
        options.CheckpointFolder = folder.Path;
        _ = Distillation.Train(teacher, data, options);
        AssertEx.ThrowsWith<InvalidOperationException>(() => Distillation.Train(other, data, options), "made with other options", "Teacher was");
    }

    [TestMethod]
    public void Train_DamagedCheckpoint_NamesTheFileAndTheCure()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["Pix2Pix"]);
        File.WriteAllBytes(folder["Pix2Pix", "checkpoint.safetensors"], new byte[40]);
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.CheckpointFolder = folder.Path;
        AssertEx.ThrowsWith<FormatException>(() => Pix2PixTeacher.Train(data, options), folder["Pix2Pix", "checkpoint.safetensors"], "Delete it to start again");
    }

    [TestMethod]
    public void Train_FolderInUse_SaysSo()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        using var folder = new TempFolder();
        Pix2PixOptions options = TinyOptions.Pix2Pix();
        options.CheckpointFolder = folder.Path;
        Pix2PixOptions inner = TinyOptions.Pix2Pix();
        inner.CheckpointFolder = folder.Path;
        int refused = 0;
        options.ProgressCallback = _ =>
        {
            AssertEx.ThrowsWith<InvalidOperationException>(() => Pix2PixTeacher.Train(data, inner), "in use by another run");
            refused++;
        };
        _ = Pix2PixTeacher.Train(data, options);
        Assert.IsGreaterThan(0, refused);
    }

    private static void AssertSame(GeneratorModel expected, GeneratorModel actual)
    {
        Assert.AreEqual(expected.Generator.Weights.Fingerprint(), actual.Generator.Weights.Fingerprint());
        Assert.AreEqual(expected.Discriminator!.Weights.Fingerprint(), actual.Discriminator!.Weights.Fingerprint());
        CollectionAssert.AreEqual(expected.Provenance[^1].Metrics.ToArray(), actual.Provenance[^1].Metrics.ToArray());
    }
}
