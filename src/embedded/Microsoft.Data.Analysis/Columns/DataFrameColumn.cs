using System.Collections;
using System.Globalization;
using System.Text;

namespace Microsoft.Data.Analysis;

/// <summary>A named column of values of one type, any of which may be null.</summary>
public abstract class DataFrameColumn : IEnumerable
{
    internal const long RowsInPreview = 25;

    private readonly List<DataFrameColumnCollection> _owners = [];

    private protected DataFrameColumn(string name, Type type)
    {
        Name = name;
        DataType = type;
    }

    public string Name { get; private set; }

    public Type DataType { get; }

    public long Length => Count;

    public abstract long NullCount { get; }

    private protected abstract int Count { get; }

    public object this[long rowIndex]
    {
        get => GetValue(rowIndex);
        set => SetValue(rowIndex, value);
    }

    public IReadOnlyList<object> this[long startIndex, int length] => Slice(startIndex, length).Select(row => this[row]).ToList();

    public static PrimitiveDataFrameColumn<T> Create<T>(string name, IEnumerable<T?> values)
        where T : unmanaged
        => new(name, values);

    public static PrimitiveDataFrameColumn<T> Create<T>(string name, IEnumerable<T> values)
        where T : unmanaged
        => new(name, values);

    public static StringDataFrameColumn Create(string name, IEnumerable<string> values) => new(name, values);

    public void SetName(string newName)
    {
        foreach (DataFrameColumnCollection owner in _owners)
        {
            owner.CheckName(this, newName, nameof(newName));
        }

        Name = newName;
    }

    public virtual bool IsValid(long index) => this[index] != null;

    public virtual bool IsNumericColumn() => false;

    public virtual bool HasDescription() => false;

    public DataFrameColumn Clone(long numberOfNullsToAppend = 0) => CloneColumn(null, false, numberOfNullsToAppend);

    public DataFrameColumn Clone(DataFrameColumn mapIndices, bool invertMapIndices = false, long numberOfNullsToAppend = 0)
        => CloneColumn(mapIndices, invertMapIndices, numberOfNullsToAppend);

    public DataFrameColumn Sort(bool ascending = true, bool putNullValuesLast = true)
        => CloneColumn(SortIndices(ascending, putNullValuesLast), false, 0);

    public virtual DataFrameColumn FillNulls(object value, bool inPlace = false) => FillNullsWith(value, inPlace);

    public virtual DataFrameColumn DropNulls() => CloneColumn(ElementwiseIsNotNull(), false, 0);

    public virtual DataFrame ValueCounts() => throw Errors.NotSupported(nameof(ValueCounts), this);

    public virtual bool All() => throw Errors.NotSupported(nameof(All), this);

    public virtual bool Any() => throw Errors.NotSupported(nameof(Any), this);

    public virtual object Max() => throw Errors.NotSupported(nameof(Max), this);

    public virtual object Min() => throw Errors.NotSupported(nameof(Min), this);

    public virtual object Sum() => throw Errors.NotSupported(nameof(Sum), this);

    public virtual double Mean() => throw Errors.NotSupported(nameof(Mean), this);

    public virtual double Median() => throw Errors.NotSupported(nameof(Median), this);

    public virtual DataFrameColumn Description() => throw Errors.NotSupported(nameof(Description), this);

    public virtual StringDataFrameColumn Info()
        => new(Name, [DataType.ToString(), (Length - NullCount).ToString(CultureInfo.CurrentCulture)]);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseIsNull()
        => new BooleanDataFrameColumn(Name, Rows().Select(row => !IsValid(row)));

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseIsNotNull()
        => new BooleanDataFrameColumn(Name, Rows().Select(IsValid));

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseEquals(DataFrameColumn column)
        => column is null ? ElementwiseIsNull() : CompareToColumn(Comparison.Equals, column);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseEquals<T>(T value)
        => value is DataFrameColumn column ? ElementwiseEquals(column) : CompareTo(Comparison.Equals, value);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseNotEquals(DataFrameColumn column)
        => column is null ? ElementwiseIsNotNull() : CompareToColumn(Comparison.NotEquals, column);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseNotEquals<T>(T value)
        => value is DataFrameColumn column ? ElementwiseNotEquals(column) : CompareTo(Comparison.NotEquals, value);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThan(DataFrameColumn column) => CompareToColumn(Comparison.GreaterThan, column);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThan<T>(T value)
        => value is DataFrameColumn column ? ElementwiseGreaterThan(column) : CompareTo(Comparison.GreaterThan, value);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThanOrEqual(DataFrameColumn column) => CompareToColumn(Comparison.GreaterThanOrEqual, column);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThanOrEqual<T>(T value)
        => value is DataFrameColumn column ? ElementwiseGreaterThanOrEqual(column) : CompareTo(Comparison.GreaterThanOrEqual, value);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThan(DataFrameColumn column) => CompareToColumn(Comparison.LessThan, column);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThan<T>(T value)
        => value is DataFrameColumn column ? ElementwiseLessThan(column) : CompareTo(Comparison.LessThan, value);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThanOrEqual(DataFrameColumn column) => CompareToColumn(Comparison.LessThanOrEqual, column);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThanOrEqual<T>(T value)
        => value is DataFrameColumn column ? ElementwiseLessThanOrEqual(column) : CompareTo(Comparison.LessThanOrEqual, value);

    public virtual DataFrameColumn And(DataFrameColumn column, bool inPlace = false) => Combine(BooleanOperation.And, column, inPlace);

