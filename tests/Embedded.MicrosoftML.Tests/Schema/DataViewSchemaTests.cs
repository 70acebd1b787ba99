namespace Embedded.MicrosoftML.Tests.Schema;

[TestClass]
public sealed class DataViewSchemaTests
{
    [TestMethod]
    public void Builder_SameNameTwice_HidesTheFirst()
    {
        DataViewSchema schema = Build(("A", NumberDataViewType.Single), ("B", TextDataViewType.Instance), ("A", NumberDataViewType.Int32));
        Assert.HasCount(3, schema);
        Assert.IsTrue(schema[0].IsHidden);
        Assert.IsFalse(schema[2].IsHidden);
        Assert.AreEqual(2, schema["A"].Index);
        Assert.AreEqual("3 columns", schema.ToString());
        Assert.AreEqual("B: String", schema[1].ToString());
    }

    [TestMethod]
    public void Indexer_UnknownName_Throws()
    {
        DataViewSchema schema = Build(("A", NumberDataViewType.Single));
        Assert.IsNull(schema.GetColumnOrNull("B"));
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema["B"]);
        Assert.Contains("Column 'B' not found", error.Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema[1]);
        Assert.Throws<ArgumentNullException>(() => schema.GetColumnOrNull(null));
    }

    [TestMethod]
    public void Annotations_AreReadByKind()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Answer", NumberDataViewType.Int32, 42);
        builder.Add("Names", new VectorDataViewType(TextDataViewType.Instance, 2), (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(2, ["x".AsMemory(), "y".AsMemory()]));
        DataViewSchema.Annotations annotations = builder.ToAnnotations();
        int answer = 0;
        annotations.GetValue("Answer", ref answer);
        Assert.AreEqual(42, answer);
        VBuffer<ReadOnlyMemory<char>> names = default;
        annotations.GetValue("Names", ref names);
        Assert.AreEqual("y", names.GetItemOrDefault(1).ToString());
        Assert.AreEqual("Answer, Names", annotations.ToString());
        float wrong = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => annotations.GetValue("Answer", ref wrong));
        Assert.ThrowsExactly<InvalidOperationException>(() => annotations.GetValue("Question", ref answer));
    }

    [TestMethod]
    public void AnnotationsBuilder_Add_TakesSelectedKindsOver()
    {
        var first = new DataViewSchema.Annotations.Builder();
        first.AddPrimitiveValue("Keep", NumberDataViewType.Int32, 1);
        first.AddPrimitiveValue("Drop", NumberDataViewType.Int32, 2);
        var second = new DataViewSchema.Annotations.Builder();
        second.Add(first.ToAnnotations(), kind => kind == "Keep");
        DataViewSchema.Annotations annotations = second.ToAnnotations();
        Assert.HasCount(1, annotations.Schema);
        int value = 0;
        annotations.GetValue("Keep", ref value);
        Assert.AreEqual(1, value);
    }

    [TestMethod]
    public void AnnotationsBuilder_TypeOfOtherValues_Throws()
        => Assert.ThrowsExactly<ArgumentException>(() => new DataViewSchema.Annotations.Builder().Add("X", NumberDataViewType.Single, (ref int value) => value = 1));

    [TestMethod]
    public void SlotNames_OfVector_AreFound()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, 2), (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(2, ["x".AsMemory(), "y".AsMemory()]));
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("V", new VectorDataViewType(NumberDataViewType.Single, 2), annotations.ToAnnotations());
        builder.AddColumn("W", new VectorDataViewType(NumberDataViewType.Single, 3), annotations.ToAnnotations());
        DataViewSchema schema = builder.ToSchema();
        Assert.IsTrue(schema["V"].HasSlotNames());
        Assert.IsFalse(schema["W"].HasSlotNames());
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["V"].GetSlotNames(ref names);
        Assert.AreEqual("x", names.GetItemOrDefault(0).ToString());
    }

    private static DataViewSchema Build(params (string Name, DataViewType Type)[] columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach ((string name, DataViewType type) in columns)
        {
            builder.AddColumn(name, type);
        }

        return builder.ToSchema();
    }
}
