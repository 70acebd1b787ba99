namespace Embedded.DataAnalysis.Tests;

[TestClass]
public sealed class ComputationTests
{
    [TestMethod]
    public void Reductions_SkipNulls()
    {
        var column = new DoubleDataFrameColumn("Numbers", new double?[] { 4, null, -1, 9 });
        Assert.AreEqual(12.0, column.Sum());
        Assert.AreEqual(-1.0, column.Min());
        Assert.AreEqual(9.0, column.Max());
        Assert.AreEqual(4.0, column.Mean());
        Assert.AreEqual(4.0, column.Median());
        Assert.AreEqual(2.5, new Int32DataFrameColumn("Numbers", new[] { 9, 1, 3, 2 }).Median());
    }

    [TestMethod]
    public void Reductions_KeepTheTypeOfTheColumn()
    {
        Assert.AreEqual(3, new Int32DataFrameColumn("Numbers", new[] { 1, 2 }).Sum());
        Assert.AreEqual(3L, new Int64DataFrameColumn("Numbers", new[] { 1L, 2L }).Sum());
        Assert.AreEqual(2f, new SingleDataFrameColumn("Numbers", new[] { 1f, 2f }).Max());
        Assert.AreEqual(int.MinValue, new Int32DataFrameColumn("Numbers", new[] { int.MaxValue, 1 }).Sum());
    }

    [TestMethod]
    public void Reductions_OfNullsAlone_AreNull()
    {
        var nulls = new DoubleDataFrameColumn("Numbers", 2);
        Assert.IsNull(nulls.Sum());
        Assert.IsNull(nulls.Min());
        Assert.IsNull(nulls.Max());
        Assert.AreEqual(0, nulls.Median());
        Assert.AreEqual(0, new DoubleDataFrameColumn("Numbers").Mean());
    }

    [TestMethod]
    public void Reductions_OfTexts_Throw()
    {
        DataFrameColumn texts = new StringDataFrameColumn("Texts", new[] { "1" });
        Assert.Throws<Exception>(() => texts.Mean());
        Assert.Throws<Exception>(() => texts.Max());
        Assert.IsFalse(texts.IsNumericColumn());
        Assert.IsFalse(texts.HasDescription());
        Assert.Throws<Exception>(() => new BooleanDataFrameColumn("Flags", new[] { true }).Sum());
    }

    [TestMethod]
    public void Comparisons_WithAValue_ConvertIt()
    {
        DataFrameColumn numbers = new Int32DataFrameColumn("Numbers", new[] { 1, 2, 3 });
        Check(numbers.ElementwiseEquals(2), false, true, false);
        Check(numbers.ElementwiseNotEquals(2.0), true, false, true);
        Check(numbers.ElementwiseGreaterThan(1.5), false, true, true);
        Check(numbers.ElementwiseGreaterThanOrEqual(2L), false, true, true);
        Check(numbers.ElementwiseLessThan(2m), true, false, false);
        Check(numbers.ElementwiseLessThanOrEqual((byte)2), true, true, false);
        Assert.Throws<NotSupportedException>(() => numbers.ElementwiseEquals(true));
        Assert.AreEqual("Numbers", numbers.ElementwiseEquals(2).Name);
    }

