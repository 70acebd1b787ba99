using System.Diagnostics;

namespace GanCompression.MLNet.Tests.Saving;

[TestClass]
public sealed class SavedModelTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TempFolder _folder = new();

    private GanCompressionCatalog Gan => _context.GanCompression();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Load_LoneStage_GivesTheRealTransformer()
    {
        GeneratorModel model = TinyGenerators.Separable();
        IDataView data = TestImages.Rows(_context, 2);
        GeneratorApplyingTransformer saved = Gan.Transforms.ApplyGenerator("Out|put\n1", model, "Source").Fit(data);
        _context.Model.Save(saved, data.Schema, _folder["model.zip"]);
        ITransformer loaded = new MLContext().GanCompression().Model.Load(_folder["model.zip"]);
        var restored = loaded as GeneratorApplyingTransformer;
        Assert.IsNotNull(restored, $"Got a {loaded.GetType()}.");
        Assert.AreEqual("Source", restored.InputColumnName);
        Assert.AreEqual("Out|put\n1", restored.OutputColumnName);
        Assert.AreEqual(model.Generator.Weights.Fingerprint(), restored.Model.Generator.Weights.Fingerprint());
        Assert.AreEqual(model.Discriminator!.Weights.Fingerprint(), restored.Model.Discriminator!.Weights.Fingerprint());
        Assert.AreEqual("Test", restored.Model.Provenance.Single().Stage);
        ImageColumns.AreEqual(ImageColumns.Read(saved.Transform(data), "Out|put\n1"), ImageColumns.Read(restored.Transform(data), "Out|put\n1"), "Loaded");
    }

    [TestMethod]
    public void Load_NestedChains_RestoresEveryStageAndTheScopes()
    {
        IDataView data = TestImages.Rows(_context, 2);
        IEstimator<ITransformer> inner = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense("a:"), "Source")
            .Append(_context.Transforms.CopyColumns("First", "Generated"));
        TransformerChain<GeneratorApplyingTransformer> saved = _context.Transforms.CopyColumns("Copy", "Name")
            .Append(inner)
            .Append(Gan.Transforms.ApplyGenerator("Trained", TinyGenerators.Dense("t:"), "Source"), TransformerScope.Training)
            .Append(Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense("b:"), "Source"))
            .Fit(data);
        _context.Model.Save(saved, data.Schema, _folder["model.zip"]);
        ITransformer loaded = Gan.Model.Load(_folder["model.zip"], out DataViewSchema? schema);
        Assert.AreEqual(TextDataViewType.Instance, schema!["Name"].Type);

        var chain = loaded as TransformerChain<ITransformer>;
        Assert.IsNotNull(chain);
        ITransformer[] stages = [.. chain];
        Assert.HasCount(4, stages);
        Assert.IsInstanceOfType<GeneratorApplyingTransformer>(((IEnumerable<ITransformer>)stages[1]).First());
        Assert.IsInstanceOfType<GeneratorApplyingTransformer>(stages[2]);
        Assert.IsInstanceOfType<GeneratorApplyingTransformer>(stages[3]);
        CollectionAssert.AreEqual(new[] { stages[0], stages[1], stages[3] }, chain.GetModelFor(TransformerScope.Scoring).ToArray());
        CollectionAssert.AreEqual(stages, chain.GetModelFor(TransformerScope.Training).ToArray());
        Assert.IsNull(loaded.Transform(data).Schema.GetColumnOrNull("Trained"));
        foreach (string column in new[] { "First", "Generated" })
            ImageColumns.AreEqual(ImageColumns.Read(saved.Transform(data), column), ImageColumns.Read(loaded.Transform(data), column), column);
        Assert.IsNotNull(GeneratorAnnotation.Find(loaded.Transform(data).Schema, "Generated"));
    }

    [TestMethod]
    public void LoadOfMLNet_WorksAsItIs()
    {
        IDataView data = TestImages.Rows(_context, 3);
        GeneratorApplyingTransformer saved = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data);
        _context.Model.Save(saved, data.Schema, _folder["model.zip"]);
        ITransformer loaded = new MLContext().Model.Load(_folder["model.zip"], out _);
        IDataView generated = loaded.Transform(data);
        CollectionAssert.AreEquivalent(new[] { "Source", "Target", "Name", "Generated" }, generated.Schema.Where(column => !column.IsHidden).Select(column => column.Name).ToArray());
        RgbImage[] expected = ImageColumns.Read(saved.Transform(data), "Generated");
        ImageColumns.AreEqual(expected, ImageColumns.Read(generated, "Generated"), "Loaded by ML.NET alone");
        MLImage[] kept = [.. _context.Data.CreateEnumerable<GeneratedImageRow>(generated, reuseRowObject: false).Select(row => row.Generated!)];
        ImageColumns.AreEqual(expected, [.. kept.Select(image => image.ToRgbImage())], "Kept images");
    }

    [TestMethod]
    public void Restore_NothingToRestore_IsTheSameObject()
    {
        IDataView data = TestImages.Rows(_context, 1);
        ITransformer copy = _context.Transforms.CopyColumns("A", "Name").Append(_context.Transforms.CopyColumns("B", "Name")).Fit(data);
        Assert.AreSame(copy, Gan.Model.Restore(copy));
        ITransformer real = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data);
        Assert.AreSame(real, Gan.Model.Restore(real));
    }

    [TestMethod]
    [Timeout(120_000)]
    public void FreshProcess_ThatKnowsOnlyMLNet_MakesTheSamePixels()
    {
        RgbImage source = TestImages.Noise("fresh", 16, 16);
        TestImages.Save(source, _folder["source.png"]);
        IDataView data = TestImages.Rows(_context, 1);
        GeneratorApplyingTransformer saved = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data);
        _context.Model.Save(saved, data.Schema, _folder["model.zip"]);

        string program = Path.Combine(AppContext.BaseDirectory, "FreshProcessLoader.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, _folder["model.zip"], _folder["source.png"], _folder["pixels.bin"]])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors);

        using var session = new Runtime.GeneratorSession(TinyGenerators.Dense());
        using MLImage expected = session.Translate(source).ToMLImage();
        CollectionAssert.AreEqual(expected.Pixels.ToArray(), File.ReadAllBytes(_folder["pixels.bin"]));
    }

    [TestMethod]
    [Timeout(120_000)]
    public void FreshProcess_ThatReferencesMLNetAlone_PredictsWithoutAnythingOfTorch()
    {
        using MLImage source = TestImages.Noise("fresh", 16, 16).ToMLImage();
        File.WriteAllBytes(_folder["source.bin"], source.Pixels.ToArray());
        TinyGenerators.Dense().Save(_folder["model.gcm"]);
        Directory.CreateDirectory(_folder["empty"]);

        string program = Path.Combine(AppContext.BaseDirectory, "FreshProcessPredictor.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, _folder["model.gcm"], _folder["source.bin"], _folder["result.bin"], _folder["modules.txt"]]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["LD_LIBRARY_PATH"] = _folder["empty"];
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors);

        using var session = new Runtime.GeneratorSession(TinyGenerators.Dense());
        using MLImage expected = session.Translate(TestImages.Noise("fresh", 16, 16)).ToMLImage();
        CollectionAssert.AreEqual(expected.Pixels.ToArray(), File.ReadAllBytes(_folder["result.bin"]));

        string[] modules = [.. File.ReadLines(_folder["modules.txt"]).Select(path => Path.GetFileName(path))];
        Assert.IsTrue(Array.Exists(modules, module => module.Contains("coreclr", StringComparison.OrdinalIgnoreCase)), string.Join(' ', modules));
        CollectionAssert.Contains(modules, "GanCompression.Runtime");
        foreach (string forbidden in (string[])["torch", "atenshim", "libc10", "GanCompression.Training"])
            Assert.IsFalse(Array.Exists(modules, module => module.Contains(forbidden, StringComparison.OrdinalIgnoreCase)), $"Something of '{forbidden}' is loaded: {string.Join(' ', modules)}");
    }

    [TestMethod]
    public void Load_MissingFile_NamesIt()
    {
        string path = _folder["nowhere.zip"];
        FileNotFoundException e = Assert.ThrowsExactly<FileNotFoundException>(() => Gan.Model.Load(path));
        Assert.AreEqual($"There is no pipeline '{path}' (full path '{path}').", e.Message);
        e = Assert.ThrowsExactly<FileNotFoundException>(() => Gan.Model.LoadGenerator(path));
        Assert.AreEqual($"There is no generator '{path}' (full path '{path}').", e.Message);
    }

    [TestMethod]
    public void Load_NotAModel_NamesTheFile()
    {
        string path = _folder["text.zip"];
        File.WriteAllText(path, "This is not a model.");
        _ = AssertEx.ThrowsWith<FormatException>(() => Gan.Model.Load(path), $"'{path}' is not a pipeline saved by mlContext.Model.Save, or is damaged: ");
    }

    [TestMethod]
    public void Load_Generator_SaysHowToLoadIt()
    {
        string path = _folder["generator.gcm"];
        Gan.Model.SaveGenerator(TinyGenerators.Dense(), path);
        FormatException e = Assert.ThrowsExactly<FormatException>(() => Gan.Model.Load(path));
        Assert.AreEqual($"'{path}' is a generator, not a pipeline. Load it with GanCompression().Model.LoadGenerator, then apply it with GanCompression().Transforms.ApplyGenerator.", e.Message);
    }

    [TestMethod]
    public void LoadGenerator_Pipeline_NamesTheFile()
    {
        IDataView data = TestImages.Rows(_context, 1);
        string path = _folder["model.zip"];
        _context.Model.Save(Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data), data.Schema, path);
        _ = AssertEx.ThrowsWith<FormatException>(() => Gan.Model.LoadGenerator(path), path);
    }

    [TestMethod]
    public void SaveGenerator_OfAChain_SavesTheLastOne()
    {
        IDataView data = TestImages.Rows(_context, 1);
        ITransformer chain = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source")
            .Append(Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Separable(), "Source"))
            .Append(_context.Transforms.CopyColumns("Copy", "Generated")).Fit(data);
        Gan.Model.SaveGenerator(chain, _folder["all.gcm"]);
        Gan.Model.SaveGenerator(chain, _folder["small.gcm"], includeDiscriminator: false);
        GeneratorModel all = Gan.Model.LoadGenerator(_folder["all.gcm"]);
        Assert.AreEqual(TinyGenerators.Separable().Generator.Weights.Fingerprint(), all.Generator.Weights.Fingerprint());
        Assert.IsNotNull(all.Discriminator);
        Assert.IsNull(Gan.Model.LoadGenerator(_folder["small.gcm"]).Discriminator);
    }

    [TestMethod]
    public void GetGenerator_OfAModelLoadedByMLNet_IsFound()
    {
        IDataView data = TestImages.Rows(_context, 1);
        _context.Model.Save(Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data), data.Schema, _folder["model.zip"]);
        GeneratorModel found = Gan.Model.GetGenerator(_context.Model.Load(_folder["model.zip"], out _));
        Assert.AreEqual(TinyGenerators.Dense().Generator.Weights.Fingerprint(), found.Generator.Weights.Fingerprint());
    }

    [TestMethod]
    public void GetGenerator_NoGenerator_Throws()
    {
        ITransformer copy = _context.Transforms.CopyColumns("A", "Name").Fit(TestImages.Rows(_context, 1));
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => Gan.Model.GetGenerator(copy));
        Assert.AreEqual("No stage of the model applies a generator. Fit a pipeline that ends in a GanCompression trainer, compressor or ApplyGenerator. (Parameter 'model')", e.Message);
    }

    [TestMethod]
    public void State_OfANewerVersion_SaysSo()
    {
        string text = new GeneratorState("in", "out", TinyGenerators.Dense()).ToText().Replace("Generator/1", "Generator/2", StringComparison.Ordinal);
        FormatException e = Assert.ThrowsExactly<FormatException>(() => GeneratorState.Parse(text));
        Assert.AreEqual("The saved generator has the format 'GanCompression.Generator/2'; expected 'GanCompression.Generator/1'. It may come from a newer version of GanCompression.MLNet.", e.Message);
    }

    [TestMethod]
    public void State_Damaged_SaysWhere()
    {
        string text = new GeneratorState("in", "out", TinyGenerators.Dense()).ToText();
        _ = AssertEx.ThrowsWith<FormatException>(() => GeneratorState.Parse("nonsense"), "The saved generator is damaged: it begins with 'nonsense'; expected 'GanCompression.Generator/1'.");
        _ = AssertEx.ThrowsWith<FormatException>(() => GeneratorState.Parse(text + "!"), "The saved generator is damaged: its weights are not valid base64.");
        _ = Assert.ThrowsExactly<FormatException>(() => GeneratorState.Parse(text.AsSpan()[..^400]));
    }
}
