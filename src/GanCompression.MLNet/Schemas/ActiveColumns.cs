using Microsoft.ML;

namespace GanCompression.MLNet;

/// <summary>Which columns a cursor was asked for.</summary>
internal static class ActiveColumns
{
    /// <summary>One flag per column of the schema.</summary>
    public static bool[] Of(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columns)
            active[Checked(schema, column)] = true;
        return active;
    }

    /// <summary>The index of a column that must be active.</summary>
    /// <exception cref="InvalidOperationException">The cursor was not asked for the column.</exception>
    public static int Require(DataViewSchema schema, bool[] active, DataViewSchema.Column column)
    {
        int index = Checked(schema, column);
        return active[index]
            ? index
            : throw new InvalidOperationException($"Column '{column.Name}' is not active in this cursor. Ask for it when the cursor is made.");
    }

    /// <summary>A getter as the type that was asked for.</summary>
    /// <exception cref="InvalidOperationException">The column holds values of another type.</exception>
    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column) => getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Column '{column.Name}' holds values of type {column.Type.RawType.Name}, but a getter for {typeof(TValue).Name} was asked for.");

    private static int Checked(DataViewSchema schema, DataViewSchema.Column column) =>
        column.Index < schema.Count && schema[column.Index].Name == column.Name
            ? column.Index
            : throw new ArgumentOutOfRangeException(nameof(column), column.Name, $"Column '{column.Name}' is not a column of this data view.");
}
