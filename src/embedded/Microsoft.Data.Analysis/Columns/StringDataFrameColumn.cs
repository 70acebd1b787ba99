using System.Collections;

namespace Microsoft.Data.Analysis;

/// <summary>A column of texts.</summary>
public class StringDataFrameColumn : DataFrameColumn, IEnumerable<string>
{
    private readonly List<string> _values = [];

    public StringDataFrameColumn(string name, long length = 0)
        : base(name, typeof(string))
    {
        _values.AddRange(Enumerable.Repeat<string>(null, checked((int)length)));
    }

    public StringDataFrameColumn(string name, IEnumerable<string> values)
        : base(name, typeof(string))
    {
        ArgumentNullException.ThrowIfNull(values);
        _values.AddRange(values);
    }

    public override long NullCount => _values.Count(value => value is null);

    private protected override int Count => _values.Count;

    public new string this[long rowIndex]
    {
        get => _values[CheckedRow(rowIndex)];
        set => _values[CheckedRow(rowIndex)] = value;
    }

    public new List<string> this[long startIndex, int length] => Slice(startIndex, length).Select(row => this[row]).ToList();

    public void Append(string value) => _values.Add(value);

    public StringDataFrameColumn Apply(Func<string, string> func, bool inPlace = false)
    {
        StringDataFrameColumn column = inPlace ? this : Clone();
        for (int row = 0; row < column.Count; row++)
        {
            if (column._values[row] is string value)
            {
                column._values[row] = func(value);
            }
        }

        return column;
    }

    public new StringDataFrameColumn Clone(long numberOfNullsToAppend = 0)
        => (StringDataFrameColumn)CloneColumn(null, false, numberOfNullsToAppend);

    public new StringDataFrameColumn Clone(DataFrameColumn mapIndices, bool invertMapIndices, long numberOfNullsToAppend)
        => (StringDataFrameColumn)CloneColumn(mapIndices, invertMapIndices, numberOfNullsToAppend);

    public new StringDataFrameColumn Sort(bool ascending = true, bool putNullValuesLast = true)
        => (StringDataFrameColumn)base.Sort(ascending, putNullValuesLast);

    public StringDataFrameColumn FillNulls(string value, bool inPlace = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        StringDataFrameColumn column = inPlace ? this : Clone();
        for (int row = 0; row < column.Count; row++)
        {
            column._values[row] ??= value;
        }

        return column;
    }

    public new StringDataFrameColumn DropNulls() => (StringDataFrameColumn)base.DropNulls();

    public override DataFrame ValueCounts() => CountsOf(_values.Where(value => value is not null), keys => new StringDataFrameColumn("Values", keys));

    public override PrimitiveDataFrameColumn<bool> ElementwiseIsNull() => ElementwiseEquals((string)null);

    public override PrimitiveDataFrameColumn<bool> ElementwiseIsNotNull() => ElementwiseNotEquals((string)null);

    public PrimitiveDataFrameColumn<bool> ElementwiseEquals(string value) => CompareTo(Comparison.Equals, value);

    public PrimitiveDataFrameColumn<bool> ElementwiseNotEquals(string value) => CompareTo(Comparison.NotEquals, value);

    public IEnumerator<string> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override Int64DataFrameColumn SortIndices(bool ascending, bool putNullValuesLast)
        => SortIndices(row => _values[(int)row], ascending, putNullValuesLast);

    internal override void AppendValue(object value) => Append((string)value);

    private protected override object GetValue(long row) => this[row];

    private protected override void SetValue(long row, object value)
        => this[row] = (value is null or string) ? (string)value : throw Errors.MismatchedValueType(DataType, nameof(value));

    private protected override DataFrameColumn FillNullsWith(object value, bool inPlace)
        => value is string text ? FillNulls(text, inPlace) : throw Errors.MismatchedValueType(DataType, nameof(value));

    private protected override DataFrameColumn CloneColumn(DataFrameColumn mapIndices, bool invert, long nullsToAppend)
        => new StringDataFrameColumn(Name, SourceRows(mapIndices, invert, nullsToAppend).Select(row => row is null ? null : this[row.Value]));

    private protected override PrimitiveDataFrameColumn<bool> CompareToColumn(Comparison comparison, DataFrameColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        CheckSameLength(column);
        return Compare(comparison, row => column[row]?.ToString());
    }

    private protected override PrimitiveDataFrameColumn<bool> CompareTo<T>(Comparison comparison, T value)
    {
        string text = value?.ToString();
        return Compare(comparison, _ => text);
    }

    private PrimitiveDataFrameColumn<bool> Compare(Comparison comparison, Func<long, string> other)
        => comparison is Comparison.Equals or Comparison.NotEquals
            ? new PrimitiveDataFrameColumn<bool>(Name, Rows().Select(row => this[row] == other(row) == (comparison == Comparison.Equals)))
            : throw Errors.NotSupported($"Elementwise{comparison}", this);
}
