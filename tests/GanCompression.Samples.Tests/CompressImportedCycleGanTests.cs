using GanCompression.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.Samples.Tests;

[TestClass]
public sealed class CompressImportedCycleGanTests
{
    private const string Sample = "CompressImportedCycleGan";
    private const int Size = 16;
    private static readonly string[] s_tiny = ["--image-size", "16", "--epochs", "2", "--budget", "4", "--discriminator-width", "4", "--discriminator-layers", "2", "--threads", "1"];

    [TestMethod]
    [Timeout(200_000)]
    public void Run_CycleGanCheckpoint_IsRecognisedCompressedAndExported()
    {
        using var folder = new TempFolder();
        LayerGraph graph = GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = 8, Blocks = 2 });
        WeightTable weights = WeightInitializer.Normal(graph, seed: 1);
        PyTorchCheckpoint.Write(folder["latest_net_G_A.pth"], NamedAsInCycleGan(weights));
        WriteImages(folder["data", "trainA"], 5, "Source", seed: 1);
        WriteImages(folder["data", "trainB"], 3, "Target", seed: 2);

        SampleRun run = SampleRun.Of(Sample, [folder["latest_net_G_A.pth"], folder["data"], .. s_tiny, "-o", folder["student.pth"]]).Succeeded();
        StringAssert.Contains(run.Output, "teacher: resnet_2blocks, channels 8_8_8_8_8_8_8_8, ", StringComparison.Ordinal);
        StringAssert.Contains(run.Output, "student: sub_mobile_resnet_2blocks, channels ", StringComparison.Ordinal);
        StringAssert.Contains(run.Output, "The images are unpaired: ", StringComparison.Ordinal);
        StringAssert.Contains(run.Output, "student beside teacher: Images 5, L1 ", StringComparison.Ordinal);

        GeneratorModel student = GeneratorModel.Load(folder["student.gcm"]);
        long teacherCost = ComputeCost.Of(graph, Size, Size).MultiplyAdds;
        Assert.IsLessThanOrEqualTo(teacherCost / 4, student.Cost().MultiplyAdds);
        CollectionAssert.AreEqual(new[] { "Import", "Supernet", "Search", "Distillation", "Selection" }, student.Provenance.Select(record => record.Stage).ToArray());
        GeneratorModel imported = GeneratorImport.FromCheckpoint(folder["student.pth"], Size);
        Assert.AreEqual(GeneratorNetworks.PlanOf(student.Generator.Graph), GeneratorNetworks.PlanOf(imported.Generator.Graph));
        Assert.AreEqual(student.Generator.Weights.Fingerprint(), imported.Generator.Weights.Fingerprint());
    }

    [TestMethod]
    public void Run_WrongArguments_SaysWhich()
    {
        using var folder = new TempFolder();
        LayerGraph graph = GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = 2, Blocks = 1 });
        PyTorchCheckpoint.Write(folder["teacher.pth"], WeightInitializer.Normal(graph, seed: 1));
        File.WriteAllText(folder["text.pth"], "no checkpoint");
        _ = SampleRun.Of(Sample, folder["missing.pth"], folder.Path).FailedWith(2, "missing.pth");
        _ = SampleRun.Of(Sample, folder["teacher.pth"]).FailedWith(2, "Required argument missing");
        _ = SampleRun.Of(Sample, folder["text.pth"], folder.Path).FailedWith(1, "error: ", "text.pth");
        _ = SampleRun.Of(Sample, folder["teacher.pth"], folder.Path).FailedWith(1, "error: ", "has no subfolder 'trainA'");
    }

    // The names of CycleGAN's own code: the second convolution of a residual block is 5, not 6, for there is no place for dropout.
    private static WeightTable NamedAsInCycleGan(WeightTable weights) => new(weights.Select(entry => KeyValuePair.Create(
        entry.Key.Replace(".conv_block.6.", ".conv_block.5.", StringComparison.Ordinal), entry.Value)));

    private static void WriteImages(string path, int count, string columnName, long seed)
    {
        _ = Directory.CreateDirectory(path);
        int index = 0;
        foreach (MLImage image in new MLContext().GanCompression().Data.SyntheticFacades(count, Size, seed).GetColumn<MLImage>(columnName))
            image.Save(Path.Combine(path, FormattableString.Invariant($"{index++}.png")));
    }
}
