namespace Embedded.MicrosoftML.Tests.Transforms;

[TestClass]
public sealed class ColumnTransformTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void CopyColumns_CopiesValuesTypeAndAnnotations()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["V"].AddAnnotation("Answer", 42, NumberDataViewType.Int32);
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(), definition);
        IDataView copied = _ml.Transforms.CopyColumns("C", "V").Fit(data).Transform(data);
        Assert.AreEqual("C: Vector<Single, 2> {Answer}", copied.Schema["C"].ToString());
        CollectionAssert.AreEqual(new float[] { 3, 4 }, copied.GetColumn<float[]>("C").Last());
    }

    [TestMethod]
    public void CopyColumns_OntoExistingName_HidesItRightAfterIt()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows());
        IDataView copied = _ml.Transforms.CopyColumns("V", "Id").Fit(data).Transform(data);
        Assert.AreEqual("V Vector<Single, 2> True, V Int32 False, Id Int32 False, Name String False", string.Join(", ", copied.Schema.OrderBy(c => c.Name == "V" ? 0 : 1).Select(c => $"{c.Name} {c.Type} {c.IsHidden}")));
        Assert.AreEqual(copied.Schema["V"].Index, copied.Schema.First(c => c.Name == "V").Index + 1);
    }

    [TestMethod]
    public void CopyColumns_MissingInput_ThrowsMlNetsError()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows());
        foreach (IEstimator<ITransformer> estimator in new IEstimator<ITransformer>[]
        {
            _ml.Transforms.CopyColumns("C", "Nothing"), _ml.Transforms.DropColumns("Nothing"), _ml.Transforms.SelectColumns("Nothing"), _ml.Transforms.Concatenate("C", "Nothing"),
        })
        {
            ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(data).Transform(data));
            Assert.StartsWith("Could not find input column 'Nothing'", error.Message);
            Assert.AreEqual("inputSchema", error.ParamName);
        }
    }

    [TestMethod]
    public void DropAndSelect_KeepWhatTheySay()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows());
        IDataView twice = _ml.Transforms.CopyColumns("Id", "Id").Fit(data).Transform(data);
        Assert.AreEqual("Id, Id, Name", Names(_ml.Transforms.DropColumns("V"), twice));
        Assert.AreEqual("Name, Id", Names(_ml.Transforms.SelectColumns("Name", "Id"), twice));
        Assert.AreEqual("Name, Id, Id", Names(_ml.Transforms.SelectColumns(["Name", "Id"], keepHidden: true), twice));
        IDataView selected = _ml.Transforms.SelectColumns("Name").Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { "one", "two" }, selected.GetColumn<string>("Name").ToArray());
    }

    [TestMethod]
    public void Concatenate_JoinsScalarsAndVectors()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new Parts { A = 1, B = [2, 3] } });
        IDataView joined = _ml.Transforms.Concatenate("AB", "A", "B").Fit(data).Transform(data);
        Assert.AreEqual("Vector<Single, 3>", joined.Schema["AB"].Type.ToString());
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, joined.GetColumn<float[]>("AB").Single());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("X", "A", "Text").Fit(data).Transform(data));
    }

    [TestMethod]
    public void MapValue_FindsTextForNumbers()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows());
        IDataView mapped = _ml.Transforms.Conversion.MapValue("Word", new Dictionary<int, string> { [1] = "uno", [7] = "sette" }, "Id").Fit(data).Transform(data);
        Assert.AreEqual("String", mapped.Schema["Word"].Type.ToString());
        CollectionAssert.AreEqual(new[] { "uno", string.Empty }, mapped.GetColumn<string>("Word").ToArray());
    }

    [TestMethod]
    public void MapValue_TextKeys_AndOtherInputType()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows());
        IDataView mapped = _ml.Transforms.Conversion.MapValue("Number", new Dictionary<string, float> { ["two"] = 2 }, "Name").Fit(data).Transform(data);
        float[] numbers = mapped.GetColumn<float>("Number").ToArray();
        Assert.AreEqual(2, numbers[1]);
        Assert.Throws<Exception>(() => _ml.Transforms.Conversion.MapValue("Number", new Dictionary<string, float> { ["two"] = 2 }, "Id").Fit(data).Transform(data).GetColumn<float>("Number").ToArray());
    }

    [TestMethod]
    public void MapValue_DuplicateKey_Throws()
        => Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.Conversion.MapValue("X", new[] { KeyValuePair.Create(1, 2f), KeyValuePair.Create(1, 3f) }, "Id"));

    private static string Names(IEstimator<ITransformer> estimator, IDataView data) => string.Join(", ", estimator.Fit(data).Transform(data).Schema.Select(column => column.Name));

    private static List<Row> Rows() => [new Row { Id = 1, V = [1, 2], Name = "one" }, new Row { Id = 2, V = [3, 4], Name = "two" }];

    private sealed class Row
    {
        public int Id { get; set; }

        [VectorType(2)]
        public float[]? V { get; set; }

        public string? Name { get; set; }
    }

    private sealed class Parts
    {
        public float A { get; set; }

        [VectorType(2)]
        public float[]? B { get; set; }

        public string? Text { get; set; }
    }
}
