using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet.Tests;

/// <summary>What the stages rely on in ML.NET without showing it in a test of their own: a new version must keep it.</summary>
[TestClass]
public sealed class MLNetContractTests
{
    private const string Kind = "Answer";

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Annotation_OfAColumn_GoesThroughOperationsOnRowsAndOtherColumns()
    {
        IDataView data = Annotated();
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(data);
        foreach ((string name, IDataView view) in ((string, IDataView)[])[
            ("Cache", _context.Data.Cache(data)), ("TakeRows", _context.Data.TakeRows(data, 5)), ("SkipRows", _context.Data.SkipRows(data, 5)),
            ("FilterRowsByColumn", _context.Data.FilterRowsByColumn(data, "Weight", 2, 5)), ("ShuffleRows", _context.Data.ShuffleRows(data)),
            ("TrainSet", split.TrainSet), ("TestSet", split.TestSet),
            ("SelectColumns", _context.Transforms.SelectColumns("Values").Fit(data).Transform(data)), ("DropColumns", _context.Transforms.DropColumns("Weight").Fit(data).Transform(data))])
        {
            Assert.AreEqual(42, AnswerOf(view, "Values"), name);
        }
    }

    [TestMethod]
    public void CopyColumns_OfAnAnnotatedColumn_TakesItsTypeAndAnnotationsAlong()
    {
        IDataView data = Annotated();

        IDataView copied = _context.Transforms.CopyColumns("Copy", "Values").Fit(data).Transform(data);

        Assert.AreEqual(data.Schema["Values"].Type, copied.Schema["Copy"].Type);
        Assert.AreEqual(42, AnswerOf(copied, "Copy"));
    }

    [TestMethod]
    public void CustomMapping_OverAnAnnotatedColumn_DropsItsAnnotations()
    {
        IDataView data = Annotated();

        IDataView mapped = _context.Transforms.CustomMapping<Mapped, Mapped>((source, target) => target.Values = source.Values, null).Fit(data).Transform(data);

        Assert.IsNull(AnswerOf(mapped, "Values"));
    }

    [TestMethod]
    public void Column_AddedUnderAnExistingName_HidesTheFirstWhichIsNeverComputed()
    {
        int calls = 0;
        IDataView data = Annotated();
        var chain = _context.Transforms.CustomMapping<Weighted, Mapped>((_, target) => target.Values = [++calls, 0], null)
            .Append(_context.Transforms.CopyColumns("Values", "Weight"));

        IDataView output = chain.Fit(data).Transform(data);

        Assert.AreEqual(NumberDataViewType.Single, output.Schema["Values"].Type);
        Assert.HasCount(3, output.Schema.Where(column => column.Name == "Values"));
        Assert.HasCount(2, output.Schema.Where(column => column.Name == "Values" && column.IsHidden));
        CollectionAssert.AreEqual(Enumerable.Range(0, 10).Select(i => (float)i).ToArray(), output.GetColumn<float>("Values").ToArray());
        Assert.AreEqual(0, calls);
    }

    [TestMethod]
    public void CacheAndShuffle_OfAnImageColumn_LeaveItOut()
    {
        using MLImage image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, [1, 2, 3, 255]);
        IDataView data = _context.Data.LoadFromEnumerable([new Pictured { Image = image }]);

        Assert.IsNull(_context.Data.Cache(data).Schema.GetColumnOrNull("Image"));
        Assert.IsNull(_context.Data.ShuffleRows(data).Schema.GetColumnOrNull("Image"));
        Assert.IsNotNull(_context.Data.TakeRows(data, 1).Schema.GetColumnOrNull("Image"));
    }

    [TestMethod]
    public void MapValue_TextOfMillionsOfCharacters_IsSavedAndLoadedWhole()
    {
        string text = string.Concat(Enumerable.Range(0, 400_000).Select(i => $"{i}é\n"));
        IDataView data = Annotated();
        IDataView keys = _context.Transforms.CustomMapping<Weighted, Keyed>((_, target) => target.Key = 1, null).Fit(data).Transform(data);
        ITransformer map = _context.Transforms.Conversion.MapValue<int, string>("Text", [KeyValuePair.Create(1, text)], "Key").Fit(keys);
        using var stream = new MemoryStream();

        _context.Model.Save(map, keys.Schema, stream);
        stream.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(stream, out _);

        Assert.AreEqual(text, loaded.Transform(keys).GetColumn<string>("Text").First());
    }

    [TestMethod]
    public void MLImage_ReadFromAFile_HasBlueFirstAndColoursMultipliedByTheirAlpha()
    {
        using var folder = new TempFolder();
        using (MLImage image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Rgba32, [200, 100, 50, 255, 0, 0, 0, 0]))
            image.Save(folder["a.png"]);

        using MLImage read = MLImage.CreateFromFile(folder["a.png"]);

        Assert.AreEqual(MLPixelFormat.Bgra32, read.PixelFormat);
        CollectionAssert.AreEqual((byte[])[50, 100, 200, 255, 0, 0, 0, 0], read.Pixels.ToArray());
    }

    [TestMethod]
    public void ImageDataViewType_OfASize_HasHeightFirstAndIsEqualAsATypeNotAsAnObject()
    {
        var type = new ImageDataViewType(4, 5);
        var same = new ImageDataViewType(4, 5);

        Assert.AreEqual("Image<4, 5>", type.ToString());
        Assert.AreEqual((4, 5), (type.Height, type.Width));
        Assert.IsTrue(type.Equals(same));
        Assert.IsFalse(type.Equals(new ImageDataViewType(5, 4)));

        // Why one instance of each size is shared: some of ML.NET's checks compare objects.
        Assert.IsFalse(type.Equals((object)same));
    }

    private IDataView Annotated()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Numbers));
        definition["Values"].AddAnnotation(Kind, 42, NumberDataViewType.Int32);
        return _context.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(i => new Numbers { Values = [i, 1], Weight = i }).ToArray(), definition);
    }

    private static int? AnswerOf(IDataView view, string column)
    {
        if (view.Schema[column].Annotations.Schema.GetColumnOrNull(Kind) is null)
            return null;
        int answer = 0;
        view.Schema[column].Annotations.GetValue(Kind, ref answer);
        return answer;
    }

    private class Mapped
    {
        [VectorType(2)]
        public float[]? Values { get; set; }
    }

    private sealed class Numbers : Mapped
    {
        public float Weight { get; set; }
    }

    private sealed class Weighted
    {
        public float Weight { get; set; }
    }

    private sealed class Keyed
    {
        public int Key { get; set; }
    }

    private sealed class Pictured
    {
        [ImageType(1, 1)]
        public MLImage? Image { get; set; }

        public int Id { get; set; }
    }
}
