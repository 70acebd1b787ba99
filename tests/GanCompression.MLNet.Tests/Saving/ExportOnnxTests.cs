namespace GanCompression.MLNet.Tests.Saving;

[TestClass]
public sealed class ExportOnnxTests
{
    private readonly MLContext _context = new(seed: 1);

    private GanCompressionCatalog Gan => _context.GanCompression();

    [TestMethod]
    public void ExportOnnx_ChainOfCompressors_WritesTheLastGenerator()
    {
        using var folder = new TempFolder();
        IDataView data = TestImages.Rows(_context, 2);
        GeneratorModel last = TinyGenerators.Separable();
        ITransformer chain = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Append(Gan.Transforms.ApplyGenerator("Generated", last, "Source")).Fit(data);
        var options = new OnnxExportOptions { UseDynamicSize = true, HasImageProcessing = true };

        OnnxExportSummary summary = Gan.Model.ExportOnnx(chain, folder["chain.onnx"], options);

        Assert.AreEqual("source: UInt8[1, height, width, 3]", summary.Inputs.Single().ToString());
        _ = OnnxExport.Write(last, folder["last.onnx"], options);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder["last.onnx"]), File.ReadAllBytes(folder["chain.onnx"]));
    }

    [TestMethod]
    public void ExportOnnx_SavedAndLoadedPipeline_WritesItsGenerator()
    {
        using var folder = new TempFolder();
        IDataView data = TestImages.Rows(_context, 2);
        GeneratorModel model = TinyGenerators.Dense();
        _context.Model.Save(Gan.Transforms.ApplyGenerator("Generated", model, "Source").Fit(data), data.Schema, folder["pipeline.zip"]);

        _ = Gan.Model.ExportOnnx(_context.Model.Load(folder["pipeline.zip"], out _), folder["loaded.onnx"]);

        _ = Gan.Model.ExportOnnx(model, folder["model.onnx"]);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder["model.onnx"]), File.ReadAllBytes(folder["loaded.onnx"]));
    }

    [TestMethod]
    public void ExportOnnx_AnotherStage_IsNamedWithTheCure()
    {
        using var folder = new TempFolder();
        IDataView data = TestImages.Rows(_context, 2);
        ITransformer chain = _context.Transforms.ResizeImages("Source", 16, 16, "Source").Append(Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source")).Fit(data);

        AssertEx.ThrowsWith<NotSupportedException>(() => Gan.Model.ExportOnnx(chain, folder["a.onnx"]), "Stage 1 of 2", "ImageResizingTransformer", "GetGenerator");

        Assert.IsEmpty(folder.Names);
        Assert.AreEqual("output", Gan.Model.ExportOnnx(Gan.Model.GetGenerator(chain), folder["a.onnx"]).Output.Name);
    }

    [TestMethod]
    public void ExportOnnx_GeneratorsInARow_AreRefused()
    {
        using var folder = new TempFolder();
        IDataView data = TestImages.Rows(_context, 2);
        ITransformer chain = Gan.Transforms.ApplyGenerator("Middle", TinyGenerators.Dense(), "Source").Append(Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Middle")).Fit(data);

        AssertEx.ThrowsWith<NotSupportedException>(() => Gan.Model.ExportOnnx(chain, folder["a.onnx"]), "Stage 1 of 2", "'Middle'");
    }

    [TestMethod]
    public void ExportOnnx_NoGenerator_IsExplained()
    {
        using var folder = new TempFolder();
        ITransformer chain = _context.Transforms.CopyColumns("Copy", "Source").Fit(TestImages.Rows(_context, 2));

        AssertEx.ThrowsWith<ArgumentException>(() => Gan.Model.ExportOnnx(chain, folder["a.onnx"]), "No stage");
    }
}