    [TestMethod]
    public void Comparisons_WithAColumn_GoRowByRow()
    {
        DataFrameColumn left = new Int32DataFrameColumn("Left", new[] { 1, 2, 3 });
        DataFrameColumn right = new DoubleDataFrameColumn("Right", new[] { 1.0, 2.5, 2.5 });
        Check(left.ElementwiseEquals(right), true, false, false);
        Check(left.ElementwiseGreaterThan(right), false, false, true);
        Check(left.ElementwiseLessThanOrEqual(left), true, true, true);
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => left.ElementwiseEquals(new Int32DataFrameColumn("Short", new[] { 1 })));
        Assert.StartsWith("Column lengths are mismatched", error.Message);
    }

    [TestMethod]
    public void Comparisons_OfTypedColumns_GiveBooleanColumns()
    {
        BooleanDataFrameColumn small = new DoubleDataFrameColumn("Numbers", new[] { 1.0, 2.0, double.NaN }).ElementwiseLessThan(1.5);
        Check(small, true, false, false);
        BooleanDataFrameColumn same = new Int64DataFrameColumn("Left", new[] { 1L, 2L }).ElementwiseEquals(new Int64DataFrameColumn("Right", new[] { 1L, 3L }));
        Check(same, true, false);
        Check(new SingleDataFrameColumn("Numbers", new[] { 0.1f }).ElementwiseEquals(0.1), false);
        Check(new SingleDataFrameColumn("Numbers", new[] { 0.1f }).ElementwiseEquals(0.1f), true);
        var day = new DateTime(2024, 2, 29);
        Check(new DateTimeDataFrameColumn("Days", new[] { day, day.AddDays(1) }).ElementwiseGreaterThan(day), false, true);
    }

    [TestMethod]
    public void Comparisons_TakeNullsForZero()
    {
        var column = new DoubleDataFrameColumn("Numbers", new double?[] { null, 1 });
        Check(column.ElementwiseEquals(0.0), true, false);
        Check(column.ElementwiseLessThan(0.5), true, false);
        Assert.AreEqual(0, column.ElementwiseEquals(0.0).NullCount);
    }

    [TestMethod]
    public void Comparisons_OfTexts_AreByOrdinalEquality()
    {
        var texts = new StringDataFrameColumn("Texts", new[] { "a", "A", null });
        Check(texts.ElementwiseEquals("a"), true, false, false);
        Check(texts.ElementwiseNotEquals("a"), false, true, true);
        Check(texts.ElementwiseIsNull(), false, false, true);
        Check(texts.ElementwiseIsNotNull(), true, true, false);
        Check(texts.ElementwiseEquals(new StringDataFrameColumn("Others", new[] { "a", "b", null })), true, false, true);
        Assert.Throws<Exception>(() => texts.ElementwiseGreaterThan(1));
    }

    [TestMethod]
    public void ElementwiseIsNull_SeesNulls()
    {
        DataFrameColumn numbers = new Int32DataFrameColumn("Numbers", new int?[] { 0, null });
        Check(numbers.ElementwiseIsNull(), false, true);
        Check(numbers.ElementwiseIsNotNull(), true, false);
    }

    [TestMethod]
    public void BooleanColumns_CombineRowByRow()
    {
        var left = new BooleanDataFrameColumn("Left", new bool?[] { true, true, false, null });
        var right = new BooleanDataFrameColumn("Right", new bool?[] { true, false, false, true });
        CollectionAssert.AreEqual(new object?[] { true, false, false, null }, (left & right).Values());
        CollectionAssert.AreEqual(new object?[] { true, true, false, null }, left.Or(right).Values());
        CollectionAssert.AreEqual(new object?[] { false, true, false, null }, (left ^ right).Values());
        DataFrameColumn untyped = left;
        CollectionAssert.AreEqual(new object?[] { true, false, false, null }, (untyped & right).Values());
        Assert.AreSame(left, left.And(right, inPlace: true));
        Assert.AreEqual(false, left[1]);
        Assert.Throws<ArgumentException>(() => left & new BooleanDataFrameColumn("Short", new[] { true }));
    }

    [TestMethod]
    public void AllAndAny_ReadTruthValues()
    {
        Assert.IsTrue(new BooleanDataFrameColumn("Flags", new[] { true, true }).All());
        Assert.IsFalse(new BooleanDataFrameColumn("Flags", new[] { true, false }).All());
        Assert.IsTrue(new BooleanDataFrameColumn("Flags", new[] { true, false }).Any());
        Assert.IsFalse(new BooleanDataFrameColumn("Flags", new[] { false }).Any());
        Assert.Throws<NotSupportedException>(() => new Int32DataFrameColumn("Numbers", new[] { 1 }).Any());
    }

    private static void Check(PrimitiveDataFrameColumn<bool> column, params bool[] expected)
        => CollectionAssert.AreEqual(expected.Cast<object?>().ToArray(), column.Values());
}
