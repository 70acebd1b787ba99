using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Gives every row a number in [0, 1), by which rows are split: drawn at random, or made from the value of a column.</summary>
internal sealed class RowSplitter
{
    private readonly IDataView _data;
    private readonly DataViewSchema.Column? _key;
    private readonly int _seed;

    public RowSplitter(IDataView data, string samplingKeyColumnName, int seed)
    {
        _data = data;
        _seed = seed;
        if (samplingKeyColumnName != null)
        {
            _key = data.Schema.GetColumnOrNull(samplingKeyColumnName)
                ?? throw Runtime.Errors.ColumnNotFound("samplingKeyColumn", "SamplingKeyColumn", samplingKeyColumnName);
        }
    }

    /// <summary>The rows whose numbers lie in [from, to), or with <paramref name="complement"/> the others.</summary>
    public IDataView Select(double from, double to, bool complement)
        => new FilteredDataView(_data, _key, cursor =>
        {
            Func<double> number = MakeNumber(cursor);
            return () =>
            {
                double value = number();
                return (from <= value && value < to) != complement;
            };
        });

    private Func<double> MakeNumber(DataViewRowCursor cursor)
    {
        if (_key is { } key)
        {
            return (Func<double>)GenericCall.Instance(this, typeof(RowSplitter), nameof(NumberOfValue), key.Type.RawType, cursor, key);
        }

        var random = new Random(_seed);
        return random.NextDouble;
    }

    private Func<double> NumberOfValue<T>(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = cursor.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return Hash(Convert.ToString(value is ReadOnlyMemory<char> text ? text.ToString() : value, CultureInfo.InvariantCulture)) / (double)(1UL << 53);
        };
    }

    // FNV-1a, then mixed so that near values fall far apart.
    private ulong Hash(string text)
    {
        ulong hash = 14695981039346656037UL ^ (uint)_seed;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15UL;
        return (hash ^ (hash >> 29)) >> 11;
    }
}