    public virtual DataFrameColumn Or(DataFrameColumn column, bool inPlace = false) => Combine(BooleanOperation.Or, column, inPlace);

    public virtual DataFrameColumn Xor(DataFrameColumn column, bool inPlace = false) => Combine(BooleanOperation.Xor, column, inPlace);

    public static DataFrameColumn operator &(DataFrameColumn left, DataFrameColumn right) => left.And(right);

    public static DataFrameColumn operator |(DataFrameColumn left, DataFrameColumn right) => left.Or(right);

    public static DataFrameColumn operator ^(DataFrameColumn left, DataFrameColumn right) => left.Xor(right);

    IEnumerator IEnumerable.GetEnumerator() => Rows().Select(row => this[row]).GetEnumerator();

    public override string ToString() => ToString(RowsInPreview);

    public string ToString(long rowsToShow)
    {
        var text = new StringBuilder(Name);
        foreach (long row in Rows().Take((int)Math.Min(rowsToShow, int.MaxValue)))
        {
            text.Append(CultureInfo.CurrentCulture, $"{this[row] ?? "null"}").AppendLine();
        }

        if (rowsToShow < Length)
        {
            text.AppendLine(Errors.RowsShown(rowsToShow, Length));
        }

        return text.Append(CultureInfo.InvariantCulture, $"Name: {Name}, Type: {DataType}").ToString();
    }

    internal void AddOwner(DataFrameColumnCollection owner) => _owners.Add(owner);

    internal void RemoveOwner(DataFrameColumnCollection owner) => _owners.Remove(owner);

    /// <summary>The rows in the order of their values: equal values keep their order (and the reverse order when descending).</summary>
    internal abstract Int64DataFrameColumn SortIndices(bool ascending, bool putNullValuesLast);

    internal abstract void AppendValue(object value);

    private protected abstract object GetValue(long row);

    private protected abstract void SetValue(long row, object value);

    private protected abstract DataFrameColumn FillNullsWith(object value, bool inPlace);

    private protected abstract DataFrameColumn CloneColumn(DataFrameColumn mapIndices, bool invert, long nullsToAppend);

    private protected virtual PrimitiveDataFrameColumn<bool> CompareToColumn(Comparison comparison, DataFrameColumn column)
        => throw Errors.NotSupported($"Elementwise{comparison}", this);

    private protected virtual PrimitiveDataFrameColumn<bool> CompareTo<T>(Comparison comparison, T value)
        => throw Errors.NotSupported($"Elementwise{comparison}", this);

    private protected virtual DataFrameColumn Combine(BooleanOperation operation, DataFrameColumn column, bool inPlace)
        => throw Errors.NotSupported(operation.ToString(), this);

    private protected void CheckSameLength(DataFrameColumn column)
    {
        if (column.Length != Length)
        {
            throw Errors.MismatchedLengths(nameof(column));
        }
    }

    private protected int CheckedRow(long row)
        => row >= 0 && row < Length ? (int)row : throw Errors.RowOutOfRange(row, this, nameof(row));

    private protected IEnumerable<long> Rows()
    {
        for (long row = 0; row < Length; row++)
        {
            yield return row;
        }
    }

    private protected IEnumerable<long> Slice(long startIndex, int length)
        => Enumerable.Range(CheckedRow(startIndex), (int)Math.Min(length, Length - startIndex)).Select(row => (long)row);

    /// <summary>The source row of each row of a clone; null where the clone gets a null.</summary>
    private protected IEnumerable<long?> SourceRows(DataFrameColumn mapIndices, bool invert, long nullsToAppend)
    {
        IEnumerable<long?> rows = mapIndices switch
        {
            null => Rows().Select(row => (long?)row),
            PrimitiveDataFrameColumn<bool> filter when filter.Length > Length => throw Errors.FilterTooLong(nameof(mapIndices)),
            PrimitiveDataFrameColumn<bool> filter => Rows().Take(filter.Count).Where(row => filter[row] == true).Select(row => (long?)row),
            PrimitiveDataFrameColumn<int> indices => indices.Select(row => (long?)row),
            PrimitiveDataFrameColumn<long> indices => indices,
            _ => throw Errors.BadMapIndices(nameof(mapIndices)),
        };
        if (invert && mapIndices is not PrimitiveDataFrameColumn<bool>)
        {
            rows = rows.Reverse();
        }

        for (long i = 0; i < nullsToAppend; i++)
        {
            rows = rows.Append(null);
        }

        return rows;
    }

    private protected Int64DataFrameColumn SortIndices<TKey>(Func<long, TKey> key, bool ascending, bool putNullValuesLast)
    {
        IEnumerable<long> rows = Rows().Where(IsValid).OrderBy(key, Comparer<TKey>.Default);
        rows = ascending ? rows : rows.Reverse();
        IEnumerable<long> nulls = Rows().Where(row => !IsValid(row));
        return new Int64DataFrameColumn("SortIndices", putNullValuesLast ? rows.Concat(nulls) : nulls.Concat(rows));
    }

    private protected static DataFrame CountsOf<TValue>(IEnumerable<TValue> values, Func<List<TValue>, DataFrameColumn> keyColumn)
    {
        List<IGrouping<TValue, TValue>> groups = values.GroupBy(value => value).ToList();
        return new DataFrame(
            keyColumn(groups.Select(group => group.Key).ToList()),
            new PrimitiveDataFrameColumn<long>("Counts", groups.Select(group => group.LongCount())));
    }
}
