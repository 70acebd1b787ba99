namespace Embedded.DataAnalysis.Tests;

[TestClass]
public sealed class ColumnTests
{
    [TestMethod]
    public void Column_WithLength_HoldsNulls()
    {
        var numbers = new Int32DataFrameColumn("Numbers", 3);
        var texts = new StringDataFrameColumn("Texts", 2);
        Assert.AreEqual(3, numbers.Length);
        Assert.AreEqual(3, numbers.NullCount);
        Assert.IsNull(numbers[1]);
        Assert.AreEqual(2, texts.NullCount);
        Assert.IsNull(texts[0]);
    }

    [TestMethod]
    public void Values_SetByRow_CountNulls()
    {
        var column = new DoubleDataFrameColumn("Fid", new double?[] { 1.5, null, 3 });
        Assert.AreEqual(1, column.NullCount);
        column[1] = 2;
        column[2] = null;
        column.Append(4);
        column.AppendMany(null, 2);
        CollectionAssert.AreEqual(new object?[] { 1.5, 2.0, null, 4.0, null, null }, column.Values());
        Assert.AreEqual(3, column.NullCount);
        Assert.IsFalse(column.IsValid(2));
        Assert.IsTrue(column.IsValid(3));
        CollectionAssert.AreEqual(new double?[] { null, 4 }, column[2, 2].ToArray());
        CollectionAssert.AreEqual(new double?[] { null }, column[5, 10].ToArray());
    }

