namespace Microsoft.Data.Analysis;

/// <summary>A column of numbers of single precision.</summary>
public class SingleDataFrameColumn : PrimitiveDataFrameColumn<float>
{
    public SingleDataFrameColumn(string name, IEnumerable<float?> values)
        : base(name, values)
    {
    }

    public SingleDataFrameColumn(string name, IEnumerable<float> values)
        : base(name, values)
    {
    }

    public SingleDataFrameColumn(string name, long length = 0)
        : base(name, length)
    {
    }

    public BooleanDataFrameColumn ElementwiseEquals(float value) => (BooleanDataFrameColumn)CompareTo(Comparison.Equals, value);

    public BooleanDataFrameColumn ElementwiseEquals(SingleDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.Equals, column);

    public BooleanDataFrameColumn ElementwiseNotEquals(float value) => (BooleanDataFrameColumn)CompareTo(Comparison.NotEquals, value);

    public BooleanDataFrameColumn ElementwiseNotEquals(SingleDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.NotEquals, column);

    public BooleanDataFrameColumn ElementwiseGreaterThan(float value) => (BooleanDataFrameColumn)CompareTo(Comparison.GreaterThan, value);

    public BooleanDataFrameColumn ElementwiseGreaterThan(SingleDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.GreaterThan, column);

    public BooleanDataFrameColumn ElementwiseGreaterThanOrEqual(float value) => (BooleanDataFrameColumn)CompareTo(Comparison.GreaterThanOrEqual, value);

    public BooleanDataFrameColumn ElementwiseGreaterThanOrEqual(SingleDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.GreaterThanOrEqual, column);

    public BooleanDataFrameColumn ElementwiseLessThan(float value) => (BooleanDataFrameColumn)CompareTo(Comparison.LessThan, value);

    public BooleanDataFrameColumn ElementwiseLessThan(SingleDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.LessThan, column);

    public BooleanDataFrameColumn ElementwiseLessThanOrEqual(float value) => (BooleanDataFrameColumn)CompareTo(Comparison.LessThanOrEqual, value);

    public BooleanDataFrameColumn ElementwiseLessThanOrEqual(SingleDataFrameColumn column) => (BooleanDataFrameColumn)CompareToColumn(Comparison.LessThanOrEqual, column);

    private protected override PrimitiveDataFrameColumn<float> CreateNewColumn(string name) => new SingleDataFrameColumn(name);
}
