using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet.Tests.Transforms;

[TestClass]
public sealed class ApplyGeneratorTests
{
    private readonly MLContext _context = new(seed: 1);

    private GanCompressionCatalog Gan => _context.GanCompression();

    [TestMethod]
    public void Estimator_PassesTheWorkout()
    {
        IDataView noSource = _context.Transforms.DropColumns("Source").Fit(TestImages.Rows(_context, 2)).Transform(TestImages.Rows(_context, 2));
        IDataView text = _context.Transforms.CopyColumns("Source", "Name").Fit(TestImages.Rows(_context, 2)).Transform(TestImages.Rows(_context, 2));
        EstimatorWorkout.Run(
            _context, Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source"), TestImages.Rows(_context, 3),
            invalid: [noSource, text, TestImages.Rows(_context, 2, imageSize: 18)]);
    }

    [TestMethod]
    public void Estimator_OnImagesOfAnySize_PassesTheWorkout()
    {
        _ = _context.GanCompression(); // Members without attribute hold images from here on.
        IDataView data = _context.Data.LoadFromEnumerable(TestImages.Objects(2));
        EstimatorWorkout.Run(_context, Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Separable(), "Source"), data);
    }

    [TestMethod]
    public void Transform_EqualsTheEngine()
    {
        GeneratorModel model = TinyGenerators.Dense();
        IDataView data = TestImages.Rows(_context, 2);
        using var session = new Runtime.GeneratorSession(model);
        RgbImage[] expected = [.. ImageColumns.Read(data, "Source").Select(session.Translate)];
        IDataView generated = Gan.Transforms.ApplyGenerator("Generated", model, "Source").Fit(data).Transform(data);
        Assert.AreEqual(new ImageDataViewType(16, 16), generated.Schema["Generated"].Type);
        ImageColumns.AreEqual(expected, ImageColumns.Read(generated, "Generated"), "Generated images");
        Assert.IsFalse(expected[0].Pixels.SequenceEqual(expected[1].Pixels), "The test images must differ.");
    }

    [TestMethod]
    public void MissingColumn_HasTheWordsOfMLNet()
    {
        IDataView data = TestImages.Rows(_context, 2);
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Photo").Fit(data));
        Assert.AreEqual("Could not find input column 'Photo' (Parameter 'inputSchema')", e.Message);
    }

    [TestMethod]
    public void TextColumn_IsExplained()
    {
        IDataView data = TestImages.Rows(_context, 2);
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Name").Fit(data));
        Assert.AreEqual("Schema mismatch for input column 'Name': expected Image, got String. Append mlContext.Transforms.LoadImages(...) before this stage. (Parameter 'inputSchema')", e.Message);
    }

    [TestMethod]
    public void VectorColumn_IsExplained()
    {
        IDataView data = _context.Data.LoadFromEnumerable(new[] { new VectorRow() });
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data));
        Assert.AreEqual("Schema mismatch for input column 'Source': expected Image, got Vector<Single> (Parameter 'inputSchema')", e.Message);
    }

    [TestMethod]
    public void UnsuitableSize_IsExplained()
    {
        IDataView data = TestImages.Rows(_context, 2, imageSize: 18);
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data));
        Assert.AreEqual(
            "Schema mismatch for input column 'Source': expected Image with height and width that are multiples of 4, got Image<18, 18>. Append mlContext.Transforms.ResizeImages(...) before this stage. (Parameter 'inputSchema')",
            e.Message);
    }

    [TestMethod]
    public void UnsuitableImage_InAColumnOfAnySize_NamesTheSize()
    {
        IDataView data = _context.Data.LoadFromEnumerable(TestImages.Objects(1, imageSize: 18));
        IDataView generated = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data).Transform(data);
        _ = AssertEx.ThrowsWith<GraphException>(() => ImageColumns.Read(generated, "Generated"), "'resnet_1blocks' expects image sizes that are multiples of 4, but got 18×18 pixels. Resize the images first.");
    }

    [TestMethod]
    public void RowWithoutImage_NamesColumnAndRow()
    {
        IDataView data = _context.Data.LoadFromEnumerable(new[] { new ImageRow() });
        IDataView generated = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data).Transform(data);
        InvalidOperationException e = Assert.ThrowsExactly<InvalidOperationException>(() => ImageColumns.Read(generated, "Generated"));
        Assert.AreEqual("Column 'Source' has no image in row 0, so 'Generated' cannot be generated.", e.Message);
    }

    [TestMethod]
    public void GeneratorOfOtherChannels_IsRefused()
    {
        LayerGraph graph = GeneratorNetworks.ResNet(new ResNetGeneratorOptions { InputChannels = 1, BaseWidth = 2, Blocks = 1 });
        var model = new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph)), 16);
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => Gan.Transforms.ApplyGenerator("Generated", model));
        Assert.AreEqual("The generator 'resnet_1blocks' takes 1 channels and makes 3; image columns need 3 and 3. (Parameter 'model')", e.Message);
    }

    [TestMethod]
    public void NoInputColumn_ReplacesTheOutputColumn()
    {
        IDataView data = TestImages.Rows(_context, 1);
        IDataView generated = Gan.Transforms.ApplyGenerator("Source", TinyGenerators.Dense()).Fit(data).Transform(data);
        Assert.IsTrue(generated.Schema[0].IsHidden);
        IDataView named = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data).Transform(data);
        ImageColumns.AreEqual(ImageColumns.Read(named, "Generated"), ImageColumns.Read(generated, "Source"), "In place");
    }

    [TestMethod]
    public void LaterStageOfTheSameName_HidesTheEarlierWhichIsNotComputed()
    {
        IDataView data = TestImages.Rows(_context, 2);
        EstimatorChain<GeneratorApplyingTransformer> chain = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense("first:"), "Source")
            .Append(Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense("second:"), "Source"));
        using TransformerChain<GeneratorApplyingTransformer> model = chain.Fit(data);

        // The first stage is disposed, so computing it would fail.
        ((IDisposable)model.First()).Dispose();
        IDataView alone = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense("second:"), "Source").Fit(data).Transform(data);
        ImageColumns.AreEqual(ImageColumns.Read(alone, "Generated"), ImageColumns.Read(model.Transform(data), "Generated"), "The last stage");
        using PredictionEngine<ImageRow, GeneratedImageRow> engine = _context.Model.CreatePredictionEngine<ImageRow, GeneratedImageRow>(model);
        Assert.IsNotNull(engine.Predict(TestImages.Objects(1)[0]).Generated);
    }

    [TestMethod]
    public void Annotation_SurvivesDataOperationsAndIsReadFromTheVisibleColumn()
    {
        IDataView data = TestImages.Rows(_context, 4);
        GeneratorModel model = TinyGenerators.Dense();
        IDataView generated = Gan.Transforms.ApplyGenerator("Generated", model, "Source").Fit(data).Transform(data);
        Assert.AreSame(model, GeneratorAnnotation.Find(generated.Schema, "Generated"));
        Assert.AreSame(model, GeneratorAnnotation.Find(_context.Data.TakeRows(generated, 2).Schema, "Generated"));
        Assert.AreSame(model, GeneratorAnnotation.Find(_context.Transforms.CopyColumns("Copy", "Generated").Fit(generated).Transform(generated).Schema, "Copy"));
        Assert.AreSame(model, GeneratorAnnotation.Find(_context.Transforms.SelectColumns("Generated").Fit(generated).Transform(generated).Schema, "Generated"));
        IDataView overwritten = _context.Transforms.CopyColumns("Generated", "Target").Fit(generated).Transform(generated);
        Assert.IsNull(GeneratorAnnotation.Find(overwritten.Schema, "Generated"));
        Assert.IsNull(GeneratorAnnotation.Find(generated.Schema, "Source"));
        Assert.IsNull(GeneratorAnnotation.Find(generated.Schema, "Nowhere"));
    }

    [TestMethod]
    public void TrainTestSplit_KeepsImagesAndAnnotation()
    {
        IDataView data = Gan.Data.SyntheticFacades(10, 16);
        GeneratorModel model = TinyGenerators.Dense();
        IDataView generated = Gan.Transforms.ApplyGenerator("Generated", model, "Source").Fit(data).Transform(data);
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(generated, testFraction: 0.3, seed: 1);
        RgbImage[] train = ImageColumns.Read(split.TrainSet, "Generated");
        RgbImage[] test = ImageColumns.Read(split.TestSet, "Generated");
        Assert.HasCount(10, train.Concat(test));
        Assert.AreSame(model, GeneratorAnnotation.Find(split.TrainSet.Schema, "Generated"));
        Assert.AreSame(model, GeneratorAnnotation.Find(split.TestSet.Schema, "Generated"));
    }

    [TestMethod]
    public void Preview_ShowsTheImages()
    {
        IDataView data = TestImages.Rows(_context, 3);
        DataDebuggerPreview preview = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data).Transform(data).Preview(maxRows: 2);
        Assert.HasCount(2, preview.RowView);
        CollectionAssert.AreEqual(new[] { "Source", "Target", "Name", "Generated" }, preview.Schema.Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void ResizeImages_BeforeTheStage_FitsTheGenerator()
    {
        IDataView data = TestImages.Rows(_context, 1, imageSize: 18);
        IDataView generated = _context.Transforms.ResizeImages("Source", 16, 16, "Source")
            .Append(Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source")).Fit(data).Transform(data);
        RgbImage image = ImageColumns.Read(generated, "Generated").Single();
        Assert.AreEqual((16, 16), (image.Width, image.Height));
    }

    [TestMethod]
    public void ExtractPixels_AfterTheStage_KnowsTheSize()
    {
        IDataView data = TestImages.Rows(_context, 1);
        IDataView pixels = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source")
            .Append(_context.Transforms.ExtractPixels("Pixels", "Generated")).Fit(data).Transform(data);
        VBuffer<float> values = pixels.GetColumn<VBuffer<float>>("Pixels").Single();
        RgbImage image = ImageColumns.Read(pixels, "Generated").Single();
        Assert.AreEqual(3 * 16 * 16, values.Length);
        Assert.AreEqual(image.Pixels[0], values.GetItemOrDefault(0));
    }

    [TestMethod]
    public void PredictionEngine_Disposed_DisposesTheTransformerUnlessToldOtherwise()
    {
        IDataView data = TestImages.Rows(_context, 1);
        GeneratorApplyingTransformer transformer = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data);
        _context.Model.CreatePredictionEngine<ImageRow, GeneratedImageRow>(transformer, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        Assert.HasCount(1, ImageColumns.Read(transformer.Transform(data), "Generated"));
        _context.Model.CreatePredictionEngine<ImageRow, GeneratedImageRow>(transformer).Dispose();
        _ = Assert.ThrowsExactly<ObjectDisposedException>(() => ImageColumns.Read(transformer.Transform(data), "Generated"));
    }

    [TestMethod]
    public void ShuffledCursor_KeepsRowsTogether()
    {
        using var folder = new TempFolder();
        for (int i = 0; i < 6; i++)
            TestImages.Save(TestImages.Noise($"pair {i}", 32, 16), folder[$"{i}.png"]);
        IDataView data = Gan.Data.LoadPairedImages(folder.Path, 16);
        IDataView view = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data).Transform(data);
        using var session = new Runtime.GeneratorSession(TinyGenerators.Dense());
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema, new Random(5));
        ValueGetter<MLImage> getSource = cursor.GetGetter<MLImage>(view.Schema["Source"]);
        ValueGetter<MLImage> getGenerated = cursor.GetGetter<MLImage>(view.Schema["Generated"]);
        MLImage source = null!;
        MLImage generated = null!;
        string order = "";
        while (cursor.MoveNext())
        {
            getGenerated(ref generated);
            getSource(ref source);
            ImageColumns.AreEqual([session.Translate(source.ToRgbImage())], [generated.ToRgbImage()], $"Row of pair {source.Tag}");
            order += source.Tag;
        }

        Assert.AreNotEqual("012345", order);
        Assert.AreEqual("012345", string.Concat(order.Order()));
    }

    [TestMethod]
    public void LoadImages_BeforeTheStage_WorksFromPathsToAFileOfTheWholeChain()
    {
        using var folder = new TempFolder();
        RgbImage[] sources = [.. Enumerable.Range(0, 2).Select(i => TestImages.Noise($"file {i}", 16, 16))];
        PathRow[] rows = [.. sources.Select((source, i) =>
        {
            string name = FormattableString.Invariant($"{i}.png");
            TestImages.Save(source, folder[name]);
            return new PathRow { Path = name };
        })];
        IDataView data = _context.Data.LoadFromEnumerable(rows);
        TransformerChain<GeneratorApplyingTransformer> model = _context.Transforms.LoadImages("Image", folder.Path, "Path")
            .Append(_context.Transforms.ResizeImages("Source", 16, 16, "Image"))
            .Append(Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source")).Fit(data);
        using var session = new Runtime.GeneratorSession(TinyGenerators.Dense());
        RgbImage[] expected = [.. sources.Select(session.Translate)];
        ImageColumns.AreEqual(expected, ImageColumns.Read(model.Transform(data), "Generated"), "From paths");

        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(stream, out _);
        ImageColumns.AreEqual(expected, ImageColumns.Read(loaded.Transform(data), "Generated"), "Loaded by ML.NET alone");
        ITransformer restored = Gan.Model.Restore(loaded);
        using PredictionEngine<PathRow, GeneratedImageRow> engine = _context.Model.CreatePredictionEngine<PathRow, GeneratedImageRow>(restored);
        ImageColumns.AreEqual([expected[1]], [engine.Predict(rows[1]).Generated!.ToRgbImage()], "Predicted from a path");
    }

    [TestMethod]
    public void PredictionEngines_InManyThreads_ShareATransformer()
    {
        using GeneratorApplyingTransformer transformer = Gan.Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(TestImages.Rows(_context, 1));
        RgbImage[] sources = [.. Enumerable.Range(0, 4).Select(i => TestImages.Noise($"thread {i}", 16 + 4 * (i % 2), 16))];
        RgbImage[] expected = [.. sources.Select(transformer.Translate)];
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using PredictionEngine<ImageRow, GeneratedImageRow> engine =
                _context.Model.CreatePredictionEngine<ImageRow, GeneratedImageRow>(transformer, new PredictionEngineOptions { OwnsTransformer = false });
            using MLImage source = sources[i].ToMLImage();
            for (int repeat = 0; repeat < 10; repeat++)
                ImageColumns.AreEqual([expected[i]], [engine.Predict(new ImageRow { Source = source }).Generated!.ToRgbImage()], $"Thread {i}");
        });
    }

    private sealed class PathRow
    {
        public string Path { get; set; } = "";
    }

    private sealed class VectorRow
    {
        [VectorType(3)]
        public float[] Source { get; set; } = new float[3];
    }
}
