using System.IO.Compression;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Image;

namespace Embedded.MicrosoftML.Tests.Model;

[TestClass]
public sealed class SaveLoadTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void NestedChain_RoundTrips_InANewContext()
    {
        IDataView data = Data();
        TransformsCatalog t = _ml.Transforms;
        ITransformer model = t.CopyColumns("B", "A")
            .Append(t.CustomMapping<Source, Target>(HalfFactory.Map, "Embedded.MicrosoftML.Tests.Half"))
            .Append(t.Conversion.MapValue("Word", new Dictionary<int, string> { [1] = "uno", [2] = "due" }, "Id")
                .Append(t.Conversion.MapValue("Number", new Dictionary<string, double> { ["due"] = 2.5 }, "Word")))
            .Append(t.Concatenate("Both", "A", "Half"))
            .Append(t.DropColumns("B"))
            .Append(t.SelectColumns("Both", "Word", "Number"))
            .Fit(data);
        ITransformer loaded = RoundTrip(model, data.Schema, out DataViewSchema schema);
        Assert.AreEqual(string.Join("; ", data.Schema), string.Join("; ", schema));
        IDataView expected = model.Transform(data);
        IDataView actual = loaded.Transform(data);
        Assert.AreEqual(string.Join("; ", expected.Schema), string.Join("; ", actual.Schema));
        CollectionAssert.AreEqual(expected.GetColumn<string>("Word").ToArray(), actual.GetColumn<string>("Word").ToArray());
        CollectionAssert.AreEqual(expected.GetColumn<double>("Number").ToArray(), actual.GetColumn<double>("Number").ToArray());
        CollectionAssert.AreEqual(new float[] { 4, 2 }, actual.GetColumn<float[]>("Both").Last());
        Assert.AreEqual(((IEnumerable<ITransformer>)model).Count(), ((IEnumerable<ITransformer>)loaded).Count());
    }

    [TestMethod]
    public void Scopes_AreKept()
    {
        IDataView data = Data();
        ITransformer model = new EstimatorChain<ITransformer>().Append(_ml.Transforms.CopyColumns("B", "A"), TransformerScope.TrainTest).Append(_ml.Transforms.CopyColumns("C", "A")).Fit(data);
        ITransformer loaded = RoundTrip(model, data.Schema, out _);
        Assert.IsNull(loaded.Transform(data).Schema.GetColumnOrNull("B"));
    }

    [TestMethod]
    public void ImageTransforms_RoundTrip()
    {
        using var folder = new TempFolder();
        using (MLImage image = MLImage.CreateFromPixels(4, 2, MLPixelFormat.Bgra32, Enumerable.Range(0, 32).Select(i => i % 4 == 3 ? (byte)255 : (byte)(i * 7)).ToArray()))
        {
            image.Save(folder["a.png"]);
        }

        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new PathRow { Path = "a.png" } });
        TransformsCatalog t = _ml.Transforms;
        ITransformer model = t.LoadImages("Image", folder.Path, "Path")
            .Append(t.LoadRawImageBytes("Bytes", folder.Path, "Path"))
            .Append(t.ResizeImages("Small", 2, 2, "Image", ImageResizingEstimator.ResizingKind.IsoCrop, ImageResizingEstimator.Anchor.Left))
            .Append(t.ExtractPixels("Pixels", "Small", ImagePixelExtractingEstimator.ColorBits.Rgb, ImagePixelExtractingEstimator.ColorsOrder.ABGR, interleavePixelColors: true, offsetImage: 127.5f, scaleImage: 1 / 127.5f))
            .Append(t.ConvertToImage(2, 2, "Back", "Pixels", orderOfColors: ImagePixelExtractingEstimator.ColorsOrder.ABGR, interleavedColors: true, scaleImage: 127.5f, offsetImage: -127.5f))
            .Fit(data);
        ITransformer loaded = RoundTrip(model, data.Schema, out _);
        IDataView expected = model.Transform(data);
        IDataView actual = loaded.Transform(data);
        Assert.AreEqual(string.Join("; ", expected.Schema), string.Join("; ", actual.Schema));
        CollectionAssert.AreEqual(expected.GetColumn<float[]>("Pixels").Single(), actual.GetColumn<float[]>("Pixels").Single());
        CollectionAssert.AreEqual(expected.GetColumn<byte[]>("Bytes").Single(), actual.GetColumn<byte[]>("Bytes").Single());
    }

    [TestMethod]
    public void Save_TransformerThatWritesNothing_SaysSo()
    {
        using var stream = new MemoryStream();
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.Save(new Silent(), Data().Schema, stream));
        Assert.Contains("ModelSignature not specified!", error.Message);
    }

    [TestMethod]
    public void Save_TransformerThatDelegates_LoadsAsWhatItDelegatesTo()
    {
        IDataView data = Data();
        ITransformer model = new TransformerChain<ITransformer>(new Lowered(_ml.Transforms.CopyColumns("B", "A").Append(_ml.Transforms.CopyColumns("C", "B")).Fit(data)));
        ITransformer loaded = RoundTrip(model, data.Schema, out _);
        ITransformer inner = ((IEnumerable<ITransformer>)loaded).Single();
        Assert.AreEqual(2, ((IEnumerable<ITransformer>)inner).Count());
        Assert.AreEqual(2, loaded.Transform(data).GetColumn<float>("C").First());
    }

    [TestMethod]
    public void Load_ZipWithOtherEntries_IgnoresThem()
    {
        IDataView data = Data();
        using var stream = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.CopyColumns("B", "A").Fit(data), data.Schema, stream);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var writer = new StreamWriter(archive.CreateEntry("extra/notes.txt").Open());
            writer.Write("not of the model");
        }

        stream.Position = 0;
        Assert.AreEqual(2, _ml.Model.Load(stream, out _).Transform(data).GetColumn<float>("B").First());
    }

    [TestMethod]
    public void Load_NoSchema_GivesNull()
    {
        RoundTrip(_ml.Transforms.CopyColumns("B", "A").Fit(Data()), null, out DataViewSchema schema);
        Assert.IsNull(schema);
    }

    [TestMethod]
    public void Load_NotAModel_Throws()
    {
        using var garbage = new MemoryStream([1, 2, 3, 4]);
        Assert.Throws<Exception>(() => _ml.Model.Load(garbage, out _));
        using var empty = new MemoryStream();
        using (var archive = new ZipArchive(empty, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("something");
        }

        empty.Position = 0;
        Assert.Throws<Exception>(() => _ml.Model.Load(empty, out _));
    }

    [TestMethod]
    public void Save_AnnotatedSchema_KeepsSavableAnnotations()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["A"].AddAnnotation("Answer", 42, NumberDataViewType.Int32);
        definition["A"].AddAnnotation("Names", new[] { "x", "y" }, new VectorDataViewType(TextDataViewType.Instance, 2));
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new Row() }, definition);
        RoundTrip(_ml.Transforms.CopyColumns("B", "A").Fit(data), data.Schema, out DataViewSchema schema);
        int answer = 0;
        schema["A"].Annotations.GetValue("Answer", ref answer);
        Assert.AreEqual(42, answer);
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["A"].Annotations.GetValue("Names", ref names);
        Assert.AreEqual("y", names.GetItemOrDefault(1).ToString());
    }

    [TestMethod]
    public void Save_ToPath_LoadsFromPath()
    {
        using var folder = new TempFolder();
        IDataView data = Data();
        _ml.Model.Save(_ml.Transforms.CopyColumns("B", "A").Fit(data), data.Schema, folder["model.zip"]);
        Assert.AreEqual(2, _ml.Model.Load(folder["model.zip"], out _).Transform(data).GetColumn<float>("B").First());
    }

    private static ITransformer RoundTrip(ITransformer model, DataViewSchema? schema, out DataViewSchema loadedSchema)
    {
        using var stream = new MemoryStream();
        new MLContext().Model.Save(model, schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out loadedSchema);
    }

    private IDataView Data() => _ml.Data.LoadFromEnumerable(new[] { new Row { A = 2, Id = 1 }, new Row { A = 4, Id = 2 } });

    private sealed class Row
    {
        public float A { get; set; }

        public int Id { get; set; }
    }

    private sealed class PathRow
    {
        public string? Path { get; set; }
    }

    public sealed class Source
    {
        public float A { get; set; }
    }

    public sealed class Target
    {
        public float Half { get; set; }
    }

    [CustomMappingFactoryAttribute("Embedded.MicrosoftML.Tests.Half")]
    public sealed class HalfFactory : CustomMappingFactory<Source, Target>
    {
        public static void Map(Source source, Target target) => target.Half = source.A / 2;

        public override Action<Source, Target> GetMapping() => Map;
    }

    private sealed class Silent : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;

        void ICanSaveModel.Save(ModelSaveContext ctx)
        {
        }
    }

    private sealed class Lowered(ITransformer equivalent) : ITransformer
    {
        public bool IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => equivalent.GetOutputSchema(inputSchema);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => equivalent.GetRowToRowMapper(inputSchema);

        public IDataView Transform(IDataView input) => equivalent.Transform(input);

        void ICanSaveModel.Save(ModelSaveContext ctx) => equivalent.Save(ctx);
    }
}
