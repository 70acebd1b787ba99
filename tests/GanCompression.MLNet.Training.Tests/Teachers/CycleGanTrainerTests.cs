using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training.Tests.Teachers;

[TestClass]
public sealed class CycleGanTrainerTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TempFolder _folder = new();
    private readonly List<string> _lines = [];

    public CycleGanTrainerTests()
    {
        _context.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Info)
                _lines.Add(e.RawMessage);
        };
    }

    private GanCompressionCatalog Gan => _context.GanCompression();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [Timeout(120_000)]
    public void Trainer_PassesTheWorkout()
    {
        IDataView data = TestImages.Rows(_context, 4);
        EstimatorWorkout.Run(
            _context, Gan.Trainers.CycleGan(TinyStages.CycleGan()), data, TestImages.Rows(_context, 2, salt: "test "),
            invalid:
            [
                Without(data, "Source"), Without(data, "Target"),
                With(data, "Source", "Name"), With(data, "Target", "Name"),
                TestImages.Rows(_context, 4, imageSize: 18),
            ],
            TinyStages.CountTensors);
    }

    [TestMethod]
    public void Fit_EqualsTheTeacherOnEachImageOnce()
    {
        (RgbImage[] a, RgbImage[] b) = SaveSets(4, 2);
        using var images = new UnpairedImageCache(16, 16);
        Array.ForEach(a, images.AddSource);
        Array.ForEach(b, images.AddTarget);
        GeneratorModel expected = CycleGanTeacher.Train(images, TinyStages.CycleGan());
        IDataView data = Gan.Data.LoadUnpairedImages(_folder.Path, 16);
        GeneratorModel actual = Gan.Trainers.CycleGan(TinyStages.CycleGan()).Fit(data).Model;
        Assert.AreEqual(expected.Generator.Weights.Fingerprint(), actual.Generator.Weights.Fingerprint());
        Assert.AreEqual(expected.Discriminator!.Weights.Fingerprint(), actual.Discriminator!.Weights.Fingerprint());
        Assert.IsTrue(_lines.Any(line => line.StartsWith("Read 4 source and 2 target images of 16×16 pixels from 4 rows, unpaired and each once, in ", StringComparison.Ordinal)), string.Join('\n', _lines));
    }

    [TestMethod]
    public void Chain_WithDistillation_LearnsFromPseudoPairs_AndIsSaved()
    {
        _ = SaveSets(2, 3);
        IDataView data = Gan.Data.LoadUnpairedImages(_folder.Path, 16);
        TransformerChain<GeneratorApplyingTransformer> model = Gan.Trainers.CycleGan(TinyStages.CycleGan()).Append(Gan.Compression.Distillation(TinyStages.Distillation())).Fit(data);
        GeneratorModel student = model.LastTransformer.Model;
        CollectionAssert.AreEqual(new[] { "CycleGan", "Distillation" }, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.AreEqual("TeacherOutput", student.Provenance[1].Options["ReconstructionTarget"]);
        Assert.AreEqual(3, student.Discriminator!.Graph.Inputs[0].Channels);
        Assert.Contains("The images are unpaired: the student is compared with what the teacher makes, as the target column says.", _lines);

        _context.Model.Save(model, data.Schema, _folder["model.zip"]);
        RgbImage[] expected = ImageColumns.Read(model.Transform(data), "Generated");
        ImageColumns.AreEqual(expected, ImageColumns.Read(new MLContext().Model.Load(_folder["model.zip"], out _).Transform(data), "Generated"), "Loaded");
    }

    [TestMethod]
    public void Distillation_UnmarkedData_FollowsTheTeacherOrTheOptions()
    {
        IDataView data = TestImages.Rows(_context, 4);
        GeneratorModel teacher = Gan.Trainers.CycleGan(TinyStages.CycleGan()).Fit(data).Model;
        Assert.AreEqual("TeacherOutput", Distil(options => { }));
        Assert.Contains("The images are unpaired: the student is compared with what the teacher makes, as the teacher was trained.", _lines);
        Assert.AreEqual("GroundTruth", Distil(options => options.ReconstructionTarget = ReconstructionTarget.GroundTruth));
        Assert.AreEqual("GroundTruth", Distil(options => options.IsUnpaired = false));
        teacher = new GeneratorModel(teacher.Generator, teacher.ImageSize, null, teacher.Provenance);
        Assert.AreEqual("TeacherOutput", Distil(options => { }), "Without discriminator the provenance says it.");

        string Distil(Action<GeneratorDistillationTrainer.Options> set)
        {
            GeneratorDistillationTrainer.Options options = TinyStages.Distillation();
            options.Teacher = teacher;
            set(options);
            return Gan.Compression.Distillation(options).Fit(data).Model.Provenance[^1].Options["ReconstructionTarget"];
        }
    }

    [TestMethod]
    public void MixUps_AreExplained()
    {
        _ = SaveSets(2, 2);
        IDataView data = Gan.Data.LoadUnpairedImages(_folder.Path, 16);
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Fit(data));
        Assert.AreEqual(
            "Schema mismatch for target column 'Target': expected Image that belongs to the source of its row, got unpaired Image<16, 16>. Use Trainers.CycleGan for unpaired images, or load pairs with Data.LoadPairedImages. (Parameter 'inputSchema')",
            e.Message);

        GeneratorModel paired = Gan.Trainers.Pix2Pix(TinyStages.Pix2Pix()).Fit(TestImages.Rows(_context, 4)).Model;
        GeneratorDistillationTrainer.Options options = TinyStages.Distillation();
        options.Teacher = paired;
        _ = AssertEx.ThrowsWith<ArgumentException>(() => Gan.Compression.Distillation(options).Fit(data), "judges pairs of source and image (6 channels), but the images are unpaired");
        options.IsUnpaired = false;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Distillation(options).Fit(data), "got unpaired Image<16, 16>. Set IsUnpaired to null or true");
        options.IsUnpaired = true;
        options.ReconstructionTarget = ReconstructionTarget.GroundTruth;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Compression.Distillation(options), "ReconstructionTarget cannot be GroundTruth where IsUnpaired is true.");
    }

    [TestMethod]
    public void Options_OutOfRange_ThrowInTheConstructor()
    {
        CycleGanTrainer.Options options = TinyStages.CycleGan();
        options.PoolSize = -1;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Trainers.CycleGan(options), "PoolSize must be from 0 to 10000, but was -1.");
        options = TinyStages.CycleGan();
        options.TargetColumnName = "";
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Trainers.CycleGan(options), "TargetColumnName must name a column, but was empty.");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => Gan.Trainers.CycleGan(maxEpochs: 0), "MaxEpochs must be at least 1, but was 0.");
    }

    [TestMethod]
    public void ApplesToOranges_TrainsAndCompresses()
    {
        string path = SharedData.Folder("data", "apple2orange_mini");
        IDataView data = _context.Data.TakeRows(Gan.Data.LoadUnpairedImages(path, 20), 4);
        CycleGanTrainer.Options teacher = TinyStages.CycleGan();
        teacher.ImageSize = 16;
        GeneratorDistillationTrainer.Options student = TinyStages.Distillation();
        student.ImageSize = 16;
        TransformerChain<GeneratorApplyingTransformer> model = Gan.Trainers.CycleGan(teacher).Append(Gan.Compression.Distillation(student)).Fit(data);
        IDataView test = _context.Data.TakeRows(Gan.Data.LoadUnpairedImages(path, 16, split: "test"), 2);
        Assert.HasCount(2, ImageColumns.Read(model.Transform(test), "Generated"));
    }

    private (RgbImage[] A, RgbImage[] B) SaveSets(int a, int b)
    {
        return (Save("trainA", a), Save("trainB", b));

        RgbImage[] Save(string folder, int count)
        {
            Directory.CreateDirectory(_folder[folder]);
            RgbImage[] images = [.. Enumerable.Range(0, count).Select(i => TestImages.Noise($"{folder} {i}", 16, 16))];
            for (int i = 0; i < count; i++)
                TestImages.Save(images[i], _folder[folder, $"{i}.png"]);
            return images;
        }
    }

    private IDataView Without(IDataView data, string column) => _context.Transforms.DropColumns(column).Fit(data).Transform(data);

    private IDataView With(IDataView data, string column, string from) => _context.Transforms.CopyColumns(column, from).Fit(data).Transform(data);
}
