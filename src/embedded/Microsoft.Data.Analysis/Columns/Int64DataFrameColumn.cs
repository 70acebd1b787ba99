namespace Microsoft.Data.Analysis;

/// <summary>A column of 64-bit integers.</summary>
public class Int64DataFrameColumn : PrimitiveDataFrameColumn<long>
{
    public Int64DataFrameColumn(string name, IEnumerable<long?> values)
        : base(name, values)
    {
    }

    public Int64DataFrameColumn(string name, IEnumerable<long> values)
        : base(name, values)
    {
    }

    public Int64DataFrameColumn(string name, long length = 0)
        : base(name, length)
    {
    }

    public BooleanDataFrameColumn ElementwiseEquals(long value) => (BooleanDataFrameColumn)CompareTo(Comparison.Equals, value);

    public BooleanDataFrameColumn ElementwiseEquals(Int64DataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.Equals, column);

    public BooleanDataFrameColumn ElementwiseNotEquals(long value) => (BooleanDataFrameColumn)CompareTo(Comparison.NotEquals, value);

    public BooleanDataFrameColumn ElementwiseNotEquals(Int64DataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.NotEquals, column);

    public BooleanDataFrameColumn ElementwiseGreaterThan(long value) => (BooleanDataFrameColumn)CompareTo(Comparison.GreaterThan, value);

    public BooleanDataFrameColumn ElementwiseGreaterThan(Int64DataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.GreaterThan, column);

    public BooleanDataFrameColumn ElementwiseGreaterThanOrEqual(long value) => (BooleanDataFrameColumn)CompareTo(Comparison.GreaterThanOrEqual, value);

    public BooleanDataFrameColumn ElementwiseGreaterThanOrEqual(Int64DataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.GreaterThanOrEqual, column);

    public BooleanDataFrameColumn ElementwiseLessThan(long value) => (BooleanDataFrameColumn)CompareTo(Comparison.LessThan, value);

    public BooleanDataFrameColumn ElementwiseLessThan(Int64DataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.LessThan, column);

    public BooleanDataFrameColumn ElementwiseLessThanOrEqual(long value) => (BooleanDataFrameColumn)CompareTo(Comparison.LessThanOrEqual, value);

    public BooleanDataFrameColumn ElementwiseLessThanOrEqual(Int64DataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.LessThanOrEqual, column);

    private protected override PrimitiveDataFrameColumn<long> CreateNewColumn(string name) => new Int64DataFrameColumn(name);
}