    [TestMethod]
    public void Value_OfAnotherType_IsRefused()
    {
        DataFrameColumn column = new DoubleDataFrameColumn("Fid", new[] { 1.0 });
        column[0] = 2.0;
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => column[0] = 2);
        Assert.StartsWith("Expected value to be of type System.Double", error.Message);
        DataFrameColumn texts = new StringDataFrameColumn("Texts", new[] { "a" });
        Assert.ThrowsExactly<ArgumentException>(() => texts[0] = 2);
    }

    [TestMethod]
    public void Row_BeyondTheEnd_Throws()
    {
        var full = new Int32DataFrameColumn("Full", new[] { 1, 2 });
        var gappy = new Int32DataFrameColumn("Gappy", new int?[] { 1, null });
        var texts = new StringDataFrameColumn("Texts", new[] { "a" });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => full[2]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => full[2] = 3);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => gappy[2]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => texts[1]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => full[2, 1]);
    }

    [TestMethod]
    public void Create_GivesThePlainColumn()
    {
        DataFrameColumn column = DataFrameColumn.Create("Numbers", new[] { 1.0, 2.0 });
        Assert.AreEqual(typeof(PrimitiveDataFrameColumn<double>), column.GetType());
        Assert.AreEqual(typeof(double), column.DataType);
        Assert.AreEqual(1, DataFrameColumn.Create("Numbers", new double?[] { 1, null }).NullCount);
        Assert.AreEqual(typeof(StringDataFrameColumn), DataFrameColumn.Create("Texts", new[] { "a" }).GetType());
    }

    [TestMethod]
    public void Clone_IsIndependentAndOfTheSameType()
    {
        DataFrameColumn source = new SingleDataFrameColumn("Size", new float?[] { 1, null });
        DataFrameColumn clone = source.Clone(numberOfNullsToAppend: 1);
        clone[0] = 5f;
        Assert.AreEqual(1f, source[0]);
        Assert.IsInstanceOfType<SingleDataFrameColumn>(clone);
        CollectionAssert.AreEqual(new object?[] { 5f, null, null }, clone.Values());
        Assert.AreEqual("Size", clone.Name);
    }

    [TestMethod]
    public void Clone_WithMapIndices_PicksRows()
    {
        DataFrameColumn texts = new StringDataFrameColumn("Texts", new[] { "a", "b", "c" });
        DataFrameColumn numbers = new Int32DataFrameColumn("Numbers", new int?[] { 1, null, 3 });
        var indices = new Int32DataFrameColumn("Rows", new int?[] { 2, null, 0, 1 });
        CollectionAssert.AreEqual(new object?[] { "c", null, "a", "b" }, texts.Clone(indices).Values());
        CollectionAssert.AreEqual(new object?[] { 3, null, 1, null }, numbers.Clone(indices).Values());
        CollectionAssert.AreEqual(new object?[] { null, 1, null, 3, null }, numbers.Clone(indices, invertMapIndices: true, numberOfNullsToAppend: 1).Values());
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => numbers.Clone(new DoubleDataFrameColumn("Rows", new[] { 1.0 })));
        Assert.StartsWith("Expected value to be of type System.Int64, System.Int32 or System.Boolean", error.Message);
    }

    [TestMethod]
    public void Apply_LeavesNullsAlone()
    {
        var numbers = new Int32DataFrameColumn("Numbers", new int?[] { 1, null, 3 });
        CollectionAssert.AreEqual(new object?[] { 10, null, 30 }, numbers.Apply(value => value * 10).Values());
        CollectionAssert.AreEqual(new object?[] { 1, null, 3 }, numbers.Values());
        var texts = new StringDataFrameColumn("Texts", new[] { "a", null });
        Assert.AreSame(texts, texts.Apply(value => value + "!", inPlace: true));
        CollectionAssert.AreEqual(new object?[] { "a!", null }, texts.Values());
    }

    [TestMethod]
    public void Nulls_AreFilledOrDropped()
    {
        var numbers = new DoubleDataFrameColumn("Numbers", new double?[] { 1, null, 3 });
        CollectionAssert.AreEqual(new object?[] { 1.0, 0.5, 3.0 }, numbers.FillNulls(0.5).Values());
        CollectionAssert.AreEqual(new object?[] { 1.0, 3.0 }, numbers.DropNulls().Values());
        Assert.IsInstanceOfType<DoubleDataFrameColumn>(numbers.DropNulls());
        DataFrameColumn untyped = numbers;
        CollectionAssert.AreEqual(new object?[] { 1.0, 7.0, 3.0 }, untyped.FillNulls(7).Values());
        Assert.AreEqual(1, numbers.NullCount);
        untyped.FillNulls(2, inPlace: true);
        Assert.AreEqual(0, numbers.NullCount);

        DataFrameColumn texts = new StringDataFrameColumn("Texts", new[] { "a", null });
        CollectionAssert.AreEqual(new object?[] { "a", "-" }, texts.FillNulls("-").Values());
        CollectionAssert.AreEqual(new object?[] { "a" }, texts.DropNulls().Values());
        Assert.ThrowsExactly<ArgumentException>(() => texts.FillNulls(1));
    }

    [TestMethod]
    public void Sort_PutsNullsLast()
    {
        var numbers = new DoubleDataFrameColumn("Numbers", new double?[] { 2, null, 1, 3 });
        CollectionAssert.AreEqual(new object?[] { 1.0, 2.0, 3.0, null }, numbers.Sort().Values());
        CollectionAssert.AreEqual(new object?[] { 3.0, 2.0, 1.0, null }, numbers.Sort(ascending: false).Values());
        CollectionAssert.AreEqual(new object?[] { null, 1.0, 2.0, 3.0 }, numbers.Sort(putNullValuesLast: false).Values());
        var texts = new StringDataFrameColumn("Texts", new[] { "b", null, "c", "a" });
        CollectionAssert.AreEqual(new object?[] { "c", "b", "a", null }, texts.Sort(ascending: false).Values());
        CollectionAssert.AreEqual(new object?[] { 2.0, null, 1.0, 3.0 }, numbers.Values());
    }

    [TestMethod]
    public void ValueCounts_CountsInOrderOfAppearance()
    {
        DataFrame counts = new StringDataFrameColumn("Texts", new[] { "b", "a", null, "b" }).ValueCounts();
        CollectionAssert.AreEqual(new object?[] { "b", "a" }, counts["Values"].Values());
        CollectionAssert.AreEqual(new object?[] { 2L, 1L }, counts["Counts"].Values());
        DataFrame numbers = new Int32DataFrameColumn("Numbers", new int?[] { 7, null, 7 }).ValueCounts();
        CollectionAssert.AreEqual(new object?[] { 7 }, numbers["Values"].Values());
    }

    [TestMethod]
    public void ToString_ShowsAPreview()
    {
        DataFrameColumn column = new Int32DataFrameColumn("Numbers", new int?[] { 1, null, 3 });
        string nl = Environment.NewLine;
        Assert.AreEqual($"Numbers1{nl}null{nl}3{nl}Name: Numbers, Type: System.Int32", column.ToString());
        Assert.AreEqual($"Numbers1{nl}  ... 1 of total 3{nl}Name: Numbers, Type: System.Int32", column.ToString(1));
    }
}
