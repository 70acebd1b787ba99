using System.Text.Json;
using GanCompression.MLNet;
using GanCompression.Quality;
using GanCompression.Runtime;
using Microsoft.ML.Data;

namespace GanCompression.Tool.Tests.Commands;

[TestClass]
public sealed class TranslateTests
{
    [TestMethod]
    public void Translate_Image_WritesWhatTheGeneratorMakes()
    {
        using var folder = new TempFolder();
        string model = TestModels.Save(folder["m.gcm"]);
        RgbImage source = TestPairs.Scene(3, 16, isTarget: false);
        ImageFile.Write(folder["in.png"], source);

        JsonElement json = ToolRun.Of("translate", model, folder["in.png"], "-o", folder["out.png"], "--json").Succeeded().Json;

        using var session = new GeneratorSession(GeneratorModel.Load(model));
        Assert.IsTrue(session.Translate(source).Pixels.SequenceEqual(Read(folder["out.png"]).Pixels));
        Assert.AreEqual(folder["out.png"], json.GetProperty("files")[0].GetProperty("output").GetString());
        Assert.AreEqual(16, json.GetProperty("files")[0].GetProperty("width").GetInt32());
    }

    [TestMethod]
    public void Translate_ImageOfAnotherSize_IsResizedUnlessKept()
    {
        using var folder = new TempFolder();
        string model = TestModels.Save(folder["m.gcm"]);
        ImageFile.Write(folder["in.png"], TestPairs.Scene(3, 40, isTarget: false));

        ToolRun.Of("translate", model, folder["in.png"], "-o", folder["a.png"]).Succeeded();
        ToolRun.Of("translate", model, folder["in.png"], "-o", folder["b.png"], "--image-size", "24").Succeeded();
        ToolRun.Of("translate", model, folder["in.png"], "-o", folder["c.png"], "--keep-size").Succeeded();

        CollectionAssert.AreEqual(new[] { 16, 24, 40 }, ((string[])["a.png", "b.png", "c.png"]).Select(name => Read(folder[name]).Width).ToArray());
    }

    [TestMethod]
    public void Translate_Folder_WritesOneImageEach()
    {
        using var folder = new TempFolder();
        string model = TestModels.Save(folder["m.gcm"]);
        Directory.CreateDirectory(folder["in"]);
        ImageFile.Write(folder["in", "one.png"], TestPairs.Scene(1, 16, isTarget: false));
        ImageFile.Write(folder["in", "two.jpg"], TestPairs.Scene(2, 16, isTarget: false));
        File.WriteAllText(folder["in", "notes.txt"], "not an image");

        ToolRun run = ToolRun.Of("translate", model, folder["in"], "-o", folder["out"]).Succeeded();

        CollectionAssert.AreEqual(new[] { "one.png", "two.png" }, Directory.GetFiles(folder["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray());
        StringAssert.Contains(run.Output, "2 images", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(4)]
    public void Translate_Tensor_KeepsItsShape(int rank)
    {
        using var folder = new TempFolder();
        string model = TestModels.Save(folder["m.gcm"]);
        int[] shape = rank == 3 ? [3, 8, 12] : [2, 3, 8, 12];
        float[] values = DeterministicFill.Symmetric("tensor", shape.Aggregate(1, (a, b) => a * b));
        NpyFile.Write(folder["in.npy"], WeightTensor.FromFloats(values, shape));

        ToolRun.Of("translate", model, folder["in.npy"], "-o", folder["out.npy"]).Succeeded();

        WeightTensor result = NpyFile.Read(folder["out.npy"]);
        CollectionAssert.AreEqual(shape, result.Shape.ToArray());
        using var session = new GeneratorSession(GeneratorModel.Load(model));
        var expected = new float[3 * 8 * 12];
        session.Run(values.AsSpan()[^expected.Length..], expected, 8, 12);
        AssertEx.Close(expected, result.Floats[^expected.Length..], 0);
    }

    [TestMethod]
    [DataRow("in.png", "out.txt", ExitCode.BadUsage, "-o expects a file with the extension")]
    [DataRow("in.npy", "out.png", ExitCode.BadUsage, "-o expects a file with the extension .npy")]
    [DataRow("none.png", "out.png", ExitCode.Failed, "There is no image, folder or tensor")]
    [DataRow("cut.jpg", "out.png", ExitCode.Failed, "cut.jpg")]
    [DataRow("flat.npy", "out.npy", ExitCode.Failed, "[4, 4]; expected [3, height, width]")]
    [DataRow("odd.npy", "out.npy", ExitCode.Failed, "multiples of 4")]
    [DataRow("empty", "out", ExitCode.Failed, "There are no images in")]
    [DataRow("twins", "out", ExitCode.Failed, "several images named 'a'")]
    [DataRow("in.png", "there.png", ExitCode.Failed, "there.png' exists already; pass --force")]
    public void Translate_BadInput_SaysWhyAndWritesNothing(string input, string output, int exitCode, string message)
    {
        using var folder = new TempFolder();
        string model = TestModels.Save(folder["m.gcm"]);
        ImageFile.Write(folder["in.png"], TestPairs.Scene(1, 16, isTarget: false));
        ImageFile.Write(folder["cut.jpg"], TestPairs.Scene(1, 64, isTarget: false));
        File.WriteAllBytes(folder["cut.jpg"], File.ReadAllBytes(folder["cut.jpg"])[..^100]);
        NpyFile.Write(folder["in.npy"], WeightTensor.FromFloats(new float[3 * 64], 3, 8, 8));
        NpyFile.Write(folder["flat.npy"], WeightTensor.FromFloats(new float[16], 4, 4));
        NpyFile.Write(folder["odd.npy"], WeightTensor.FromFloats(new float[3 * 6 * 6], 3, 6, 6));
        Directory.CreateDirectory(folder["empty"]);
        Directory.CreateDirectory(folder["twins"]);
        File.Copy(folder["in.png"], folder["twins", "a.png"]);
        File.Copy(folder["cut.jpg"], folder["twins", "a.jpg"]);
        File.WriteAllText(folder["there.png"], "mine");
        IReadOnlyList<string> before = folder.Names;

        ToolRun.Of("translate", model, folder[input], "-o", folder[output]).FailedWith(exitCode, message);

        CollectionAssert.AreEqual(before.ToArray(), folder.Names.ToArray(), "Nothing is left behind.");
        Assert.AreEqual("mine", File.ReadAllText(folder["there.png"]));
    }

    [TestMethod]
    public void Translate_ExistingOutputWithForce_IsReplaced()
    {
        using var folder = new TempFolder();
        string model = TestModels.Save(folder["m.gcm"]);
        ImageFile.Write(folder["in.png"], TestPairs.Scene(1, 16, isTarget: false));
        File.WriteAllText(folder["out.png"], "old");

        ToolRun.Of("translate", model, folder["in.png"], "-o", folder["out.png"], "--force").Succeeded();

        Assert.AreEqual(16, Read(folder["out.png"]).Width);
    }

    [TestMethod]
    public void Translate_CancelledBefore_WritesNothing()
    {
        using var folder = new TempFolder();
        string model = TestModels.Save(folder["m.gcm"]);
        TestPairs.Write(folder["in"], count: 2);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        ToolRun.Of(cancelled.Token, "translate", model, folder["in"], "-o", folder["out"]).FailedWith(ExitCode.Cancelled, "cancelled");

        Assert.IsEmpty(Directory.GetFiles(folder["out"]));
    }

    private static RgbImage Read(string path)
    {
        using MLImage image = MLImage.CreateFromFile(path);
        return image.ToRgbImage();
    }
}
