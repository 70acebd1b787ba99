using System.Collections;
using System.Globalization;

namespace Microsoft.Data.Analysis;

/// <summary>A column of numbers, truth values or times.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public class PrimitiveDataFrameColumn<T> : DataFrameColumn, IEnumerable<T?>
    where T : unmanaged
{
    // A null holds default(T) in _values, and that is what comparisons see (as in the mirrored library).
    private readonly List<T> _values = [];
    private readonly List<bool> _valid = [];
    private long _nulls;

    public PrimitiveDataFrameColumn(string name, IEnumerable<T?> values)
        : base(name, typeof(T))
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (T? value in values)
        {
            Append(value);
        }
    }

    public PrimitiveDataFrameColumn(string name, IEnumerable<T> values)
        : base(name, typeof(T))
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (T value in values)
        {
            Append(value);
        }
    }

    public PrimitiveDataFrameColumn(string name, long length = 0)
        : base(name, typeof(T))
    {
        AppendMany(null, length);
    }

    public override long NullCount => _nulls;

    private protected override int Count => _values.Count;

    public new T? this[long rowIndex]
    {
        get
        {
            int row = CheckedRow(rowIndex);
            return _valid[row] ? _values[row] : null;
        }

        set
        {
            int row = CheckedRow(rowIndex);
            _nulls += (_valid[row] ? 1 : 0) - (value.HasValue ? 1 : 0);
            _values[row] = value.GetValueOrDefault();
            _valid[row] = value.HasValue;
        }
    }

    public new IReadOnlyList<T?> this[long startIndex, int length] => Slice(startIndex, length).Select(row => this[row]).ToList();

    public void Append(T? value)
    {
        _values.Add(value.GetValueOrDefault());
        _valid.Add(value.HasValue);
        _nulls += value.HasValue ? 0 : 1;
    }

    public void AppendMany(T? value, long count)
    {
        for (long i = 0; i < count; i++)
        {
            Append(value);
        }
    }

    public PrimitiveDataFrameColumn<T> Apply(Func<T, T> func, bool inPlace = false)
    {
        PrimitiveDataFrameColumn<T> column = inPlace ? this : Clone();
        for (int row = 0; row < column.Count; row++)
        {
            if (column._valid[row])
            {
                column._values[row] = func(column._values[row]);
            }
        }

        return column;
    }

    public new PrimitiveDataFrameColumn<T> Clone(long numberOfNullsToAppend = 0)
        => (PrimitiveDataFrameColumn<T>)CloneColumn(null, false, numberOfNullsToAppend);

    public new PrimitiveDataFrameColumn<T> Clone(DataFrameColumn mapIndices, bool invertMapIndices = false, long numberOfNullsToAppend = 0)
        => (PrimitiveDataFrameColumn<T>)CloneColumn(mapIndices, invertMapIndices, numberOfNullsToAppend);

    public new PrimitiveDataFrameColumn<T> Sort(bool ascending = true, bool putNullValuesLast = true)
        => (PrimitiveDataFrameColumn<T>)base.Sort(ascending, putNullValuesLast);

    public PrimitiveDataFrameColumn<T> FillNulls(T value, bool inPlace = false)
    {
        PrimitiveDataFrameColumn<T> column = inPlace ? this : Clone();
        for (int row = 0; row < column.Count; row++)
        {
            if (!column._valid[row])
            {
                column[row] = value;
            }
        }

        return column;
    }

    public new PrimitiveDataFrameColumn<T> DropNulls() => (PrimitiveDataFrameColumn<T>)base.DropNulls();

    public override bool IsValid(long index) => _valid[CheckedRow(index)];

    public override bool IsNumericColumn() => ColumnMath<T>.Instance.IsNumeric;

    public override bool HasDescription() => IsNumericColumn() || typeof(T) == typeof(DateTime);

    public override DataFrame ValueCounts() => CountsOf(Valid(), keys => new PrimitiveDataFrameColumn<T>("Values", keys));

    public override bool All() => Truths(nameof(All)).All(truth => truth);

    public override bool Any() => Truths(nameof(Any)).Any(truth => truth);

    public override object Max()
    {
        T max = ColumnMath<T>.Instance.Max(ValidOrDefault());
        return HasValues() ? max : null;
    }

    public override object Min()
    {
        T min = ColumnMath<T>.Instance.Min(ValidOrDefault());
        return HasValues() ? min : null;
    }

    public override object Sum()
    {
        T sum = ColumnMath<T>.Instance.Sum(Valid());
        return HasValues() ? sum : null;
    }

    public override double Mean()
        // Unboxing fails for a column of nulls alone, as in the mirrored library.
        => Count == 0 ? 0 : Convert.ToDouble((T)Sum(), CultureInfo.InvariantCulture) / (Length - NullCount);

    public override double Median()
    {
        List<double> values = SortIndices(ascending: true, putNullValuesLast: true)
            .Take(Count - (int)NullCount)
            .Select(row => Convert.ToDouble(_values[(int)row.Value], CultureInfo.InvariantCulture))
            .ToList();
        int middle = values.Count / 2;
        return values.Count == 0 ? 0
            : values.Count % 2 == 1 ? values[middle]
            : (values[middle] + values[middle - 1]) / 2;
    }

    /// <summary>The number of values that are not null, the greatest, the least, and the sum divided by the number of rows.</summary>
    public override DataFrameColumn Description()
    {
        float?[] values = IsNumericColumn()
            ? [Length - NullCount, Single(Max()), Single(Min()), Single(Sum()) / Length]
            : [Length - NullCount, null, null, null];
        return new PrimitiveDataFrameColumn<float>(Name, values);
    }

    public IEnumerator<T?> GetEnumerator() => Rows().Select(row => this[row]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override Int64DataFrameColumn SortIndices(bool ascending, bool putNullValuesLast)
        => SortIndices(row => _values[(int)row], ascending, putNullValuesLast);

    internal override void AppendValue(object value) => Append((T?)value);

    private protected override object GetValue(long row) => this[row];

    private protected override void SetValue(long row, object value)
        => this[row] = (value is null or T) ? (T?)value : throw Errors.MismatchedValueType(DataType, nameof(value));

    private protected override DataFrameColumn FillNullsWith(object value, bool inPlace)
        => FillNulls((T)Convert.ChangeType(value, typeof(T), CultureInfo.CurrentCulture), inPlace);

    private protected override DataFrameColumn CloneColumn(DataFrameColumn mapIndices, bool invert, long nullsToAppend)
    {
        if (Count == 0 && mapIndices is PrimitiveDataFrameColumn<int> or PrimitiveDataFrameColumn<long>)
        {
            // Not even a choice of no rows can be made from no rows: a limit of the mirrored library that callers must meet here too.
            throw Errors.RowOutOfRange(0, this, nameof(mapIndices));
        }

        PrimitiveDataFrameColumn<T> clone = CreateNewColumn(Name);
        foreach (long? row in SourceRows(mapIndices, invert, nullsToAppend))
        {
            clone.Append(row is null ? null : this[row.Value]);
        }

        return clone;
    }

    private protected virtual PrimitiveDataFrameColumn<T> CreateNewColumn(string name) => new(name);

    private protected override PrimitiveDataFrameColumn<bool> CompareToColumn(Comparison comparison, DataFrameColumn column) => column switch
    {
        null => throw Errors.NotSupported($"Elementwise{comparison} with null", this),
        PrimitiveDataFrameColumn<T> same => CompareWith(comparison, same),
        PrimitiveDataFrameColumn<byte> other => CompareWith(comparison, other),
        PrimitiveDataFrameColumn<sbyte> other => CompareWith(comparison, other),
        PrimitiveDataFrameColumn<short> other => CompareWith(comparison, other),
        PrimitiveDataFrameColumn<ushort> other => CompareWith(comparison, other),
        PrimitiveDataFrameColumn<int> other => CompareWith(comparison, other),
        PrimitiveDataFrameColumn<uint> other => CompareWith(comparison, other),
        PrimitiveDataFrameColumn<long> other => CompareWith(comparison, other),
        PrimitiveDataFrameColumn<ulong> other => CompareWith(comparison, other),
        PrimitiveDataFrameColumn<float> other => CompareWith(comparison, other),
        PrimitiveDataFrameColumn<double> other => CompareWith(comparison, other),
        PrimitiveDataFrameColumn<decimal> other => CompareWith(comparison, other),
        _ => throw Errors.NotSupported($"Elementwise{comparison} with a column of {column.DataType}", this),
    };

    private protected override PrimitiveDataFrameColumn<bool> CompareTo<TValue>(Comparison comparison, TValue value)
    {
        if (value is T same)
        {
            return Compare(comparison, _values, Enumerable.Repeat(same, Count));
        }

        if (!IsNumericColumn() || value is not (byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal))
        {
            throw Errors.NotSupported($"Elementwise{comparison} with a value of {typeof(TValue)}", this);
        }

        return typeof(T) == typeof(decimal) || value is decimal
            ? Compare(comparison, As<decimal>(), Enumerable.Repeat(Convert.ToDecimal(value, CultureInfo.InvariantCulture), Count))
            : Compare(comparison, As<double>(), Enumerable.Repeat(Convert.ToDouble(value, CultureInfo.InvariantCulture), Count));
    }

    private protected override DataFrameColumn Combine(BooleanOperation operation, DataFrameColumn column, bool inPlace)
    {
        if (this is not PrimitiveDataFrameColumn<bool> left || column is not PrimitiveDataFrameColumn<bool> right)
        {
            throw Errors.NotSupported($"{operation} with a column of {column?.DataType}", this);
        }

        CheckSameLength(column);
        PrimitiveDataFrameColumn<bool> result = inPlace ? left : left.Clone();
        for (int row = 0; row < Count; row++)
        {
            bool value = operation switch
            {
                BooleanOperation.And => left._values[row] & right._values[row],
                BooleanOperation.Or => left._values[row] | right._values[row],
                _ => left._values[row] ^ right._values[row],
            };
            result[row] = left._valid[row] && right._valid[row] ? value : null;
        }

        return result;
    }

    private static float? Single(object value) => value is null ? null : Convert.ToSingle(value, CultureInfo.InvariantCulture);

    private List<bool> Truths(string operation) => _values as List<bool> ?? throw Errors.NotSupported(operation, this);

    private bool HasValues() => NullCount < Length;

    private IEnumerable<T> Valid() => _values.Where((_, row) => _valid[row]);

    private IEnumerable<T> ValidOrDefault() => HasValues() ? Valid() : [default];

    private IEnumerable<TTarget> As<TTarget>()
        => _values.Select(value => (TTarget)Convert.ChangeType(value, typeof(TTarget), CultureInfo.InvariantCulture));

    /// <summary>Values of different types are compared as decimals where either is one, else as doubles.</summary>
    private BooleanDataFrameColumn CompareWith<TOther>(Comparison comparison, PrimitiveDataFrameColumn<TOther> column)
        where TOther : unmanaged
    {
        CheckSameLength(column);
        if (column is PrimitiveDataFrameColumn<T> same)
        {
            return Compare(comparison, _values, same._values);
        }

        if (!IsNumericColumn())
        {
            throw Errors.NotSupported($"Elementwise{comparison} with a column of {column.DataType}", this);
        }

        return typeof(T) == typeof(decimal) || typeof(TOther) == typeof(decimal)
            ? Compare(comparison, As<decimal>(), column.As<decimal>())
            : Compare(comparison, As<double>(), column.As<double>());
    }

    private BooleanDataFrameColumn Compare<TValue>(Comparison comparison, IEnumerable<TValue> left, IEnumerable<TValue> right)
        where TValue : unmanaged
    {
        if (ColumnMath<TValue>.Instance.Holds(comparison, default, default) is null)
        {
            throw Errors.NotSupported($"Elementwise{comparison}", this);
        }

        return new BooleanDataFrameColumn(Name, left.Zip(right, (x, y) => ColumnMath<TValue>.Instance.Holds(comparison, x, y).Value));
    }
}
