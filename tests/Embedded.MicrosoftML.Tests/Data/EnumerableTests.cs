using Microsoft.ML.Transforms.Image;

namespace Embedded.MicrosoftML.Tests.Data;

[TestClass]
public sealed class EnumerableTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void LoadFromEnumerable_MapsMembersToColumns()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(2));
        Assert.AreEqual(
            "Id: Int32; Features: Vector<Single, 3>; Any: Vector<Single>; Label: String; Words: Vector<String>; Key: Key<UInt32, 0-9>; Flag: Boolean",
            string.Join("; ", data.Schema));
        Assert.IsNull(data.Schema.GetColumnOrNull("Ignored"));
        Assert.IsFalse(data.CanShuffle);
        Assert.AreEqual(2, data.GetRowCount());
        Assert.IsNull(_ml.Data.LoadFromEnumerable(Rows(2).Select(row => row)).GetRowCount());
    }

    [TestMethod]
    public void CreateEnumerable_GivesTheRowsBack()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(3));
        Row[] rows = _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: false).ToArray();
        Assert.HasCount(3, rows);
        Assert.AreEqual(2, rows[1].Id);
        CollectionAssert.AreEqual(new float[] { 2, 4, 6 }, rows[1].Features);
        CollectionAssert.AreEqual(new[] { "a2", "b" }, rows[1].Words);
        Assert.AreEqual("row 3", rows[2].Name);
        Assert.IsTrue(rows[1].Flag);
        Assert.AreEqual(2, rows[1].Any.Length);
        Assert.HasCount(3, rows[0].Features!);
        Assert.AreNotSame(rows[0].Features, rows[1].Features);
    }

    [TestMethod]
    public void CreateEnumerable_ReuseRowObject_FillsTheSameObject()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(3));
        Row[] rows = _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: true).ToArray();
        Assert.AreSame(rows[0], rows[2]);
    }

    [TestMethod]
    public void Keys_CountFromOneInsideAView()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new Row { Key = 0 }, new Row { Key = 9 }, new Row { Key = 10 } });
        CollectionAssert.AreEqual(new uint[] { 1, 10, 0 }, data.GetColumn<uint>("Key").ToArray());
    }

    [TestMethod]
    public void CreateEnumerable_MissingColumn_ThrowsUnlessIgnored()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new OnlyId { Id = 5 } });
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CreateEnumerable<IdAndName>(data, false).ToArray());
        Assert.Contains("Could not find", error.Message);
        Assert.Contains("column 'Name'", error.Message);
        Assert.AreEqual(5, _ml.Data.CreateEnumerable<IdAndName>(data, false, ignoreMissingColumns: true).Single().Id);
    }

    [TestMethod]
    public void CreateEnumerable_OtherType_SaysWhichMember()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new OnlyId { Id = 5 } });
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.CreateEnumerable<FloatId>(data, false).ToArray());
        Assert.Contains("Can't bind the IDataView column 'Id' of type 'Int32' to field or property 'Id' of type 'System.Single'.", error.Message);
    }

    [TestMethod]
    public void LoadFromEnumerable_UnknownMemberType_NamesTheMember()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(new[] { new WithUri() }));
        Assert.Contains("Could not determine an IDataView type and registered custom types for member Address", error.Message);
    }

    [TestMethod]
    public void LoadFromEnumerable_SchemaDefinition_RenamesAndTypes()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Free));
        definition["Values"].ColumnName = "Z";
        definition["Z"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        definition["Z"].AddAnnotation("Answer", 42, NumberDataViewType.Int32);
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new Free { Values = [1, 2] } }, definition);
        Assert.AreEqual("Z: Vector<Single, 2> {Answer}", data.Schema["Z"].ToString());
        int answer = 0;
        data.Schema["Z"].Annotations.GetValue("Answer", ref answer);
        Assert.AreEqual(42, answer);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
        {
            definition["Z"].ColumnType = NumberDataViewType.Single;
            _ml.Data.LoadFromEnumerable(new[] { new Free() }, definition);
        });
    }

    [TestMethod]
    public void LoadFromEnumerable_Schema_TakesTypesAndAnnotations()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Free));
        definition[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        definition[0].AddAnnotation("Answer", 42, NumberDataViewType.Int32);
        DataViewSchema schema = _ml.Data.LoadFromEnumerable(new[] { new Free { Values = [1, 2] } }, definition).Schema;
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new Free { Values = [3, 4] } }, schema);
        Assert.AreEqual(schema[0].ToString(), data.Schema[0].ToString());
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.LoadFromEnumerable(new[] { new OnlyId() }, schema));
    }

    [TestMethod]
    public void LoadFromEnumerable_IsLazy()
    {
        int made = 0;
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(i =>
        {
            made++;
            return new OnlyId { Id = i };
        }));
        using (DataViewRowCursor cursor = data.GetRowCursor(data.Schema))
        {
            Assert.AreEqual(0, made);
            cursor.MoveNext();
            Assert.AreEqual(1, made);
        }

        Assert.AreEqual(9, data.GetColumn<int>("Id").Last());
        Assert.AreEqual(9, data.GetColumn<int>("Id").Last());
    }

    [TestMethod]
    public void Cursor_InactiveColumn_HasNoGetter()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(1));
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Id"]]);
        Assert.IsTrue(cursor.IsColumnActive(data.Schema["Id"]));
        Assert.IsFalse(cursor.IsColumnActive(data.Schema["Label"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Label"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(data.Schema["Id"]));
        Assert.AreEqual(-1, cursor.Position);
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(0, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void Cursor_VectorValues_AreNotSharedWithTheRow()
    {
        var row = new Row { Features = [1, 2, 3] };
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { row });
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Features"]]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        cursor.MoveNext();
        VBuffer<float> value = default;
        getter(ref value);
        VBufferEditor.CreateFromBuffer(ref value).Values[0] = 9;
        Assert.AreEqual(1, row.Features[0]);
    }

    [TestMethod]
    public void Images_OfDeclaredSize_GoInAndOut()
    {
        using MLImage image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Bgra32, [1, 2, 3, 255, 4, 5, 6, 255]);
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new ImageRow { Image = image } });
        Assert.AreEqual("Image<1, 2>", data.Schema["Image"].Type.ToString());
        MLImage got = _ml.Data.CreateEnumerable<ImageRow>(data, false).Single().Image!;
        CollectionAssert.AreEqual(image.Pixels.ToArray(), got.Pixels.ToArray());
    }

    [TestMethod]
    public void GetColumn_ConvertsTextAndVectors()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(2));
        CollectionAssert.AreEqual(new[] { "row 1", "row 2" }, data.GetColumn<string>("Label").ToArray());
        CollectionAssert.AreEqual(new float[] { 2, 4, 6 }, data.GetColumn<float[]>("Features").Last());
        Assert.AreEqual(3, data.GetColumn<VBuffer<float>>("Features").First().Length);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => data.GetColumn<int>("Nothing").First());
        Assert.Throws<Exception>(() => data.GetColumn<double>("Features").First());
    }

    [TestMethod]
    public void Preview_ShowsRowsAndColumns()
    {
        DataDebuggerPreview preview = _ml.Data.LoadFromEnumerable(Rows(5)).Preview(maxRows: 2);
        Assert.AreEqual("7 columns, 2 rows", preview.ToString());
        Assert.AreEqual(2, preview.ColumnView.Single(column => column.Column.Name == "Id").Values[1]);
        Assert.AreEqual("row 1", preview.RowView[0].Values.Single(value => value.Key == "Label").Value.ToString());
    }

    [TestMethod]
    public void LoadFromEnumerable_NullRow_Throws()
        => Assert.Throws<InvalidOperationException>(() => _ml.Data.LoadFromEnumerable(new OnlyId[] { null! }).GetColumn<int>("Id").ToArray());

    private static List<Row> Rows(int count)
        => Enumerable.Range(1, count)
            .Select(i => new Row { Id = i, Features = [i, 2 * i, 3 * i], Any = new VBuffer<float>(i, new float[i]), Name = $"row {i}", Words = [$"a{i}", "b"], Key = (uint)i, Flag = i == 2 })
            .ToList();

    private sealed class Row
    {
        public int Id;

        [VectorType(3)]
        public float[]? Features { get; set; }

        public VBuffer<float> Any { get; set; }

        [ColumnName("Label")]
        public string? Name { get; set; }

        public string[]? Words { get; set; }

        [KeyType(10)]
        public uint Key { get; set; }

        public bool Flag { get; set; }

        [NoColumn]
        public Uri? Ignored { get; set; }
    }

    private sealed class OnlyId
    {
        public int Id { get; set; }
    }

    private sealed class FloatId
    {
        public float Id { get; set; }
    }

    private sealed class IdAndName
    {
        public int Id { get; set; }

        public string? Name { get; set; }
    }

    private sealed class WithUri
    {
        public Uri? Address { get; set; }
    }

    private sealed class Free
    {
        public float[]? Values { get; set; }
    }

    private sealed class ImageRow
    {
        [ImageType(1, 2)]
        public MLImage? Image { get; set; }
    }
}
