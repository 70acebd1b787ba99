namespace Microsoft.Data.Analysis;

/// <summary>A column of numbers of double precision.</summary>
public class DoubleDataFrameColumn : PrimitiveDataFrameColumn<double>
{
    public DoubleDataFrameColumn(string name, IEnumerable<double?> values)
        : base(name, values)
    {
    }

    public DoubleDataFrameColumn(string name, IEnumerable<double> values)
        : base(name, values)
    {
    }

    public DoubleDataFrameColumn(string name, long length = 0)
        : base(name, length)
    {
    }

    public BooleanDataFrameColumn ElementwiseEquals(double value) => (BooleanDataFrameColumn)CompareTo(Comparison.Equals, value);

    public BooleanDataFrameColumn ElementwiseEquals(DoubleDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.Equals, column);

    public BooleanDataFrameColumn ElementwiseNotEquals(double value) => (BooleanDataFrameColumn)CompareTo(Comparison.NotEquals, value);

    public BooleanDataFrameColumn ElementwiseNotEquals(DoubleDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.NotEquals, column);

    public BooleanDataFrameColumn ElementwiseGreaterThan(double value) => (BooleanDataFrameColumn)CompareTo(Comparison.GreaterThan, value);

    public BooleanDataFrameColumn ElementwiseGreaterThan(DoubleDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.GreaterThan, column);

    public BooleanDataFrameColumn ElementwiseGreaterThanOrEqual(double value) => (BooleanDataFrameColumn)CompareTo(Comparison.GreaterThanOrEqual, value);

    public BooleanDataFrameColumn ElementwiseGreaterThanOrEqual(DoubleDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.GreaterThanOrEqual, column);

    public BooleanDataFrameColumn ElementwiseLessThan(double value) => (BooleanDataFrameColumn)CompareTo(Comparison.LessThan, value);

    public BooleanDataFrameColumn ElementwiseLessThan(DoubleDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.LessThan, column);

    public BooleanDataFrameColumn ElementwiseLessThanOrEqual(double value) => (BooleanDataFrameColumn)CompareTo(Comparison.LessThanOrEqual, value);

    public BooleanDataFrameColumn ElementwiseLessThanOrEqual(DoubleDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.LessThanOrEqual, column);

    private protected override PrimitiveDataFrameColumn<double> CreateNewColumn(string name) => new DoubleDataFrameColumn(name);
}
