using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        Errors.CheckNonEmpty(columnName, nameof(columnName));
        DataViewSchema.Column column = data.Schema.GetColumnOrNull(columnName) ?? throw Errors.Param(nameof(columnName), $"Column '{columnName}' not found in the data view");
        return data.GetColumn<T>(column);
    }

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        DataViewSchema.Column? own = data.Schema.GetColumnOrNull(column.Name);
        if (own == null || own.Value.Index != column.Index)
        {
            throw Errors.Param(nameof(column), $"Column '{column.Name}' does not belong to the data view.");
        }

        Type raw = column.Type.RawType;
        if (typeof(T) == raw)
        {
            return Values(data, column, (ref T value) => Own(value));
        }

        if (typeof(T) == typeof(string) && column.Type is TextDataViewType)
        {
            return (IEnumerable<T>)Values(data, column, (ref ReadOnlyMemory<char> value) => value.ToString());
        }

        if (typeof(T).IsArray && column.Type is VectorDataViewType vector)
        {
            Type item = typeof(T).GetElementType();
            if (item == vector.ItemType.RawType)
            {
                return (IEnumerable<T>)GenericCall.Static(typeof(ColumnCursorExtensions), nameof(Arrays), item, data, column);
            }

            if (item == typeof(string) && vector.ItemType is TextDataViewType)
            {
                return (IEnumerable<T>)Values(data, column, (ref VBuffer<ReadOnlyMemory<char>> value) => value.DenseValues().Select(text => text.ToString()).ToArray());
            }
        }

        throw Errors.Param(nameof(T), $"Could not map a data view column '{column.Name}' of type '{column.Type}' to {typeof(T)}.");
    }

    private delegate TOut Convert<TIn, TOut>(ref TIn value);

    private static IEnumerable<T[]> Arrays<T>(IDataView data, DataViewSchema.Column column)
        => Values(data, column, (ref VBuffer<T> value) => value.DenseValues().ToArray());

    private static IEnumerable<TOut> Values<TIn, TOut>(IDataView data, DataViewSchema.Column column, Convert<TIn, TOut> convert)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<TIn> getter = cursor.GetGetter<TIn>(column);
        while (cursor.MoveNext())
        {
            // A fresh value per row: the caller may keep every one of them.
            TIn value = default;
            getter(ref value);
            yield return convert(ref value);
        }
    }

    private static T Own<T>(T value) => value;
}
