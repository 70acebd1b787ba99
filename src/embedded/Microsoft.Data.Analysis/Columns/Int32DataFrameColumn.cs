namespace Microsoft.Data.Analysis;

/// <summary>A column of 32-bit integers.</summary>
public class Int32DataFrameColumn : PrimitiveDataFrameColumn<int>
{
    public Int32DataFrameColumn(string name, IEnumerable<int?> values)
        : base(name, values)
    {
    }

    public Int32DataFrameColumn(string name, IEnumerable<int> values)
        : base(name, values)
    {
    }

    public Int32DataFrameColumn(string name, long length = 0)
        : base(name, length)
    {
    }

    public BooleanDataFrameColumn ElementwiseEquals(int value) => (BooleanDataFrameColumn)CompareTo(Comparison.Equals, value);

    public BooleanDataFrameColumn ElementwiseEquals(Int32DataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.Equals, column);

    public BooleanDataFrameColumn ElementwiseNotEquals(int value) => (BooleanDataFrameColumn)CompareTo(Comparison.NotEquals, value);

    public BooleanDataFrameColumn ElementwiseNotEquals(Int32DataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.NotEquals, column);

    public BooleanDataFrameColumn ElementwiseGreaterThan(int value) => (BooleanDataFrameColumn)CompareTo(Comparison.GreaterThan, value);

    public BooleanDataFrameColumn ElementwiseGreaterThan(Int32DataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.GreaterThan, column);

    public BooleanDataFrameColumn ElementwiseGreaterThanOrEqual(int value) => (BooleanDataFrameColumn)CompareTo(Comparison.GreaterThanOrEqual, value);

    public BooleanDataFrameColumn ElementwiseGreaterThanOrEqual(Int32DataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.GreaterThanOrEqual, column);

    public BooleanDataFrameColumn ElementwiseLessThan(int value) => (BooleanDataFrameColumn)CompareTo(Comparison.LessThan, value);

    public BooleanDataFrameColumn ElementwiseLessThan(Int32DataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.LessThan, column);

    public BooleanDataFrameColumn ElementwiseLessThanOrEqual(int value) => (BooleanDataFrameColumn)CompareTo(Comparison.LessThanOrEqual, value);

    public BooleanDataFrameColumn ElementwiseLessThanOrEqual(Int32DataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.LessThanOrEqual, column);

    private protected override PrimitiveDataFrameColumn<int> CreateNewColumn(string name) => new Int32DataFrameColumn(name);
}
