namespace Microsoft.Data.Analysis;

/// <summary>A column of points in time.</summary>
public class DateTimeDataFrameColumn : PrimitiveDataFrameColumn<DateTime>
{
    public DateTimeDataFrameColumn(string name, IEnumerable<DateTime?> values)
        : base(name, values)
    {
    }

    public DateTimeDataFrameColumn(string name, IEnumerable<DateTime> values)
        : base(name, values)
    {
    }

    public DateTimeDataFrameColumn(string name, long length = 0)
        : base(name, length)
    {
    }

    public BooleanDataFrameColumn ElementwiseEquals(DateTime value) => (BooleanDataFrameColumn)CompareTo(Comparison.Equals, value);

    public BooleanDataFrameColumn ElementwiseEquals(DateTimeDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.Equals, column);

    public BooleanDataFrameColumn ElementwiseNotEquals(DateTime value) => (BooleanDataFrameColumn)CompareTo(Comparison.NotEquals, value);

    public BooleanDataFrameColumn ElementwiseNotEquals(DateTimeDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.NotEquals, column);

    public BooleanDataFrameColumn ElementwiseGreaterThan(DateTime value) => (BooleanDataFrameColumn)CompareTo(Comparison.GreaterThan, value);

    public BooleanDataFrameColumn ElementwiseGreaterThan(DateTimeDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.GreaterThan, column);

    public BooleanDataFrameColumn ElementwiseGreaterThanOrEqual(DateTime value) => (BooleanDataFrameColumn)CompareTo(Comparison.GreaterThanOrEqual, value);

    public BooleanDataFrameColumn ElementwiseGreaterThanOrEqual(DateTimeDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.GreaterThanOrEqual, column);

    public BooleanDataFrameColumn ElementwiseLessThan(DateTime value) => (BooleanDataFrameColumn)CompareTo(Comparison.LessThan, value);

    public BooleanDataFrameColumn ElementwiseLessThan(DateTimeDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.LessThan, column);

    public BooleanDataFrameColumn ElementwiseLessThanOrEqual(DateTime value) => (BooleanDataFrameColumn)CompareTo(Comparison.LessThanOrEqual, value);

    public BooleanDataFrameColumn ElementwiseLessThanOrEqual(DateTimeDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.LessThanOrEqual, column);

    private protected override PrimitiveDataFrameColumn<DateTime> CreateNewColumn(string name) => new DateTimeDataFrameColumn(name);
}
