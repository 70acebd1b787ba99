using GanCompression.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.Samples.Tests;

[TestClass]
public sealed class CompressPix2PixTests
{
    private const string Sample = "CompressPix2Pix";
    private const int Size = 16;
    private static readonly string[] s_tiny = ["--image-size", "16", "--blocks", "1", "--width", "8", "--epochs", "1", "--threads", "1"];

    [TestMethod]
    [Timeout(200_000)]
    public void Run_SyntheticPairs_MakesASmallerGenerator()
    {
        using var folder = new TempFolder();
        SampleRun run = SampleRun.Of(Sample, [.. s_tiny, "--pairs", "8", "--budget", "4", "--output", folder.Path]).Succeeded();
        CollectionAssert.AreEqual(new[] { "frontier.html", "student.gcm", "teacher.gcm" }, folder.Names.ToArray());
        GeneratorModel teacher = GeneratorModel.Load(folder["teacher.gcm"]);
        GeneratorModel student = GeneratorModel.Load(folder["student.gcm"]);
        Assert.IsLessThanOrEqualTo(teacher.Cost().MultiplyAdds / 4, student.Cost().MultiplyAdds);
        Assert.IsNotNull(teacher.Discriminator);
        Assert.IsNull(student.Discriminator);
        StringAssert.Contains(run.Output, "[Pix2PixTrainer; Train] Epoch 1/1: ", StringComparison.Ordinal);
        StringAssert.Contains(run.Output, "teacher: Images 4, L1 ", StringComparison.Ordinal);
        StringAssert.Contains(run.Output, "student: Images 4, L1 ", StringComparison.Ordinal);
        StringAssert.Contains(run.Output, FormattableString.Invariant($"{(double)teacher.Cost().MultiplyAdds / student.Cost().MultiplyAdds:0.0} times fewer multiply-adds"), StringComparison.Ordinal);
        StringAssert.Contains(File.ReadAllText(folder["frontier.html"]), "<svg ", StringComparison.Ordinal);
    }

    [TestMethod]
    [Timeout(200_000)]
    public void Run_FolderOfPairs_TrainsOnThem()
    {
        using var folder = new TempFolder();
        WritePairs(folder["data", "train"], 4);
        WritePairs(folder["data", "test"], 3);
        SampleRun run = SampleRun.Of(Sample, [.. s_tiny, "--data", folder["data"], "--direction", "BtoA", "--budget", "3", "--output", folder["out"]]).Succeeded();
        StringAssert.Contains(run.Output, "Found 4 image pairs in ", StringComparison.Ordinal);
        StringAssert.Contains(run.Output, "student: Images 3, L1 ", StringComparison.Ordinal);
        Assert.AreEqual(Size, GeneratorModel.Load(folder["out", "student.gcm"]).ImageSize);
    }

    [TestMethod]
    public void Run_WrongArguments_SaysWhich()
    {
        using var folder = new TempFolder();
        _ = SampleRun.Of(Sample, "--data", folder["missing"]).FailedWith(2, "missing");
        _ = SampleRun.Of(Sample, "--epochs", "many").FailedWith(2, "'many'", "--epochs");
        _ = SampleRun.Of(Sample, "--data", folder.Path).FailedWith(1, "error: There is no folder '", "train");
        _ = SampleRun.Of(Sample, [.. s_tiny, "--pairs", "8", "--budget", "1000"]).FailedWith(1, "error: No plan fits a budget of ");
    }

    // Left and right half of one file: a façade and its labels.
    private static void WritePairs(string path, int count)
    {
        _ = Directory.CreateDirectory(path);
        IDataView pairs = new MLContext().GanCompression().Data.SyntheticFacades(count, Size);
        int index = 0;
        foreach ((MLImage label, MLImage photo) in pairs.GetColumn<MLImage>("Source").Zip(pairs.GetColumn<MLImage>("Target")))
        {
            var pixels = new byte[3 * 2 * Size * Size];
            for (int y = 0; y < Size; y++)
            {
                photo.ToRgbImage().Pixels.Slice(3 * Size * y, 3 * Size).CopyTo(pixels.AsSpan(3 * 2 * Size * y));
                label.ToRgbImage().Pixels.Slice(3 * Size * y, 3 * Size).CopyTo(pixels.AsSpan(3 * (2 * Size * y + Size)));
            }

            using MLImage file = new RgbImage(2 * Size, Size, pixels).ToMLImage();
            file.Save(Path.Combine(path, FormattableString.Invariant($"{index++}.png")));
        }
    }
}
